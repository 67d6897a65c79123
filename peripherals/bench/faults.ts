import { z } from 'zod';
import type { FaultsOnBench, TwoLanguages } from './words.ts';

/** What every simulator has to make things go wrong. */
export interface FaultSwitch<K extends string> {
  failNext(kind: K): void;
  failRepeatedly(kind: K): void;
  clear(): void;
}

/** The calls that arm the faults of a device, by the kinds that it has. */
export function faultCall<K extends string>(kinds: readonly K[]) {
  return z.strictObject({ verb: z.enum(['fail-next', 'fail-repeatedly']), kind: z.enum(kinds) });
}

export function arm<K extends string>(
  faults: FaultSwitch<K>,
  { verb, kind }: { readonly verb: 'fail-next' | 'fail-repeatedly'; readonly kind: K },
): void {
  if (verb === 'fail-next') faults.failNext(kind);
  else faults.failRepeatedly(kind);
}

/** The kinds with their names, and those that wait to happen. */
export function faultsOnBench<K extends string>(
  names: Readonly<Record<K, TwoLanguages>>,
  pending: readonly K[],
): FaultsOnBench {
  const kinds = kindsOf(names);
  return {
    kinds: kinds.map((kind) => ({ kind, name: names[kind] })),
    armed: kinds.filter((kind) => pending.includes(kind)),
  };
}

/** The keys of a record that names every kind. */
export function kindsOf<K extends string>(names: Readonly<Record<K, unknown>>): K[] {
  return Object.keys(names) as K[];
}
