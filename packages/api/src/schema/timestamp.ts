// Times as metav1.Time and metav1.MicroTime read and write them: RFC 3339, kept in UTC, Go's words when they are not.

/** The time in canonical form, or what is wrong with it. */
export type Timestamp = { text: string } | { error: string };

interface Layout {
  name: string;
  pattern: RegExp;
  fraction?: string;
}

const date = '(\\d{4})-(\\d{2})-(\\d{2})T(\\d{2}):(\\d{2}):(\\d{2})';
const zone = '(?:Z|([+-])(\\d{2}):(\\d{2}))';

const seconds: Layout = {
  name: '2006-01-02T15:04:05Z07:00',
  pattern: new RegExp(`^${date}(?:[.,]\\d+)?${zone}$`),
};

const micros: Layout = {
  name: '2006-01-02T15:04:05.000000Z07:00',
  pattern: new RegExp(`^${date}[.,]\\d{6}${zone}$`),
  fraction: '.000000',
};

/** Whole seconds; a fraction is cut off. */
export const canonicalTime = (text: string): Timestamp => canonical(text, seconds);

/** Exactly six decimals, as Kubernetes demands of a MicroTime. */
export const canonicalMicroTime = (text: string): Timestamp => canonical(text, micros);

function canonical(text: string, layout: Layout): Timestamp {
  const match = layout.pattern.exec(text);
  if (!match) return { error: mismatch(text, layout) };
  const range = outOfRange(match);
  if (range) return { error: `parsing time ${JSON.stringify(text)}: ${range} out of range` };
  const fraction = layout.fraction ? `.${text.slice(20, 26)}` : '';
  const [sign, hours, minutes] = match.slice(7);
  if (sign === undefined) return { text: `${text.slice(0, 19)}${fraction}Z` };
  const offset = (Number(hours) * 60 + Number(minutes)) * 60_000 * (sign === '-' ? -1 : 1);
  const moved = new Date(Date.parse(`${text.slice(0, 19)}Z`) - offset).toISOString();
  if (!/^\d{4}-/.test(moved)) return { error: 'Time.MarshalJSON: year outside of range [0,9999]' };
  return { text: `${moved.slice(0, 19)}${fraction}Z` };
}

const monthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function outOfRange(match: RegExpExecArray): string | undefined {
  const [year = 0, month = 0, day = 0, ...clock] = match.slice(1, 7).map(Number);
  if (month < 1 || month > 12) return 'month';
  const limits = [
    ['hour', clock[0], 23],
    ['minute', clock[1], 59],
    ['second', clock[2], 59],
    ['time zone offset hour', Number(match[8] ?? 0), 24],
    ['time zone offset minute', Number(match[9] ?? 0), 60],
    ['day', day - 1, daysOf(year, month) - 1],
  ] as const;
  return limits.find(([, value = 0, highest]) => value < 0 || value > highest)?.[0];
}

function daysOf(year: number, month: number): number {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 && leap ? 29 : (monthDays[month - 1] ?? 0);
}

/** Names the first piece of the layout that the text does not have, as Go's time.Parse does. */
function mismatch(text: string, layout: Layout): string {
  const pieces: [string, RegExp][] = [
    ['2006', /\d{4}/y],
    ['-', /-/y],
    ['01', /\d{2}/y],
    ['-', /-/y],
    ['02', /\d{2}/y],
    ['T', /T/y],
    ['15', /\d{2}/y],
    [':', /:/y],
    ['04', /\d{2}/y],
    [':', /:/y],
    ['05', layout.fraction ? /\d{2}/y : /\d{2}(?:[.,]\d+)?/y],
    ...(layout.fraction ? [[layout.fraction, /[.,]\d{6}/y] satisfies [string, RegExp]] : []),
    ['Z07:00', /Z|[+-]\d{2}:\d{2}/y],
  ];
  const shown = JSON.stringify(text);
  let at = 0;
  for (const [name, pattern] of pieces) {
    pattern.lastIndex = at;
    if (!pattern.test(text)) {
      return `parsing time ${shown} as "${layout.name}": cannot parse ${JSON.stringify(text.slice(at))} as "${name}"`;
    }
    at = pattern.lastIndex;
  }
  return `parsing time ${shown}: extra text: ${JSON.stringify(text.slice(at))}`;
}
