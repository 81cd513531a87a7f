// Durations as kubectl shows them: the two largest units while they matter, then one
// (k8s.io/apimachinery/pkg/util/duration, HumanDuration).

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

interface Range {
  /** Whole units below which the range applies. */
  below: number;
  unit: number;
  name: string;
  /** Shown after the unit, counted within `within` of it. */
  rest?: { unit: number; name: string; within: number };
}

const day = 24 * hour;
const year = 365 * day;

const ranges: readonly Range[] = [
  { below: 2 * minute, unit: second, name: 's' },
  { below: 10 * minute, unit: minute, name: 'm', rest: { unit: second, name: 's', within: 60 } },
  { below: 3 * hour, unit: minute, name: 'm' },
  { below: 8 * hour, unit: hour, name: 'h', rest: { unit: minute, name: 'm', within: 60 } },
  { below: 48 * hour, unit: hour, name: 'h' },
  { below: 8 * day, unit: day, name: 'd', rest: { unit: hour, name: 'h', within: 24 } },
  { below: 2 * year, unit: day, name: 'd' },
  { below: 8 * year, unit: year, name: 'y', rest: { unit: day, name: 'd', within: 365 } },
  { below: Number.POSITIVE_INFINITY, unit: year, name: 'y' },
];

/** `5s`, `3m20s`, `2d3h`; up to two seconds before zero count as zero, clocks being what they are. */
export function age(milliseconds: number): string {
  if (Number.isNaN(milliseconds) || milliseconds <= -2 * second) return '<invalid>';
  const length = Math.max(milliseconds, 0);
  const range = ranges.find(({ below }) => length < below);
  if (!range) return '<invalid>';
  const whole = `${Math.floor(length / range.unit)}${range.name}`;
  const rest = range.rest && Math.floor(length / range.rest.unit) % range.rest.within;
  return range.rest && rest ? `${whole}${rest}${range.rest.name}` : whole;
}
