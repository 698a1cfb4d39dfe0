import { expect, test } from 'vitest';
import { drawCover as drawMeasured } from '../../web/src/cover/draw.ts';
import { PALETTES } from '../../web/src/cover/palettes.ts';
import { COVER, PATTERNS } from '../../web/src/cover/patterns.ts';
import { randomFrom } from '../../web/src/cover/random.ts';
import { titleLines as fitLines } from '../../web/src/cover/title-lines.ts';

/** A font all of whose letters are equally wide. Real fonts are measured in a browser. */
const measure = (text: string, fontSize: number) => 0.5 * fontSize * [...text].length;
const drawCover = (title: string, seed: string) => drawMeasured(title, seed, measure);
const titleLines = (title: string, width: number, height: number) => fitLines(title, width, height, measure);

/** Relative luminance as WCAG 2.2 defines it. */
function luminance(hex: string): number {
  const channels = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255);
  const [r = 0, g = 0, b = 0] = channels.map((c) =>
    c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

test('a game always has the same cover, and other games have others', () => {
  expect(drawCover('Hollow Knight', 'hollow-knight')).toEqual(drawCover('Hollow Knight', 'hollow-knight'));
  const covers = ['celeste', 'hades', 'portal', 'tetris'].map((slug) =>
    JSON.stringify(drawCover('Title', slug).shapes),
  );
  expect(new Set(covers).size).toBe(4);
});

test('games of one title have covers of their own', () => {
  const covers = ['pac-man', 'pac-man--1', 'pac-man--2', 'pac-man--3'].map((slug) =>
    drawCover('Pac-Man', slug),
  );
  expect(new Set(covers.map(({ shapes }) => JSON.stringify(shapes))).size).toBe(4);
  expect(new Set(covers.map(({ lines }) => lines.join(' ')))).toEqual(new Set(['Pac-Man']));
});

test('games spread over all palettes', () => {
  const grounds = Array.from({ length: 300 }, (_, i) => drawCover(`Game ${i}`, `game-${i}`).palette.ground);
  expect(new Set(grounds).size).toBe(PALETTES.length);
});

test('every pattern draws paths without holes in their numbers', () => {
  for (const pattern of PATTERNS) {
    for (const [i, palette] of PALETTES.entries()) {
      const shapes = pattern(randomFrom(`title ${i}`), palette);
      expect(shapes.length).toBeGreaterThan(0);
      expect(shapes.map(({ d, fill }) => d + fill).join('')).not.toMatch(/NaN|undefined/);
    }
  }
});

test('titles stand out from their ground', () => {
  for (const { ink, ground } of PALETTES) expect(contrast(ink, ground)).toBeGreaterThan(4.5);
});

test('a short title is set large, a long one in more lines, and all words are there', () => {
  const short = titleLines('Hades', 228, 92);
  expect(short).toEqual({ lines: ['Hades'], fontSize: 40 });
  const long = titleLines('The Legend of Zelda: Breath of the Wild', 228, 92);
  expect(long.fontSize).toBeLessThan(short.fontSize);
  expect(long.lines.join(' ')).toBe('The Legend of Zelda: Breath of the Wild');
});

test('a title with too many lines ends in an ellipsis', () => {
  const { lines } = titleLines('An extraordinarily long title that goes on '.repeat(6), 228, 92);
  expect(lines.at(-1)).toMatch(/…$/);
  expect(lines.length).toBeLessThanOrEqual(4);
  for (const line of lines) expect(measure(line, 21)).toBeLessThanOrEqual(228);
});

test('a word that is wider than the cover goes on in the next line', () => {
  const word = 'Donaudampfschifffahrtsgesellschaftskapitän';
  const { lines } = titleLines(`Der ${word}`, 228, 92);
  expect(lines[0]).toMatch(/^Der Donau/);
  expect(lines.join('')).toBe(`Der ${word}`);
  for (const line of lines) expect(measure(line, 21)).toBeLessThanOrEqual(228);
});

test('letters of several code points are not torn apart', () => {
  const family = '👨‍👩‍👧‍👦';
  for (const line of titleLines(family.repeat(5), 60, 92).lines) {
    expect(line.replaceAll(family, '')).toMatch(/^…?$/);
  }
});

test('scripts without spaces break between words, and no line begins with a closing mark', () => {
  const title = 'ゼルダの伝説「ブレス オブ ザ ワイルド」、新しい冒険のはじまり';
  const { lines } = titleLines(title, 228, 92);
  expect(lines.length).toBeGreaterThan(1);
  expect(lines.join('').replaceAll(' ', '')).toBe(title.replaceAll(' ', ''));
  for (const line of lines) expect(line).not.toMatch(/^[」、。・ー]|「$/);
});

test('a title in Arabic or Hebrew begins at the right', () => {
  expect(drawCover('سلاحف النينجا', 'a')).toMatchObject({ direction: 'rtl', x: COVER.width - 18 });
  expect(drawCover('2048: שלום', 'a')).toMatchObject({ direction: 'rtl' });
  expect(drawCover('Prince of Persia (أمير فارس)', 'a')).toMatchObject({ direction: 'ltr', x: 18 });
});

test('no line of a title leaves the cover', () => {
  for (const title of ['', 'A', 'Super Mario Bros. 3: The Lost Levels Deluxe', 'ペルソナ5']) {
    const { baselines } = drawCover(title, 'slug');
    for (const baseline of baselines) expect(baseline).toBeLessThan(COVER.height);
  }
});
