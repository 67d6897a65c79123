import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startStack, type Stack } from '../../tools/stack/stack.ts';
import { seedOf } from '../faults/seed.ts';
import { boundless, grown, handlesOf, memoryOf } from './growth.ts';
import { alarmsOf, everyPromiseKept, filesWithPersons, verifiedByCommand } from './oracle.ts';
import { Soak, type Look, type Stretch } from './soak.ts';
import { ShellBeside } from './shell-beside.ts';

/** `npm run test:soak` for 24 hours' worth of visits. */
const IS_LONG = process.env['TONGBAN_SOAK'] === 'long';
const TIMEOUT_MS = IS_LONG ? 8 * 3_600_000 : 600_000;
const SIZE = { width: 1080, height: 1920 };

/** The idle clock of half a minute is one of two seconds here; citizens who are there touch the screen all the time. */
const SESSION = {
  ...{ idleMs: 2000, countdownMs: 500, careFactor: 2, payFactor: 1, payCheckMs: 200 },
  ...{ outcomeMs: 2000, outcomeOfflineMs: 300, licenceMs: 1000, endMs: 1 },
};

interface Terminal {
  readonly name: string;
  /** One life of core each; in the first part the shell takes part or does not. */
  readonly withShell: boolean;
  readonly stretches: readonly (Stretch & { readonly newLife: boolean })[];
}

const SURROUNDINGS = 'devices, network and platform fail';
const DRIVERS = 'drivers are killed and frozen too';
const POWER = 'the power is cut too';
/** Two terminals at once, because each of them mostly waits. */
const terminals: readonly Terminal[] = IS_LONG
  ? [
      {
        ...{ name: 'core alone', withShell: false },
        stretches: [
          { ...stretch(SURROUNDINGS, 2500, 125), newLife: false },
          { ...stretch(DRIVERS, 500, 250), driversDie: true, newLife: false },
        ],
      },
      {
        ...{ name: 'with the shell', withShell: true },
        stretches: [
          // As many as it takes that the warm-up is the same as the other terminal's.
          { ...stretch(SURROUNDINGS, 2000, 100), newLife: false },
          { ...stretch(POWER, 800, 100), driversDie: true, powerCuts: 0.15, newLife: true },
        ],
      },
    ]
  : [
      {
        ...{ name: 'core alone', withShell: false },
        stretches: [
          { ...stretch(SURROUNDINGS, 24, 12), newLife: false },
          { ...stretch(DRIVERS, 8, 8), driversDie: true, newLife: false },
        ],
      },
      {
        ...{ name: 'core alone, and the power', withShell: false },
        stretches: [{ ...stretch(POWER, 28, 28), driversDie: true, powerCuts: 0.25, newLife: false }],
      },
    ];

/** Of all visits so many hand something in that a citizen is told of: fewer would prove little. */
const TOLD_SHARE = 1 / 5;
/** A short stretch in which chance has drawn fewer goes on by so many visits, until it has twice its length. */
const MORE_VISITS = 4;

function stretch(name: string, visits: number, lookEvery: number): Stretch {
  return { name, visits, lookEvery, driversDie: false, powerCuts: 0 };
}

it.concurrent.each(terminals)(
  'visits with faults, $name: nothing is lost or doubled, and the terminal holds no more at the end',
  { timeout: TIMEOUT_MS },
  async (terminal) => {
    const seed = seedOf(`soak, ${terminal.name}`);
    const folder = mkdtempSync(join(tmpdir(), 'tongban-soak-'));
    let visits = 0;
    try {
      await using ended = new AsyncDisposableStack();
      const stack = await startStack({ folder, devices: 'all', session: SESSION });
      ended.defer(() => stack.stop());
      visits = await soakOf(terminal, stack, seed, ended, (count) => (visits = count));
    } catch (error) {
      console.log(`${terminal.name} failed at visit ${visits}, seed ${seed}; logs and data: ${folder}`);
      throw error;
    }
    rmSync(folder, { recursive: true, force: true });
  },
);

/** @returns the number of visits */
async function soakOf(
  { name, withShell, stretches }: Terminal,
  stack: Stack,
  seed: number,
  ended: AsyncDisposableStack,
  onVisit: (count: number) => void,
): Promise<number> {
  const startedAt = performance.now();
  const seconds = (): number => Math.round((performance.now() - startedAt) / 1000);
  let shell = withShell ? ended.use(await ShellBeside.start(stack, SIZE)) : null;
  const soak = new Soak(stack, seed, async (count) => {
    onVisit(count);
    await shell?.windowShown();
  });
  const all: Look[][] = [];
  let planned = stretches.reduce((sum, { visits }) => sum + visits, 0);
  for (const each of stretches) {
    if (each.newLife) {
      await shell?.[Symbol.asyncDispose]();
      shell = null;
      await stack.core.stop();
      await stack.restartCore();
      soak.newLife();
    }
    const roots = () => [stack.core.process.pid ?? 0, ...(shell ? [shell.pid] : [])];
    const tell = (look: Look): void => console.log(`${name}: ${lineOf(look, soak, seconds())}`);
    const { visits } = each;
    const looks = await soak.go(each, roots, tell);
    const isTooFew = (): boolean => soak.promised.submissions.length <= soak.visits * TOLD_SHARE;
    for (let more = 0; isTooFew() && more < visits; more += MORE_VISITS) {
      const further = { ...each, visits: MORE_VISITS, lookEvery: MORE_VISITS };
      looks.push(...(await soak.go(further, roots, tell)));
      planned += MORE_VISITS;
    }
    all.push(looks);
  }
  await soak.rest();
  const dataFolder = join(stack.terminalFolder, 'data');
  const found = await everyPromiseKept(stack, dataFolder, soak.promised);
  const [whole = [], later = []] = all;
  const isOneLife = !stretches.some(({ newLife, powerCuts }) => newLife || powerCuts > 0);
  const wrong = [
    ...found.wrong,
    ...(await verifiedByCommand(dataFolder)),
    ...filesWithPersons(stack.terminalFolder),
    ...alarmsOf(join(stack.terminalFolder, 'core.log')),
    ...(stretches[0]?.powerCuts === 0 ? grown(whole, isOneLife ? later : []) : []),
    ...boundless(all.flat()),
  ];
  const { submissions, corrections, tickets, unseen } = soak.promised;
  const summary = {
    ...{ name, seed, visits: soak.visits, seconds: seconds(), kinds: soak.kinds, ends: soak.ends },
    faults: soak.faults.counts,
    ...{ submissions: submissions.length, corrections: corrections.length, tickets: tickets.length },
    ...{ atPlatform: found.atPlatform, lost: found.lost, doubled: found.doubled },
    ...{ unseen, unseenAtPlatform: found.unseenThere, memory: memoryOf(whole) },
    ...{ handles: handlesOf(isOneLife ? [...whole, ...later] : whole), looks: all.flat() },
    wrong,
  };
  console.log(JSON.stringify(summary));
  expect(wrong).toEqual([]);
  expect(soak.visits).toBe(planned);
  expect(submissions.length).toBeGreaterThan(soak.visits * TOLD_SHARE);
  return soak.visits;
}

function lineOf(look: Look, soak: Soak, seconds: number): string {
  const mib = (bytes: number): string => (bytes / 2 ** 20).toFixed(1);
  return [
    `${look.visits} visits, ${seconds} s, ${soak.promised.submissions.length} submissions`,
    `memory ${mib(look.memoryBytes)} MiB, without files ${mib(look.withoutFilesBytes)} (core ${mib(look.coreBytes)})`,
    `${look.descriptors} descriptors, ${look.threads} threads, ${look.processes} processes`,
    `store ${mib(look.databaseBytes)} MiB, WAL ${mib(look.walBytes)} MiB`,
  ].join('; ');
}
