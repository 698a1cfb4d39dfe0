import { QueryRefused } from './query.ts';
import { type Token, tokenize } from './lexer.ts';

/** Tokens from left to right. */
export interface TokenReader {
  /** The next token without taking it. */
  peek(): Token;
  next(): Token;
  /** Takes the symbol if it is next, and says whether it was. */
  skip(symbol: string): boolean;
  /** @throws QueryRefused unless the symbol is next. */
  expect(symbol: string): void;
  /** @throws QueryRefused unless a name or keyword is next. */
  word(): string;
  /** @throws QueryRefused unless a quoted string is next. */
  string(): string;
}

const END: Token = { kind: 'end' };

export function readTokens(text: string): TokenReader {
  const tokens = tokenize(text);
  let at = 0;
  const peek = () => tokens[at] ?? END;
  const next = () => tokens[at++] ?? END;
  const skip = (symbol: string) => {
    const token = peek();
    const found = token.kind === 'symbol' && token.text === symbol;
    if (found) at += 1;
    return found;
  };
  const textOf = (kind: 'word' | 'string') => {
    const token = next();
    if (token.kind !== kind) throw new QueryRefused('Syntax Error');
    return token.text;
  };
  return {
    peek,
    next,
    skip,
    expect: (symbol) => {
      if (!skip(symbol)) throw new QueryRefused('Syntax Error');
    },
    word: () => textOf('word'),
    string: () => textOf('string'),
  };
}
