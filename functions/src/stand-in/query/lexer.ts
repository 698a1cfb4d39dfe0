import { QueryRefused } from './query.ts';

export type Token =
  | { kind: 'word'; text: string }
  | { kind: 'number'; value: number }
  | { kind: 'string'; text: string }
  | { kind: 'symbol'; text: string }
  | { kind: 'end' };

/** Spaces and comments (`// …` to the end of the line), then one token. Two-character symbols come first. */
const TOKEN =
  /(?:\s|\/\/.*)*(?:(?<word>[A-Za-z_]\w*)|(?<number>-?\d+(?:\.\d+)?)(?!\w)|"(?<string>(?:[^"\\]|\\[^])*)"|(?<symbol>[!<>]=|!~|[&|()[\]{}=<>~!*,;./])|(?<end>$))/y;

/** @throws QueryRefused at what is no token, such as a string without its end. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  for (;;) {
    const groups = TOKEN.exec(text)?.groups;
    if (groups === undefined) throw new QueryRefused('Syntax Error');
    const { word, number, string, symbol } = groups;
    if (word !== undefined) tokens.push({ kind: 'word', text: word });
    else if (number !== undefined) tokens.push({ kind: 'number', value: Number(number) });
    else if (string !== undefined) tokens.push({ kind: 'string', text: string.replace(/\\([^])/g, '$1') });
    else if (symbol !== undefined) tokens.push({ kind: 'symbol', text: symbol });
    else return [...tokens, { kind: 'end' }];
  }
}
