import { describe, expect, it } from 'vitest';
import { age } from './human-duration.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

// Cases of k8s.io/apimachinery/pkg/util/duration's documentation, at the edges of each range.
const cases: readonly (readonly [number, string])[] = [
  [-2 * second, '<invalid>'],
  [Number.NaN, '<invalid>'],
  [-2 * second + 1, '0s'],
  [0, '0s'],
  [999, '0s'],
  [2 * minute - 1, '119s'],
  [2 * minute, '2m'],
  [2 * minute + second, '2m1s'],
  [10 * minute - second, '9m59s'],
  [10 * minute, '10m'],
  [10 * minute + second, '10m'],
  [3 * hour - second, '179m'],
  [3 * hour, '3h'],
  [3 * hour + minute, '3h1m'],
  [8 * hour - second, '7h59m'],
  [8 * hour, '8h'],
  [8 * hour + 59 * minute, '8h'],
  [2 * day - second, '47h'],
  [2 * day, '2d'],
  [2 * day + 3 * hour, '2d3h'],
  [8 * day - hour, '7d23h'],
  [8 * day, '8d'],
  [8 * day + 23 * hour, '8d'],
  [2 * 365 * day - hour, '729d'],
  [2 * 365 * day, '2y'],
  [2 * 365 * day + day, '2y1d'],
  [8 * 365 * day - hour, '7y364d'],
  [8 * 365 * day + 364 * day, '8y'],
];

describe('age', () => {
  it.each(cases)('%d ms reads %s', (milliseconds, text) => {
    expect(age(milliseconds)).toBe(text);
  });
});
