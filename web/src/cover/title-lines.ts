export interface TitleLines {
  lines: string[];
  /** In the cover's units. */
  fontSize: number;
}

/** Width of a text in the cover's font, in the cover's units. */
export type MeasureText = (text: string, fontSize: number) => number;

/** Tried from the largest to the smallest. */
const FONT_SIZES = [40, 34, 28, 24, 21] as const;
const SMALLEST = 21;
export const LINE_HEIGHT = 1.06;

const words = new Intl.Segmenter(undefined, { granularity: 'word' });
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
/** Scripts that put no spaces between words. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
/** Marks that no line may end with. */
const OPENING = /[\p{Ps}\p{Pi}]$/u;

/** A part of a title that is kept in one line if possible. */
interface Piece {
  text: string;
  /** Whether a space comes before it, except at the start of a line. */
  spaced: boolean;
}

/** Splits at spaces, and between words in scripts without spaces. Punctuation stays with its word. */
function piecesOf(title: string): Piece[] {
  const pieces: Piece[] = [];
  let spaced = false;
  for (const { segment, isWordLike } of words.segment(title.trim())) {
    if (/^\s+$/.test(segment)) {
      spaced = true;
      continue;
    }
    const last = pieces.at(-1);
    const mayBreak = isWordLike && last && !OPENING.test(last.text) && UNSPACED.test(segment + last.text);
    if (!last || spaced || mayBreak) pieces.push({ text: segment, spaced });
    else last.text += segment;
    spaced = false;
  }
  return pieces;
}

function wrap(pieces: readonly Piece[], fits: (line: string) => boolean): string[] {
  const lines: string[] = [];
  for (const { text, spaced } of pieces) {
    const last = lines.at(-1);
    const joined = last === undefined ? text : `${last}${spaced ? ' ' : ''}${text}`;
    if (last !== undefined && fits(joined)) lines[lines.length - 1] = joined;
    else lines.push(text);
  }
  return lines;
}

/** Splits pieces that are wider than a line into their letters. */
const broken = (pieces: readonly Piece[], fits: (line: string) => boolean): Piece[] =>
  pieces.flatMap((piece) =>
    fits(piece.text)
      ? [piece]
      : [...graphemes.segment(piece.text)].map(({ segment }, i) => ({
          text: segment,
          spaced: i === 0 && piece.spaced,
        })),
  );

/** As much of the line as fits together with an ellipsis. */
function withEllipsis(line: string, fits: (line: string) => boolean): string {
  const letters = [...graphemes.segment(line)].map(({ segment }) => segment);
  while (letters.length > 0 && !fits(`${letters.join('').trimEnd()}…`)) letters.pop();
  return `${letters.join('').trimEnd()}…`;
}

/**
 * Breaks a title into lines that fit a box, in the largest possible font size. Only at the smallest size words are broken,
 * if they are wider than the box, and a title with too many lines ends in "…".
 */
export function titleLines(title: string, width: number, height: number, measure: MeasureText): TitleLines {
  const pieces = piecesOf(title);
  const fitsAt = (fontSize: number) => (line: string) => measure(line, fontSize) <= width;
  const linesPerBox = (fontSize: number) => Math.floor(height / (fontSize * LINE_HEIGHT));
  for (const fontSize of FONT_SIZES) {
    const lines = wrap(pieces, fitsAt(fontSize));
    if (lines.length <= linesPerBox(fontSize) && lines.every(fitsAt(fontSize))) return { lines, fontSize };
  }
  const fits = fitsAt(SMALLEST);
  const lines = wrap(broken(pieces, fits), fits);
  const kept = lines.slice(0, linesPerBox(SMALLEST));
  const last = kept.at(-1);
  if (last !== undefined && lines.length > kept.length) kept[kept.length - 1] = withEllipsis(last, fits);
  return { lines: kept, fontSize: SMALLEST };
}
