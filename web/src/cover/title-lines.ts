export interface TitleLines {
  lines: string[];
  /** In the cover's units. */
  fontSize: number;
}

/** Sizes tried from the largest: what fits in few lines is set large. */
const FONT_SIZES = [40, 34, 28, 24, 21] as const;
const SMALLEST = 21;
/** Average width of a letter of the bold condensed display fonts, as a part of the font size. */
const LETTER_WIDTH = 0.5;
export const LINE_HEIGHT = 1.06;

function wrap(title: string, perLine: number): string[] {
  const lines: string[] = [];
  for (const word of title.trim().split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= perLine) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else {
      lines.push(word);
    }
  }
  return lines;
}

const lettersPerLine = (width: number, fontSize: number) => Math.floor(width / (fontSize * LETTER_WIDTH));
const linesPerBox = (height: number, fontSize: number) => Math.floor(height / (fontSize * LINE_HEIGHT));

/** Breaks a title into lines that fit a box, as large as possible; what does not fit at all ends in "…". */
export function titleLines(title: string, width: number, height: number): TitleLines {
  for (const fontSize of FONT_SIZES) {
    const perLine = lettersPerLine(width, fontSize);
    const lines = wrap(title, perLine);
    const fits = lines.length <= linesPerBox(height, fontSize);
    if (fits && lines.every((line) => line.length <= perLine)) return { lines, fontSize };
  }
  return { lines: cut(title, width, height), fontSize: SMALLEST };
}

function cut(title: string, width: number, height: number): string[] {
  const perLine = lettersPerLine(width, SMALLEST);
  const lines = wrap(title, perLine);
  const kept = lines.slice(0, linesPerBox(height, SMALLEST));
  return kept.map((line, i) => {
    const goesOn = i === kept.length - 1 && lines.length > kept.length;
    return goesOn || line.length > perLine ? `${line.slice(0, perLine - 1).trimEnd()}…` : line;
  });
}
