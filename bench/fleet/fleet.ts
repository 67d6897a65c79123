import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startPostgres } from '@tongban/kiosk-config/centre/testing';
import type { Result } from '../result.ts';
import type { FleetState, SimulatedTerminal, Use } from './messages.ts';
import { ask, endProcess, startProcess } from './processes.ts';
import { registerTerminals } from './register.ts';

/** Processes of the centre; a change goes from the one that publishes to the terminals of the other. */
const CENTRES = 2;
const MEASURED_MS = 60_000;
const LOOK_MS = 2000;
/** Garbage often and little at a time: all simulated terminals wait meanwhile, which real ones do not. */
const SHORT_COLLECTIONS = ['--max-semi-space-size=4'];
/** So long until each has its channel and the catalogue. */
const LONGEST_START_MS = 300_000;
const LONGEST_PUBLICATION_MS = 30_000;

interface Run {
  readonly p99Ms: number;
  readonly publishedS: number;
  readonly memoryMiB: number;
  /** Processor time of the centre's processes for one terminal and minute. */
  readonly cpuMsPerTerminal: number;
  /** Requests that failed, also while the terminals are switched on; a terminal asks again, as a real one does. */
  readonly failed: number;
  /** Processor time of the simulated terminals as a part of one core: near 1 they are what is slow. */
  readonly loadCores: number;
}

/**
 * A fleet of simulated terminals (terminals-process.ts says what of them is real) on two processes of the centre and a
 * PostgreSQL that waits for the disk as in production; all on this machine. Measured over a minute, when each terminal has
 * been answered once; then an announcement is published. Memory and processor time are those of the centre's processes.
 * @param count terminals; cost is compared with a fleet of a tenth
 */
export async function measureFleet(count: number): Promise<readonly Result[]> {
  const tenth = Math.round(count / 10);
  const small = await run(tenth);
  const large = await run(count);
  const cost = large.cpuMsPerTerminal / small.cpuMsPerTerminal;
  const lower = (name: string, value: number, unit: string, goal: number): Result => ({
    ...{ name, value, unit, goal, better: 'lower' },
  });
  return [
    lower(`heartbeat-p99-of-${tenth}`, small.p99Ms, 'ms', 200),
    lower(`heartbeat-p99-of-${count}`, large.p99Ms, 'ms', 200),
    lower(`published-at-99-percent-of-${count}`, large.publishedS, 's', 10),
    lower(`memory-of-${CENTRES}-centres`, large.memoryMiB, 'MiB', 1024),
    lower(`cost-per-terminal-${count}-to-${tenth}`, cost, 'ratio', 1.2),
    lower(`failed-requests-of-${count}`, large.failed, 'requests', 0),
    lower(`load-of-the-simulated-terminals`, large.loadCores, 'cores', 1),
  ];
}

async function run(count: number): Promise<Run> {
  const folder = mkdtempSync(join(tmpdir(), 'tongban-fleet-'));
  const postgres = await startPostgres({ durable: true });
  const children: ChildProcess[] = [];
  try {
    const url = postgres.urlOf('postgres');
    const ports: number[] = [];
    for (let each = 0; each < CENTRES; each += 1) {
      const centre = startProcess('centre-process.ts', [url, folder]);
      children.push(centre);
      ports.push(await ask<number>(centre));
    }
    const centres = [...children];
    const root = await ask<string>(centres[0]!, 'found');
    const terminals = await registerTerminals(url, count);
    const fleet = startProcess('terminals-process.ts', [], SHORT_COLLECTIONS);
    children.push(fleet);
    return await measure(centres, fleet, { terminals, ports, root });
  } finally {
    await Promise.all(children.map(endProcess));
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(
  centres: readonly ChildProcess[],
  fleet: ChildProcess,
  start: { terminals: readonly SimulatedTerminal[]; ports: readonly number[]; root: string },
): Promise<Run> {
  const count = start.terminals.length;
  const failures: Record<string, number> = {};
  const look = async (): Promise<FleetState> => {
    const state = await ask<FleetState>(fleet, 'state');
    for (const [what, times] of Object.entries(state.failures))
      failures[what] = (failures[what] ?? 0) + times;
    return state;
  };
  await ask(fleet, start);
  await untilAllVerified(look, count, Date.now(), LONGEST_START_MS);

  const before = await useOf(centres);
  const { cpuMs: loadBefore } = await look();
  await delay(MEASURED_MS);
  const { latenciesMs, channels, beaten, cpuMs: loadAfter } = await look();
  const after = await useOf(centres);
  // One may be just on its way back.
  if (channels < count * 0.999) throw new Error(`${count - channels} push channels are closed`);
  if (beaten < count * 0.999) throw new Error(`${count - beaten} terminals were not answered`);

  const begun = Date.now();
  await ask(centres[0]!, 'announce');
  const times = await untilAllVerified(look, Math.ceil(count * 0.99), begun, LONGEST_PUBLICATION_MS);
  const { rssBytes } = await useOf(centres);
  console.error(`fleet of ${count}: failed requests ${JSON.stringify(failures)}`);
  return {
    failed: Object.values(failures).reduce((sum, times) => sum + times, 0),
    p99Ms: latenciesMs.toSorted((a, b) => a - b)[Math.floor(latenciesMs.length * 0.99)]!,
    publishedS: (times.toSorted((a, b) => a - b)[Math.ceil(count * 0.99) - 1]! - begun) / 1000,
    memoryMiB: Math.max(rssBytes, after.rssBytes) / 2 ** 20,
    cpuMsPerTerminal: (after.cpuMs - before.cpuMs) / count / (MEASURED_MS / 60_000),
    loadCores: (loadAfter - loadBefore) / MEASURED_MS,
  };
}

/** Until `count` terminals have verified a version more. @returns when they had, ms since 1970 */
async function untilAllVerified(
  look: () => Promise<FleetState>,
  count: number,
  begun: number,
  longestMs: number,
): Promise<readonly number[]> {
  const times: number[] = [];
  while (times.length < count) {
    if (Date.now() - begun > longestMs) {
      throw new Error(`after ${longestMs} ms ${times.length} of ${count} have what is published`);
    }
    await delay(LOOK_MS);
    times.push(...(await look()).verifiedAt);
  }
  return times;
}

/** Of all processes of the centre together. */
async function useOf(centres: readonly ChildProcess[]): Promise<Use> {
  const uses = await Promise.all(centres.map((centre) => ask<Use>(centre, 'use')));
  return {
    rssBytes: uses.reduce((sum, { rssBytes }) => sum + rssBytes, 0),
    cpuMs: uses.reduce((sum, { cpuMs }) => sum + cpuMs, 0),
  };
}
