const CHARACTERS = new Intl.Segmenter('en');
/** Most of what there is, and ten times as fast. */
const ASCII = /^[\x20-\x7e]*$/;
/** Scripts whose characters take two cells (Unicode's East Asian Width W and F, without its rarer blocks), and emoji. */
const WIDE =
  /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff01-\uff60\p{Emoji_Presentation}]/u;

/** Cells that a text without control characters takes in a terminal. */
export function textWidth(text: string): number {
  if (ASCII.test(text)) return text.length;
  let width = 0;
  for (const { segment } of CHARACTERS.segment(text)) width += WIDE.test(segment) ? 2 : 1;
  return width;
}
