import type { SearchAnswer } from '@playkin/shared/api.ts';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { describeVisits, DESKTOP, PHONE } from './visit.ts';

/** As many as the start page shows; none of them needs to be cut. */
const WHOLE = [
  'Grand Theft Auto',
  'Ori and the Will of the Wisps',
  'Blasphemous',
  'WWWWWWWWWWWWWWWW',
  'ペルソナ5 ザ・ロイヤル',
  '女神異聞錄：惡魔召喚師魂之駭客貳',
  '별이 되어라: 베다의 기사들',
  'سلاحف النينجا: انتقام الشريدر',
  'ตำนานแห่งเซลด้า',
  'Ведьмак 3: Дикая Охота',
  'Donaudampfschifffahrtskapitän',
  'M',
];
const CUT = [
  'The Extraordinary and Most Memorable Adventures of Maximilian Wigglesworth and Company in Wonderland',
];

interface Title {
  text: string;
  /** How far its letters stay away from the nearest edge of the cover, in its units; below 0 where they leave it. */
  clearance: number;
}

/** The real start page with other titles and another font for them. */
async function showTitles(page: Page, names: readonly string[], font: string | undefined): Promise<Title[]> {
  await page.route('**/api/search?q=&**', async (route) => {
    const response = await route.fetch();
    const answer = (await response.json()) as SearchAnswer;
    const results = answer.results.slice(0, names.length).map((hit, i) => {
      const game = { ...hit.game, name: names[i] ?? '' };
      delete game.cover;
      return { ...hit, game };
    });
    await route.fulfill({ json: { ...answer, results } });
  });
  await page.route('**/*.css', async (route) => {
    const response = await route.fetch();
    const css = await response.text();
    await route.fulfill({ response, body: font === undefined ? css : `${css}:root{--display:${font}}` });
  });
  await page.goto('/');
  await page
    .locator('.cover text')
    .nth(names.length - 1)
    .waitFor();
  return page.locator('.cover').evaluateAll((covers) =>
    covers.map((cover) => {
      const svg = cover.querySelector('svg');
      const text = cover.querySelector('text');
      if (!svg || !text) throw new Error('a cover without a title');
      const { x, y, width, height } = text.getBBox();
      const shown = svg.viewBox.baseVal;
      return {
        text: [...text.querySelectorAll('tspan')].map(({ textContent }) => textContent).join(' '),
        clearance: Math.min(x, y, shown.width - x - width, shown.height - y - height),
      };
    }),
  );
}

const unspaced = (text: string) => text.replace(/\s/g, '');

describeVisits('drawn covers', (open) => {
  test.each([
    ['the system’s font', undefined, DESKTOP],
    ['a wide font', "'DejaVu Sans', Verdana, sans-serif", DESKTOP],
    ['a wide font with serifs', "'DejaVu Serif', Georgia, serif", PHONE],
    ['letters of one width', "'DejaVu Sans Mono', monospace", PHONE],
  ])('hold their whole titles in %s', async (_name, font, options) => {
    const { page, complaints } = await open(options);
    const titles = await showTitles(page, WHOLE, font);
    expect(titles.map(({ text }) => unspaced(text))).toEqual(WHOLE.map(unspaced));
    expect(titles.filter(({ clearance }) => clearance < 0)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test('end a title that is too long in an ellipsis', async () => {
    const { page } = await open(DESKTOP);
    const [title] = await showTitles(page, CUT, undefined);
    expect(title?.text).toMatch(/^The Extraordinary .*…$/);
    expect(title?.clearance).toBeGreaterThanOrEqual(0);
  });
});
