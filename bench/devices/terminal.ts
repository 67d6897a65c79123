import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright';
import { CitizenAtCore, MATTERS } from '../../test/support/citizen-at-core.ts';
import { startVirtualDisplay } from '../../tools/stack/display.ts';
import { Kiosk } from '../../tools/stack/kiosk.ts';
import { startStack, type Stack } from '../../tools/stack/stack.ts';
import type { Result } from '../result.ts';

const SIZE = { width: 1080, height: 1920 };
const CARDS = 15;
const GOAL_FORM_MS = 150;
const GOAL_IDLE_PERCENT = 2;
/** The reader looks for a card every 300 ms: cards are placed at every part of that. */
const LONGEST_PHASE_MS = 600;
const SETTLE_MS = 5000;
const IDLE_MS = 20_000;
const POLL_MS = 50;
/** Of /proc/PID/stat, on every Linux that Node runs on. */
const MS_PER_TICK = 10;

/**
 * With the whole terminal, every device of the bench and the real screens on a display of our own: how long a citizen
 * waits from the moment a card lies on the reader until the form has been painted, and what core and its devices'
 * processes cost while nobody is there.
 */
export async function measureTerminal(): Promise<Result[]> {
  await using started = new AsyncDisposableStack();
  const folder = mkdtempSync(join(tmpdir(), 'bench-terminal-'));
  started.defer(() => rmSync(folder, { recursive: true, force: true }));
  const display = await startVirtualDisplay(join(folder, 'display'), SIZE);
  started.defer(() => display.stop());
  const stack = await startStack({ folder, devices: 'all', session: { idleMs: 600_000, endMs: 1 } });
  started.defer(() => stack.stop());
  const kiosk = await Kiosk.start(stack, display.display, SIZE);
  started.defer(() => kiosk.stop());
  await kiosk.screen('attract');
  return [...(await formOnScreen(stack, kiosk)), await idleShare(stack)];
}

/**
 * Two rows: from the card on the reader, which waits up to 300 ms for the reader's next look (its maker asks for that
 * pause), and from the moment that the reader has found it. The simulator's line is not paced, so the read itself takes
 * a few milliseconds in both.
 */
async function formOnScreen(stack: Stack, kiosk: Kiosk): Promise<Result[]> {
  const placedMs: number[] = [];
  const foundMs: number[] = [];
  let earlier: Page | null = null;
  for (let i = 0; i < CARDS; i++) {
    // The shell renews its window after each citizen: the one of this citizen has to stand.
    while ((await kiosk.page()) === earlier) await pause(POLL_MS);
    const citizen = await CitizenAtCore.arrive(stack);
    await citizen.choose(MATTERS.insurance);
    const page: Page = await kiosk.screen('card');
    earlier = page;
    const painted = page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          const look = (): void => {
            if (!document.querySelector('[data-screen="question"]')) return;
            watch.disconnect();
            // The second frame begins when the first one with the form in it has been painted.
            requestAnimationFrame(() => requestAnimationFrame(() => resolve(Date.now())));
          };
          const watch = new MutationObserver(look);
          watch.observe(document, { subtree: true, childList: true, attributes: true });
          look();
        }),
    );
    await pause((i / CARDS) * LONGEST_PHASE_MS);
    const found = citizen
      .until(
        'the card being read',
        ({ session }) => session.screen === 'card' && session.reader === 'reading',
      )
      .then(() => Date.now());
    const placedAt = Date.now();
    await stack.bench('id-card-reader', { verb: 'place-card', citizen: 'zhang' });
    placedMs.push((await painted) - placedAt);
    foundMs.push((await painted) - (await found));
    await citizen.goHome(stack);
    citizen.leave();
    await kiosk.screen('attract');
  }
  const row = (name: string, timesMs: readonly number[]): Result => ({
    ...{ name, value: timesMs.toSorted((a, b) => a - b)[Math.floor(CARDS / 2)] ?? NaN },
    ...{ unit: 'ms', goal: GOAL_FORM_MS, better: 'lower' },
  });
  return [row('card-placed-to-form-painted', placedMs), row('card-found-to-form-painted', foundMs)];
}

async function idleShare(stack: Stack): Promise<Result> {
  await pause(SETTLE_MS);
  const before = cpuMs(stack.core.process.pid ?? 0);
  const startedAt = performance.now();
  await pause(IDLE_MS);
  const usedMs = cpuMs(stack.core.process.pid ?? 0) - before;
  const value = (usedMs / (performance.now() - startedAt)) * 100;
  return {
    name: 'idle-with-all-devices',
    ...{ value, unit: 'percent of one core', goal: GOAL_IDLE_PERCENT, better: 'lower' },
  };
}

/** Processor time that a process and its children, which are the devices', have used. */
function cpuMs(parent: number): number {
  let ticks = 0;
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const stat = statOf(pid);
    if (stat && (Number(pid) === parent || Number(stat[1]) === parent)) {
      ticks += Number(stat[11]) + Number(stat[12]);
    }
  }
  return ticks * MS_PER_TICK;
}

/** The fields behind the process' name: 1 is the parent, 11 and 12 are the ticks in user and kernel mode. */
function statOf(pid: string): string[] | null {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? null;
  } catch {
    // It has ended since it was listed.
    return null;
  }
}
