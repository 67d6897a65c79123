import { expect, it } from 'vitest';
import { NumbersByHash } from './numbers-by-hash.ts';

it('finds every number by its hash while it grows, also where hashes are the same or lie side by side', () => {
  const numbers = new NumbersByHash();
  // Every hash twice, in runs that meet at the end of the table; the last ones begin again at its beginning.
  const hashOf = (n: number): number => (0xffff_f000 + Math.floor(n / 2) * 7) >>> 0;
  for (let n = 1; n <= 5000; n++) {
    expect(numbers.get(hashOf(n) ^ 0x4000_0000)).toEqual([]);
    numbers.add(hashOf(n), n);
  }
  for (let n = 2; n < 5000; n += 2) expect(numbers.get(hashOf(n)).sort((a, b) => a - b)).toEqual([n, n + 1]);
});
