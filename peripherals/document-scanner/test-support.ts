import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDocumentScanner } from './index.ts';
import type {
  DocumentScanner,
  DocumentScannerDelays,
  DocumentScannerOptions,
  DocumentScannerStatusKind,
  ScanLimits,
  ScanRequest,
} from './index.ts';
import { EsclScannerSimulator } from './simulator/index.ts';

/** Short enough for tests, long enough for a busy machine to answer in. */
export const TEST_DELAYS: DocumentScannerDelays = {
  pollMs: 20,
  reconnectMinMs: 10,
  reconnectMaxMs: 40,
  answerTimeoutMs: 10_000,
  startTimeoutMs: 300,
  pageTimeoutMs: 20_000,
  retryMs: 10,
  conditionHoldMs: 60_000,
  stopGraceMs: 1000,
};

export const FEEDER: ScanRequest = { source: 'feeder', resolutionDpi: 75, colour: 'grey' };
export const FLATBED: ScanRequest = { source: 'flatbed', resolutionDpi: 75, colour: 'colour' };

export interface RigOptions {
  readonly delays?: Partial<DocumentScannerDelays>;
  readonly limits?: Partial<ScanLimits>;
}

/** A scanner and what it told since it was opened. */
export class Rig implements AsyncDisposable {
  readonly scanner: DocumentScanner;
  /** Edges only. */
  readonly seen: DocumentScannerStatusKind[] = [];

  constructor(options: DocumentScannerOptions) {
    this.scanner = createDocumentScanner(options);
    this.scanner.onStatus(({ kind }) => this.seen.push(kind));
    this.scanner.open();
  }

  /** Resolves when the status is one of these. */
  reaches(...kinds: readonly DocumentScannerStatusKind[]): Promise<void> {
    return new Promise((resolve) => {
      if (kinds.includes(this.scanner.status.kind)) return resolve();
      const stop = this.scanner.onStatus((status) => {
        if (!kinds.includes(status.kind)) return;
        stop();
        resolve();
      });
    });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.scanner.close();
  }
}

export interface SimulatorRig extends AsyncDisposable {
  readonly simulator: EsclScannerSimulator;
  readonly rig: Rig;
  readonly scanner: DocumentScanner;
}

/** Our own eSCL client on the simulator, found and idle. */
export async function esclRig({ delays, limits }: RigOptions = {}): Promise<SimulatorRig> {
  const simulator = await EsclScannerSimulator.start();
  const rig = new Rig({
    kind: 'escl',
    url: simulator.url,
    delays: { ...TEST_DELAYS, ...delays },
    ...(limits === undefined ? {} : { limits }),
  });
  await rig.reaches('no-paper-in-feeder');
  return {
    simulator,
    rig,
    scanner: rig.scanner,
    [Symbol.asyncDispose]: async () => {
      await rig.scanner.close();
      await simulator.close();
    },
  };
}

/** How a device of SANE's test driver behaves; the words are those of test.conf. */
export interface TestDriverHabits {
  /** The device under test is not there. */
  readonly isUnplugged?: boolean;
  readonly readStatusCode?: string;
  /** Between two reads of 32 KiB or less, in microseconds: 200,000 at most. */
  readonly readDelayUs?: number;
}

/** A private folder of SANE configuration; nothing of the machine's own is read. */
export class SaneFolder implements Disposable {
  readonly path = mkdtempSync(join(tmpdir(), 'sane-test-'));

  constructor() {
    requireProgram();
    mkdirSync(join(this.path, 'dll.d'));
  }

  /** SANE reads it each time that scanimage starts, so a device changes between two calls; answers its SANE name. */
  useTestDriver({ isUnplugged = false, readStatusCode, readDelayUs }: TestDriverHabits = {}): string {
    writeFileSync(join(this.path, 'dll.conf'), 'test\n');
    const lines = [
      // It cannot play none at all.
      `number_of_devices ${isUnplugged ? 1 : 2}`,
      'resolution_min 1.0',
      'resolution_max 1200.0',
      'resolution_quant 1.0',
      'geometry_min 0.0',
      'geometry_max 200.0',
      'geometry_quant 1.0',
      'test-picture "Color pattern"',
      ...(readStatusCode === undefined ? [] : [`read-status-code "${readStatusCode}"`]),
      ...(readDelayUs === undefined ? [] : ['read-delay true', `read-delay-duration ${readDelayUs}`]),
    ];
    writeFileSync(join(this.path, 'test.conf'), `${lines.join('\n')}\n`);
    return 'test:1';
  }

  /** Debian's sane-airscan, which knows this one device and looks for no other; answers its SANE name. */
  useAirscan(url: string): string {
    writeFileSync(join(this.path, 'dll.conf'), 'airscan\n');
    writeFileSync(
      join(this.path, 'airscan.conf'),
      `[devices]\n"TEST" = ${url}\n[options]\ndiscovery = disable\n`,
    );
    return 'airscan:e0:TEST';
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

function requireProgram(): void {
  try {
    execFileSync('scanimage', ['--version'], { stdio: 'ignore' });
  } catch (cause) {
    throw new Error('scanimage does not run: install the Debian package sane-utils.', { cause });
  }
}
