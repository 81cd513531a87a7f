// What the terminal can show, and writing to it without dying when it goes away.

/** A closed terminal or pipe (EIO, EPIPE) must not end the starter: whoever closed it reads no more, that is all. */
export function surviveClosedOutput(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
}

export interface Symbols {
  pass: string;
  warn: string;
  fail: string;
}

/** Signs for a terminal that shows UTF-8, plain ASCII elsewhere. */
export function symbolsFor(stream: { isTTY?: boolean }, env: NodeJS.ProcessEnv): Symbols {
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || '';
  if (stream.isTTY === true && /utf-?8/i.test(locale)) return { pass: '✓', warn: '!', fail: '✗' };
  return { pass: 'ok', warn: '!', fail: 'x' };
}

/** Quotes a word for a POSIX shell when it needs it. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
