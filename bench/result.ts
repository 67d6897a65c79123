/** One number of a benchmark, with what it is compared to. */
export interface Result {
  readonly name: string;
  /** Null when it could not be measured; `reason` says why. */
  readonly value: number | null;
  readonly unit: string;
  readonly goal: number;
  readonly better: 'lower' | 'higher';
  readonly reason?: string;
}

export function ratio(name: string, value: number, goal: number, better: Result['better']): Result {
  return { name, value, unit: 'ratio', goal, better };
}

/** For reading beside the ratios; no goal of its own. */
export function rate(name: string, value: number): Result {
  return { name, value, unit: 'per second', goal: 0, better: 'higher' };
}

export function median(values: readonly number[]): number {
  const value = values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
  if (value === undefined) throw new Error('nothing was measured');
  return value;
}
