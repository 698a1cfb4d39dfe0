import { PALETTES, type Palette } from './palettes.ts';
import { COVER, PATTERNS, PICTURE_HEIGHT, type Shape } from './patterns.ts';
import { pick, randomFrom } from './random.ts';
import { LINE_HEIGHT, titleLines, type TitleLines } from './title-lines.ts';

export interface DrawnCover extends TitleLines {
  palette: Palette;
  shapes: Shape[];
  /** Baseline of each line, from the top. */
  baselines: number[];
}

const MARGIN = 18;

/**
 * Draws a cover: always the same one for the same game.
 *
 * @param seed tells apart games of one title, as a slug does
 */
export function drawCover(title: string, seed: string): DrawnCover {
  const random = randomFrom(seed);
  const palette = pick(random, PALETTES);
  const pattern = pick(random, PATTERNS);
  const box = { width: COVER.width - 2 * MARGIN, height: COVER.height - PICTURE_HEIGHT - MARGIN };
  const { lines, fontSize } = titleLines(title, box.width, box.height);
  const top = PICTURE_HEIGHT + MARGIN / 2;
  return {
    palette,
    shapes: pattern(random, palette),
    lines,
    fontSize,
    baselines: lines.map((_, i) => top + fontSize * (0.84 + i * LINE_HEIGHT)),
  };
}
