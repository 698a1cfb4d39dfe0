import { PALETTES, type Palette } from './palettes.ts';
import { COVER, PATTERNS, PICTURE_HEIGHT, type Shape } from './patterns.ts';
import { pick, randomFrom } from './random.ts';
import { LINE_HEIGHT, type MeasureText, titleLines, type TitleLines } from './title-lines.ts';

export interface DrawnCover extends TitleLines {
  palette: Palette;
  shapes: Shape[];
  direction: 'ltr' | 'rtl';
  /** Where each line begins: its left end, or its right end in a script written from right to left. */
  x: number;
  /** Baseline of each line, from the top. */
  baselines: number[];
}

const MARGIN = 18;
/** A title whose first letter is of a script written from right to left. */
const RIGHT_TO_LEFT =
  /^\P{L}*[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/**
 * Draws a cover: always the same one for the same game.
 *
 * @param seed makes games with the same title look different; a slug does
 */
export function drawCover(title: string, seed: string, measure: MeasureText): DrawnCover {
  const random = randomFrom(seed);
  const palette = pick(random, PALETTES);
  const pattern = pick(random, PATTERNS);
  const box = { width: COVER.width - 2 * MARGIN, height: COVER.height - PICTURE_HEIGHT - MARGIN };
  const { lines, fontSize } = titleLines(title, box.width, box.height, measure);
  const direction = RIGHT_TO_LEFT.test(title) ? 'rtl' : 'ltr';
  const top = PICTURE_HEIGHT + MARGIN / 2;
  return {
    palette,
    shapes: pattern(random, palette),
    lines,
    fontSize,
    direction,
    x: direction === 'rtl' ? COVER.width - MARGIN : MARGIN,
    baselines: lines.map((_, i) => top + fontSize * (0.84 + i * LINE_HEIGHT)),
  };
}
