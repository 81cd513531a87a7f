// Splits a label selector's text into tokens as Kubernetes does (k8s.io/apimachinery/pkg/labels/selector.go): in one
// pass, each character once.

export type TokenType = 'end' | 'identifier' | ')' | ',' | '!' | '==' | '=' | '>' | 'in' | '<' | '!=' | 'notin' | '(';

export interface Token {
  type: TokenType;
  text: string;
}

const end: Token = { type: 'end', text: '' };

const symbols: readonly TokenType[] = ['==', '!=', '=', '!', '(', ')', ',', '>', '<'];
const keywords: readonly TokenType[] = ['in', 'notin'];

const pieces = /[ \t\r\n]*(?:(==|!=|[=!(),<>])|([^ \t\r\n=!(),<>]+))/y;

/** All tokens, the last of type `end`; a NUL character ends the text. */
export function tokens(text: string): Token[] {
  const list: Token[] = [];
  const nul = text.indexOf('\0');
  const source = nul === -1 ? text : text.slice(0, nul);
  pieces.lastIndex = 0;
  for (let match = pieces.exec(source); match; match = pieces.exec(source)) {
    const [, symbol, word = ''] = match;
    list.push(symbol === undefined ? wordToken(word) : symbolToken(symbol));
  }
  list.push(end);
  return list;
}

const symbolToken = (text: string): Token => ({ type: symbols.find((symbol) => symbol === text) ?? 'end', text });

const wordToken = (text: string): Token => ({
  type: keywords.find((keyword) => keyword === text) ?? 'identifier',
  text,
});
