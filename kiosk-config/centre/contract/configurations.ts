import { z } from 'zod';
import {
  configurationDocument,
  configurationName,
  remoteSettings,
} from '../../provisioning/configuration.ts';
import { count, instant, ordinalInAddress, revision } from './common.ts';
import { rings } from './fleet.ts';
import type { Operations } from './operation.ts';

/** Configurations of terminals and how their versions go out, ring by ring. */

const words = z.object({ zh: z.string(), en: z.string() });

export const rolloutStates = ['rolling', 'stopped', 'done', 'rolled-back'] as const;

const rollout = z.object({
  state: z.enum(rolloutStates),
  /** The ring that it has reached. */
  ring: z.enum(rings),
  startedAt: instant,
  ringSince: instant,
  /** The version that terminals keep or get back. */
  former: z.int().nullable(),
  /** Terminals of the rings reached so far. */
  counts: z.object({ assigned: z.int(), applied: z.int(), failed: z.int() }),
  /** Why it stopped; null while it goes on. */
  stoppedBecause: words.nullable(),
});
export const configurationVersion = z.object({
  name: configurationName,
  version: z.int(),
  document: configurationDocument,
  createdAt: instant,
  createdBy: z.string(),
  revision,
  /** Null: a draft that nobody has got yet. */
  rollout: rollout.nullable(),
});
export type ConfigurationVersion = z.infer<typeof configurationVersion>;

/** `basedOn`: the newest version that was seen, 0 for a first one. */
export const configurationInput = z.strictObject({
  basedOn: count,
  everywhere: remoteSettings,
  sites: configurationDocument.shape.sites,
  terminals: configurationDocument.shape.terminals,
});
export type ConfigurationInput = z.infer<typeof configurationInput>;
export const configurationList = z.object({ configurations: z.array(configurationVersion) });
export const rolloutInput = z.strictObject({ revision });
const named = z.object({ name: configurationName });
const version = named.extend({ version: ordinalInAddress });
const steps = {
  access: 'terminal.configure',
  ...{ params: version, body: rolloutInput, answer: configurationVersion },
  problems: ['NOT_FOUND', 'STALE', 'ROLLOUT_STATE'],
} as const;
const path = '/v1/configurations/{name}/versions';

export const configurationOperations = {
  listConfigurations: {
    method: 'GET',
    path: '/v1/configurations',
    summary: 'The newest version of each configuration, and those that are on their way.',
    access: 'terminal.read',
    answer: configurationList,
  },
  listConfigurationVersions: {
    method: 'GET',
    path,
    summary: 'All versions of a configuration, the newest first.',
    access: 'terminal.read',
    params: named,
    answer: configurationList,
  },
  writeConfiguration: {
    method: 'POST',
    path,
    summary: 'A new version, which nobody gets before it is started.',
    access: 'terminal.configure',
    params: named,
    body: configurationInput,
    answer: configurationVersion,
    problems: ['STALE'],
  },
  startRollout: {
    ...{ method: 'POST', path: `${path}/{version}/start`, ...steps },
    summary: 'Gives it to the first ring; the others follow by themselves.',
  },
  stopRollout: {
    ...{ method: 'POST', path: `${path}/{version}/stop`, ...steps },
    summary: 'Gives it to no more terminals.',
  },
  resumeRollout: {
    ...{ method: 'POST', path: `${path}/{version}/resume`, ...steps },
    summary: 'Goes on with one that was stopped.',
  },
  rollBack: {
    ...{ method: 'POST', path: `${path}/{version}/roll-back`, ...steps },
    summary: 'Gives the former version back to all that have this one.',
  },
} as const satisfies Operations;
