import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMemoryPair, createSerialTransport } from '../../transport/index.ts';
import { createCodeScanner } from '../index.ts';
import type {
  CodeScanner,
  CodeScannerDelays,
  CodeScannerStatus,
  HidScannerModel,
  ScannedCode,
  SerialScannerModel,
} from '../index.ts';
import { CodeScannerSimulator, HidCodeScannerSimulator, hostOnPty } from './index.ts';
import type { HidSimulatorOptions, SerialSimulatorOptions } from './index.ts';

/** Synthetic codes of every kind that is ours. */
export const CITIZEN_TOKEN = 'TESTsuishenma_0123456789abcdefghij-ABCDEFGHIJ';
export const LONG_TOKEN = `a1${'bcdefghijklmnopqrstuvwxyz0123456789_-'.repeat(6)}`;
export const TEMPORARY_NUMBER = 'T199T012602130007G';
export const ACCEPTANCE_NUMBER = 'SQ20261122000137';
export const ENROLMENT_CODE = 'TBE1-0A1B2-C3D4E-5F6G7-H8J9K-MNPQR';

/** Short enough for tests, long enough for a busy machine to answer in. */
export const TEST_DELAYS: CodeScannerDelays = {
  interByteTimeoutMs: 25,
  answerTimeoutMs: 300,
  settingsCheckMs: 60_000,
  triggerRenewMs: 60_000,
  reconnectMinMs: 4,
  reconnectMaxMs: 16,
};

export const TEST_IDENTITY = { vendorId: 0x0c2e, productId: 0x0b61, serialNumber: 'TEST-0001' };

/** What a whole life of a scanner told, in order. */
export class Observed {
  readonly statuses: CodeScannerStatus['kind'][] = [];
  readonly codes: ScannedCode[] = [];
  readonly scanner: CodeScanner;
  readonly #checks = new Set<() => void>();

  constructor(scanner: CodeScanner) {
    this.scanner = scanner;
    scanner.onStatus((status) => {
      this.statuses.push(status.kind);
      this.check();
    });
    scanner.onCode((code) => {
      this.codes.push(code);
      this.check();
    });
  }

  check(): void {
    for (const check of [...this.#checks]) check();
  }

  /** Resolves when the condition holds, asked at once and after each event. */
  until(condition: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const check = (): void => {
        if (!condition()) return;
        this.#checks.delete(check);
        resolve();
      };
      this.#checks.add(check);
      check();
    });
  }

  status(kind: CodeScannerStatus['kind']): Promise<void> {
    return this.until(() => this.scanner.status.kind === kind);
  }

  /** The code that comes after `action`. */
  async codeAfter(action: () => unknown): Promise<ScannedCode> {
    const before = this.codes.length;
    action();
    await this.until(() => this.codes.length > before);
    return this.codes[before]!;
  }
}

interface Setup<S> extends AsyncDisposable {
  readonly simulator: S;
  readonly scanner: CodeScanner;
  readonly observed: Observed;
}

export interface SerialSetup extends Setup<CodeScannerSimulator> {
  /** Starts scanning and resolves when the simulator's light is on. */
  startLooking(): Promise<void>;
}

function onSerial(
  simulator: CodeScannerSimulator,
  scanner: CodeScanner,
  dispose: () => Promise<void>,
): SerialSetup {
  const observed = new Observed(scanner);
  simulator.onChange(() => observed.check());
  scanner.open();
  return {
    simulator,
    scanner,
    observed,
    async startLooking() {
      scanner.startScanning();
      await observed.until(() => simulator.state.isLooking && scanner.status.kind !== 'ready');
    },
    [Symbol.asyncDispose]: dispose,
  };
}

/** A scanner and its simulator, joined by memory; opened. */
export function scannerOnMemory(
  model: SerialScannerModel,
  options: SerialSimulatorOptions,
  delays: Partial<CodeScannerDelays> = {},
): SerialSetup {
  const simulator = new CodeScannerSimulator(options);
  const scanner = createCodeScanner({
    connection: 'serial',
    model,
    openTransport: () => {
      const { transport, device } = createMemoryPair();
      simulator.attach(device);
      return transport;
    },
    delays: { ...TEST_DELAYS, ...delays },
  });
  return onSerial(simulator, scanner, () => scanner.close());
}

/** The same on a real pty. */
export async function scannerOnPty(
  model: SerialScannerModel,
  options: SerialSimulatorOptions,
  delays: Partial<CodeScannerDelays> = {},
): Promise<SerialSetup> {
  const simulator = new CodeScannerSimulator(options);
  const folder = await mkdtemp(join(tmpdir(), 'code-scanner-'));
  const path = join(folder, 'tty');
  const host = await hostOnPty(simulator, { link: path });
  const scanner = createCodeScanner({
    connection: 'serial',
    model,
    openTransport: () => createSerialTransport({ path }),
    delays: { ...TEST_DELAYS, ...delays },
  });
  return onSerial(simulator, scanner, async () => {
    await scanner.close();
    await host.close();
    await rm(folder, { recursive: true });
  });
}

/** A USB scanner in memory; opened. */
export function scannerOnHid(
  model: HidScannerModel,
  options: Partial<HidSimulatorOptions> = {},
  delays: Partial<CodeScannerDelays> = {},
): Setup<HidCodeScannerSimulator> {
  const simulator = new HidCodeScannerSimulator({
    personality: 'generic',
    layout: model.layout,
    identity: TEST_IDENTITY,
    ...options,
  });
  const scanner = createCodeScanner({
    connection: 'hid',
    model,
    identity: TEST_IDENTITY,
    port: simulator.port,
    delays: { ...TEST_DELAYS, ...delays },
  });
  const observed = new Observed(scanner);
  scanner.open();
  return { simulator, scanner, observed, [Symbol.asyncDispose]: () => scanner.close() };
}
