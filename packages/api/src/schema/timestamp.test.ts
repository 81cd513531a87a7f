import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalMicroTime, canonicalTime } from './timestamp.ts';

const times: [string, string][] = [
  ['2024-02-29T23:59:59Z', '2024-02-29T23:59:59Z'],
  ['2024-01-01T00:00:00.999999999Z', '2024-01-01T00:00:00Z'],
  ['2024-01-01T00:00:00,5Z', '2024-01-01T00:00:00Z'],
  ['2024-01-01T00:30:00+01:00', '2023-12-31T23:30:00Z'],
  ['2024-01-01T00:00:00-00:00', '2024-01-01T00:00:00Z'],
  ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00Z'],
  ['2000-02-29T00:00:00Z', '2000-02-29T00:00:00Z'],
];

test.each(times)('%s is %s', (text, expected) => {
  expect(canonicalTime(text)).toEqual({ text: expected });
});

const as = 'as "2006-01-02T15:04:05Z07:00"';
const refused: [string, string][] = [
  ['', `parsing time "" ${as}: cannot parse "" as "2006"`],
  ['2024', `parsing time "2024" ${as}: cannot parse "" as "-"`],
  ['2024-01-01', `parsing time "2024-01-01" ${as}: cannot parse "" as "T"`],
  ['2024-01-01 00:00:00Z', `parsing time "2024-01-01 00:00:00Z" ${as}: cannot parse " 00:00:00Z" as "T"`],
  ['2024-01-01T00:00:00', `parsing time "2024-01-01T00:00:00" ${as}: cannot parse "" as "Z07:00"`],
  ['2024-01-01T00:00:00z', `parsing time "2024-01-01T00:00:00z" ${as}: cannot parse "z" as "Z07:00"`],
  ['2024-01-01T00:00:00Zx', 'parsing time "2024-01-01T00:00:00Zx": extra text: "x"'],
  ['2024-13-01T00:00:00Z', 'parsing time "2024-13-01T00:00:00Z": month out of range'],
  ['2024-00-01T00:00:00Z', 'parsing time "2024-00-01T00:00:00Z": month out of range'],
  ['2024-04-31T00:00:00Z', 'parsing time "2024-04-31T00:00:00Z": day out of range'],
  ['2024-04-00T00:00:00Z', 'parsing time "2024-04-00T00:00:00Z": day out of range'],
  ['1900-02-29T00:00:00Z', 'parsing time "1900-02-29T00:00:00Z": day out of range'],
  ['2024-01-01T24:00:00Z', 'parsing time "2024-01-01T24:00:00Z": hour out of range'],
  ['2024-01-01T00:60:00Z', 'parsing time "2024-01-01T00:60:00Z": minute out of range'],
  ['2024-01-01T00:00:60Z', 'parsing time "2024-01-01T00:00:60Z": second out of range'],
  ['2024-01-01T00:00:00+25:00', 'parsing time "2024-01-01T00:00:00+25:00": time zone offset hour out of range'],
  ['0000-01-01T00:00:00+01:00', 'Time.MarshalJSON: year outside of range [0,9999]'],
];

test.each(refused)('%j is refused', (text, error) => {
  expect(canonicalTime(text)).toEqual({ error });
});

test('six decimals, no more and no fewer', () => {
  const micro = 'as "2006-01-02T15:04:05.000000Z07:00"';
  expect(canonicalMicroTime('2024-01-01T01:00:00.123456+01:00')).toEqual({ text: '2024-01-01T00:00:00.123456Z' });
  expect(canonicalMicroTime('2024-01-01T00:00:00.12Z')).toEqual({
    error: `parsing time "2024-01-01T00:00:00.12Z" ${micro}: cannot parse ".12Z" as ".000000"`,
  });
  expect(canonicalMicroTime('2024-01-01T00:00:00.1234567Z')).toEqual({
    error: `parsing time "2024-01-01T00:00:00.1234567Z" ${micro}: cannot parse "7Z" as "Z07:00"`,
  });
});

test('every moment keeps its second, in any zone', () => {
  const moment = fc.date({ min: new Date(0), max: new Date('9998-12-31T00:00:00Z'), noInvalidDate: true });
  fc.assert(
    fc.property(moment, fc.integer({ min: -1439, max: 1439 }), (date, minutes) => {
      const pad = (value: number) => `${Math.floor(value)}`.padStart(2, '0');
      const zone = `${minutes < 0 ? '-' : '+'}${pad(Math.abs(minutes) / 60)}:${pad(Math.abs(minutes) % 60)}`;
      const local = new Date(date.getTime() + minutes * 60_000).toISOString();
      if (!/^\d{4}-/.test(local)) return;
      expect(canonicalTime(local.replace('Z', zone))).toEqual({ text: `${date.toISOString().slice(0, 19)}Z` });
    }),
  );
});
