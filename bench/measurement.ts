// One figure of a benchmark, beside what the bare means of the machine reach.

type Unit = 's' | 'ms' | 'µs' | '1/s' | 'MB';

export interface Measurement {
  metric: string;
  unit: Unit;
  value: number;
  /** What was asked of Gantry; printed, never asserted. */
  target?: { atMost: number } | { atLeast: number };
  /** The same done by something that does nothing else, in the same run. */
  peer?: { name: string; value: number };
}
