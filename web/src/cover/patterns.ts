import type { Palette } from './palettes.ts';
import { pick, type Random } from './random.ts';

/** Width and height of a cover, in its own units: IGDB's cover_big is 264 × 374 pixels. */
export const COVER = { width: 264, height: 374 } as const;
/** The picture takes the upper part, the title the rest. */
export const PICTURE_HEIGHT = 264;

export interface Shape {
  /** SVG path data. */
  d: string;
  fill: string;
}

export type Pattern = (random: Random, palette: Palette) => Shape[];

const range = (count: number) => Array.from({ length: count }, (_, i) => i);
const circle = (x: number, y: number, r: number) =>
  `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`;
const rect = (x: number, y: number, w: number, h: number) => `M${x} ${y}h${w}v${h}h${-w}z`;
const whole = (random: Random, from: number, to: number) => from + Math.floor(random() * (to - from + 1));

/** A grid of quarter discs, each turned at random. */
const quarters: Pattern = (random, { shapes }) => {
  const size = pick(random, [66, 88]);
  const count = COVER.width / size;
  return range(count * count).flatMap((i) => {
    const x = (i % count) * size;
    const y = Math.floor(i / count) * size;
    const fill = pick(random, shapes);
    const corner = pick(random, [
      `M${x} ${y}h${size}a${size} ${size} 0 0 1 ${-size} ${size}z`,
      `M${x + size} ${y}v${size}a${size} ${size} 0 0 1 ${-size} ${-size}z`,
      `M${x + size} ${y + size}h${-size}a${size} ${size} 0 0 1 ${size} ${-size}z`,
      `M${x} ${y + size}v${-size}a${size} ${size} 0 0 1 ${size} ${size}z`,
      circle(x + size / 2, y + size / 2, size / 4),
    ]);
    return random() < 0.85 ? [{ d: corner, fill }] : [];
  });
};

/** Ranges of hills under a sun or moon. */
const hills: Pattern = (random, { shapes: [main, second, third], ground }) => {
  const radius = whole(random, 30, 52);
  const sun = { d: circle(whole(random, 70, 194), whole(random, 70, 110), radius), fill: third };
  // The nearest hill has the colour of the ground and so carries the title; the others end behind it.
  const ridges = [main, second, ground].map((fill, layer) => {
    const top = 130 + layer * 42;
    const foot = layer === 2 ? PICTURE_HEIGHT : PICTURE_HEIGHT - 6;
    const [left, middle, right] = [whole(random, -22, 22), whole(random, -22, 22), whole(random, -22, 22)];
    const d = `M0 ${top + left}C50 ${top + left - 44} 90 ${top + middle + 40} 140 ${top + middle}S220 ${top + right - 30} 264 ${top + right}V${foot}H0z`;
    return { d, fill };
  });
  return [sun, ...ridges];
};

/** A small creature of squares, the same left and right. */
const sprite: Pattern = (random, { shapes: [main, second, third] }) => {
  const cell = 24;
  const left = (COVER.width - 9 * cell) / 2;
  const cells = range(5 * 8).filter((i) => random() < (i % 5 === 4 ? 0.8 : 0.52));
  const eyes = whole(random, 2, 4);
  const squares = cells.flatMap((i) => {
    const column = i % 5;
    const y = 36 + Math.floor(i / 5) * cell;
    return [...new Set([column, 8 - column])].map((c) => rect(left + c * cell, y, cell, cell));
  });
  return [
    { d: squares.join(''), fill: pick(random, [main, second]) },
    { d: [2, 6].map((c) => rect(left + c * cell, 36 + eyes * cell, cell, cell)).join(''), fill: third },
  ];
};

/** Rings around a point, like a target or a planet's orbits. */
const rings: Pattern = (random, { shapes, ground }) => {
  const x = whole(random, 40, 224);
  const y = whole(random, 60, 180);
  const count = whole(random, 4, 6);
  return range(count).flatMap((i) => {
    const outer = (count - i) * 34;
    const disc = { d: circle(x, y, outer), fill: shapes[i % 3] ?? shapes[0] };
    return [disc, { d: circle(x, y, outer - pick(random, [6, 12, 20])), fill: ground }];
  });
};

/** Towers of different height, some with lit windows. */
const towers: Pattern = (random, { shapes: [main, second, third], ground }) => {
  const moon = {
    d: circle(whole(random, 50, 214), whole(random, 50, 84), whole(random, 18, 34)),
    fill: third,
  };
  const width = pick(random, [33, 44]);
  const blocks = range(COVER.width / width).flatMap((i) => {
    const top = whole(random, 70, 200);
    const x = i * width;
    const tower = { d: rect(x, top, width, PICTURE_HEIGHT - top), fill: pick(random, [main, main, second]) };
    const windows = range(Math.floor((PICTURE_HEIGHT - top) / 30))
      .filter(() => random() < 0.5)
      .map((row) => rect(x + width / 2 - 5, top + 14 + row * 30, 10, 12));
    return [tower, { d: windows.join(''), fill: ground }];
  });
  return [moon, ...blocks];
};

/** Dots that grow towards one corner. */
const dots: Pattern = (random, { shapes: [main, second, third] }) => {
  const flip = random() < 0.5;
  const accent = whole(random, 0, 35);
  return range(36).map((i) => {
    const column = i % 6;
    const row = Math.floor(i / 6);
    const nearness = ((flip ? 5 - column : column) + row) / 10;
    const d = circle(22 + column * 44, 22 + row * 44, 4 + nearness * 17);
    return { d, fill: i === accent ? third : random() < 0.2 ? second : main };
  });
};

/** Broad slanting bands. */
const bands: Pattern = (random, { shapes }) => {
  const slope = pick(random, [-1, 1]) * whole(random, 50, 140);
  let y = whole(random, -120, -60);
  return range(7).map((i) => {
    const height = whole(random, 18, 52);
    const d = `M0 ${y}L264 ${y + slope}v${height}L0 ${y + height}z`;
    y += height + whole(random, 12, 34);
    return { d, fill: shapes[i % 3] ?? shapes[0] };
  });
};

export const PATTERNS: readonly [Pattern, ...Pattern[]] = [
  quarters,
  hills,
  sprite,
  rings,
  towers,
  dots,
  bands,
];
