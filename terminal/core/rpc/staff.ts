import { join } from 'node:path';
import { FAMILIES, type FamilyName } from '@tongban/peripherals/manager';
import { moduleNames } from '@tongban/sync/modules';
import { z } from 'zod';

/**
 * What staff may ask of a running core, beside the citizen's contract and apart from it: core is the one writer of the
 * store, so whoever wants something done there asks core. Nothing personal goes either way.
 */
export const staffMethods = {
  'sync.status': {
    params: z.strictObject({}),
    answer: z.object({
      network: z.enum(['online', 'offline']),
      suite: z.object({ name: z.string(), hardware: z.boolean() }),
      /** ISO 8601; null as long as the terminal may send. */
      revokedSince: z.string().nullable(),
      intake: z.object({ open: z.boolean(), reason: z.string().optional() }),
      circuit: z.string(),
      cutOffUnits: z.array(z.string()),
      suspendedMatters: z.array(z.string()),
      /** Steps that the platform has still to hear of. */
      unreported: z.int(),
      clockAheadMs: z.number(),
      /** The ten of art. 5; `absent`: this site does not have it. */
      modules: z.record(z.enum(moduleNames), z.enum(['up', 'degraded', 'down', 'absent'])),
      /** Items that wait for a module: tickets, addresses, archive packages, identities. */
      waitingForModules: z.int(),
      /** 缺字: how often one was not found to type, and what no font of this terminal has. */
      missingCharacters: z.object({
        notFound: z.int(),
        lastDay: z.string().nullable(),
        undrawable: z.array(z.string()),
      }),
      /** The newest; counts alone. */
      lastReconciliation: z
        .object({
          ...{ day: z.string(), unitCode: z.string(), at: z.string(), closed: z.boolean() },
          ...{ missing: z.int(), altered: z.int(), extra: z.int(), unmended: z.int() },
        })
        .nullable(),
    }),
  },
  /** For who looks the terminal over. */
  'terminal.state': {
    params: z.strictObject({}),
    answer: z.object({
      devices: z.array(
        z.object({
          family: z.enum(Object.keys(FAMILIES) as FamilyName[]),
          /** A kind of its family's. */
          status: z.string(),
          availability: z.enum(['ready', 'needs-attention', 'offline']),
        }),
      ),
      /** Null while nothing has come from the centre. `tooOld`: what it last confirmed is good for nothing new. */
      matters: z.object({ offered: z.int(), available: z.int(), tooOld: z.boolean() }).nullable(),
      /** Whether their programs work; null where the terminal has none. */
      speech: z.boolean().nullable(),
      handwriting: z.boolean().nullable(),
      practice: z.boolean(),
      /** It crashed again and again, and serves nobody. */
      keepsFailing: z.boolean(),
    }),
  },
  /** Asks alone, or turns it on or off. */
  'practice.set': {
    params: z.strictObject({ on: z.boolean().nullable() }),
    answer: z.object({
      on: z.boolean(),
      /** The visit that is under way: `real` goes on undisturbed, and practice begins with the next one. */
      visit: z.enum(['none', 'practice', 'real']),
    }),
  },
  'queue.retry': {
    params: z.strictObject({ id: z.string().min(1).max(128) }),
    /** `begun` false: it does not wait to be sent. Answered when it is accepted or refused, or some seconds later. */
    answer: z.object({ begun: z.boolean() }),
  },
} as const;

export type StaffMethod = keyof typeof staffMethods;
export type StaffParams<M extends StaffMethod> = z.infer<(typeof staffMethods)[M]['params']>;
export type StaffAnswer<M extends StaffMethod> = z.infer<(typeof staffMethods)[M]['answer']>;

/** In the data folder, which belongs to core's user alone: the shell, if it has a user of its own, cannot reach it. */
export function staffSocketPath(dataFolder: string): string {
  return join(dataFolder, 'staff.sock');
}
