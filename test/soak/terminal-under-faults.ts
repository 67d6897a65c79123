import { readFileSync } from 'node:fs';
import { childrenOf } from '../support/memory.ts';
import type { Stack } from '../../tools/stack/stack.ts';
import { between, type Random } from '../faults/seed.ts';
import { pick } from './plan.ts';

/** What may befall a terminal besides the end of core. */
export const faultNames = [
  'printer-paper-out',
  'printer-cover-open',
  'printer-cutter-jam',
  'printer-unplugged',
  'printer-line',
  'reader-unplugged',
  'reader-line',
  'scanner-jam',
  'scanner-unplugged',
  'scanner-line',
  'camera-unplugged',
  'code-scanner-unplugged',
  'document-printer-paper-out',
  'document-printer-jam',
  'document-printer-line',
  'network-cut',
  'network-hangs',
  'network-reset',
  'platform-fails',
  'platform-restarted',
] as const;
/** These end a process of the terminal's own. */
export const driverFaultNames = ['driver-killed', 'driver-frozen'] as const;
export type FaultName = (typeof faultNames)[number] | (typeof driverFaultNames)[number];

/** What happens in visits besides: `card-put-again` is a card that was read by a driver that is no more. */
type Befallen = 'core-killed' | 'card-taken' | 'card-put-again';

/** Kinds of the bench's simulators and of the sandbox. */
const PRINTER_LINE = ['silence', 'garbage', 'slow', 'split', 'no-notices', 'reset'] as const;
const READER_LINE = [
  ...['silence', 'late-answer', 'garbage-before-preamble', 'split-writes', 'wrong-checksum'],
  ...['short-frame', 'oversized-length', 'read-fail', 'card-auth-fail', 'select-fail', 'find-fail'],
] as const;
const SCANNER_LINE = [
  'busy',
  'gone',
  'garbage-page',
  'truncated-page',
  'cut-mid-page',
  'garbage-xml',
] as const;
const DOCUMENT_PRINTER_LINE = ['http-500', 'reset', 'reset-after', 'garbage'] as const;
const PLATFORM_FAULTS = [
  ...['error-500', 'error-503', 'hang', 'reset', 'latency', 'duplicate', 'reordered', 'slow-body'],
  ...['drop-reply-after-commit', 'hang-after-commit', 'truncated', 'wrong-signature'],
] as const;
const PLATFORM_OPERATIONS = [
  ...[
    'any',
    'getApplyNo',
    'saveApplyInfo',
    'uploadApplyStuff',
    'putChunk',
    'completeUpload',
    'submitApplyInfo',
  ],
] as const;
/** A fault is over after so many steps of citizens, at the latest. */
const LONGEST_STEPS = 25;
const DEVICE_HOST = 'device-host.ts';

interface Active {
  readonly name: FaultName;
  stepsLeft: number;
  readonly mend: () => Promise<void>;
}

/** Breaks the terminal's surroundings and mends them, as somebody in the hall and at the platform would. */
export class Faults {
  readonly #stack: Stack;
  readonly #active: Active[] = [];
  /** How often each has happened. */
  readonly counts: Partial<Record<FaultName | Befallen, number>> = {};

  constructor(stack: Stack) {
    this.#stack = stack;
  }

  get names(): readonly FaultName[] {
    return this.#active.map(({ name }) => name);
  }

  count(name: FaultName | Befallen): void {
    this.counts[name] = (this.counts[name] ?? 0) + 1;
  }

  /** Strikes, unless it is there already. */
  async strike(name: FaultName, draw: Random): Promise<void> {
    if (this.names.includes(name)) return;
    this.count(name);
    const mend = await this.#begin(name, draw);
    if (mend) this.#active.push({ name, stepsLeft: between(draw, 1, LONGEST_STEPS), mend });
  }

  /** A citizen has done something: the time of some faults is over. */
  async step(): Promise<void> {
    for (const each of [...this.#active]) {
      each.stepsLeft -= 1;
      if (each.stepsLeft <= 0) await this.#mend(each);
    }
  }

  /** Somebody waits in vain: staff come, and put one thing right. @returns whether there was any */
  async help(): Promise<boolean> {
    const [oldest] = this.#active;
    if (oldest) await this.#mend(oldest);
    return oldest !== undefined;
  }

  async mendAll(): Promise<void> {
    while (await this.help());
  }

  async #mend(fault: Active): Promise<void> {
    this.#active.splice(this.#active.indexOf(fault), 1);
    await fault.mend();
  }

  /** @returns what puts it right; null for what the terminal has to get over by itself */
  async #begin(name: FaultName, draw: Random): Promise<(() => Promise<void>) | null> {
    const { bench, order } = this.#stack;
    const moved = async (device: string, fail: string, mend: string) => {
      await bench(device, { verb: fail });
      return () => bench(device, { verb: mend });
    };
    const line = async (device: string, kindsOfLine: readonly string[]) => {
      await bench(device, { verb: 'fail-next', kind: pick(kindsOfLine, draw) });
      return () => bench(device, { verb: 'clear-faults' });
    };
    switch (name) {
      case 'printer-paper-out':
        return moved('receipt-printer', 'run-out-of-paper', 'load-paper');
      case 'printer-cover-open':
        return moved('receipt-printer', 'open-cover', 'close-cover');
      case 'printer-cutter-jam':
        return moved('receipt-printer', 'jam-cutter', 'free-cutter');
      case 'printer-unplugged':
        return moved('receipt-printer', 'unplug', 'plug-in');
      case 'printer-line':
        return line('receipt-printer', PRINTER_LINE);
      case 'reader-unplugged':
        return moved('id-card-reader', 'unplug', 'plug-in');
      case 'reader-line':
        return line('id-card-reader', READER_LINE);
      case 'scanner-jam':
        return moved('document-scanner', 'jam', 'clear-jam');
      case 'scanner-unplugged':
        return moved('document-scanner', 'unplug', 'plug-in');
      case 'scanner-line': {
        const clear = await line('document-scanner', SCANNER_LINE);
        return async () => {
          await clear();
          // One of them pulls the cable out in the middle of a page.
          await bench('document-scanner', { verb: 'plug-in' });
        };
      }
      case 'camera-unplugged':
        return moved('camera', 'unplug', 'plug-in');
      case 'code-scanner-unplugged':
        return moved('code-scanner', 'unplug', 'plug-in');
      case 'document-printer-paper-out':
        return moved('document-printer', 'run-out-of-paper', 'load-paper');
      case 'document-printer-jam':
        return moved('document-printer', 'jam', 'clear-jam');
      case 'document-printer-line':
        return line('document-printer', DOCUMENT_PRINTER_LINE);
      case 'network-cut':
        return moved('network', 'off', 'on');
      case 'network-hangs':
        return moved('network', 'hang', 'on');
      case 'network-reset':
        await bench('network', { verb: 'reset-next' });
        return null;
      case 'platform-fails': {
        if (this.names.includes('platform-restarted')) return null;
        const verb = draw() < 0.5 ? 'fail-next' : 'fail-repeatedly';
        await order({ verb, operation: pick(PLATFORM_OPERATIONS, draw), kind: pick(PLATFORM_FAULTS, draw) });
        return async () => {
          // A platform that was started anew meanwhile has forgotten its faults.
          if (!this.names.includes('platform-restarted')) await order({ verb: 'clear-faults' });
        };
      }
      case 'platform-restarted':
        await this.#stack.stopPlatform(draw() < 0.5 ? 'SIGKILL' : 'SIGTERM');
        return () => this.#stack.startPlatform();
      case 'driver-killed':
      case 'driver-frozen': {
        const drivers = driversOf(this.#stack);
        const pid = drivers.length > 0 ? pick(drivers, draw) : null;
        if (pid !== null) process.kill(pid, name === 'driver-killed' ? 'SIGKILL' : 'SIGSTOP');
        return null;
      }
    }
  }
}

/** The processes of core's devices. */
export function driversOf(stack: Stack): number[] {
  return childrenOf(stack.core.process.pid ?? 0).filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(DEVICE_HOST);
    } catch {
      // It has ended since it was listed.
      return false;
    }
  });
}
