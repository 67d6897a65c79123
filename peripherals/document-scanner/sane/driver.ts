/** A scanner with a SANE driver, through `scanimage` (Debian: sane-utils). */
import { readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { DocumentScannerDelays } from '../delays.ts';
import { CANCELLED, FINISHED, failed } from '../driver.ts';
import type { Look, ScanEnd, ScanJob, ScannerDriver, TakePicture } from '../driver.ts';
import type { ScanLimits } from '../limits.ts';
import { inspectPicture } from '../protocol/picture.ts';
import { parseSaneOptions } from '../protocol/sane-options.ts';
import type { SaneOptions } from '../protocol/sane-options.ts';
import { conditionOfOpenFailure, endOfScan } from '../protocol/sane-status.ts';
import type { ScanFailure, ScanSource, SourceCapabilities } from '../scan.ts';
import { makePageFolder, removeAbandonedPageFolders } from './page-folder.ts';
import { runScanimage } from './scanimage.ts';
import type { ScanimageEnd, ScanimageRun } from './scanimage.ts';

/** For a driver that does not say how large its glass is. */
const A4_MM = { width: 210, height: 297 };
const SIZE_CHECK_INTERVAL_MS = 500;
/** The second byte of the mark that ends a JPEG. */
const JPEG_END_BYTE = 0xd9;

interface OutputEvent {
  readonly chunk: Uint8Array;
  /** Ends the scan for this reason. */
  readonly stop: (reason: ScanFailure) => void;
  readonly pageDone: () => void;
  readonly workIsDone: () => void;
}

export class SaneDriver implements ScannerDriver {
  readonly #device: string;
  readonly #configFolder: string | undefined;
  readonly #limits: ScanLimits;
  readonly #delays: DocumentScannerDelays;
  /** Options by source: resolutions and sizes of feeder and glass differ. Known as long as the device answers. */
  readonly #described = new Map<ScanSource, SaneOptions>();

  /** `device`: SANE's name of it (`scanimage --list-devices`). */
  constructor(
    device: string,
    configFolder: string | undefined,
    limits: ScanLimits,
    delays: DocumentScannerDelays,
  ) {
    this.#device = device;
    this.#configFolder = configFolder;
    this.#limits = limits;
    this.#delays = delays;
    removeAbandonedPageFolders();
  }

  async look(signal: AbortSignal): Promise<Look> {
    const options = await this.#readOptions([], signal);
    if ('kind' in options) {
      this.#described.clear();
      return options;
    }
    if (this.#described.size === 0) {
      const problem = await this.#describe(options, signal);
      if (problem !== null) return problem;
    }
    const sources = [...this.#described].flatMap(([source, own]) => toCapabilities(source, own) ?? []);
    if (sources.length === 0) return { kind: 'refused', condition: 'fault' };
    const reportsConditions = options.pageLoaded !== null || options.coverOpen !== null;
    return {
      kind: 'answered',
      condition: options.coverOpen
        ? 'cover-open'
        : options.pageLoaded === false
          ? 'no-paper-in-feeder'
          : 'ready',
      // SANE tells a model only in the list of all devices, for which every driver searches every bus and network.
      capabilities: { model: null, sources, reportsConditions },
    };
  }

  async scan(job: ScanJob, take: TakePicture, signal: AbortSignal): Promise<ScanEnd> {
    const options = this.#described.get(job.source);
    if (options === undefined) return failed('unsupported');
    const args = [...settingsOf(job, options), '--format=jpeg'];
    const end =
      job.source === 'feeder'
        ? await this.#scanFeeder(args, take, signal)
        : await this.#scanFlatbed(args, take, signal);
    if (end.kind !== 'failed' || end.reason !== 'fault') return end;
    // SANE has one word for "the cable is out" and "the electronics are broken".
    const look = await this.look(signal);
    return look.kind === 'refused' && look.condition === 'disconnected' ? failed('disconnected') : end;
  }

  async #scanFlatbed(args: readonly string[], take: TakePicture, signal: AbortSignal): Promise<ScanEnd> {
    const chunks: Uint8Array[] = [];
    let length = 0;
    const end = await this.#run(args, signal, ({ stop, chunk, workIsDone }) => {
      length += chunk.length;
      if (length > this.#limits.maxBytesPerPage) return stop('page-too-large');
      chunks.push(chunk);
      const mayBeWhole = chunk.at(-1) === JPEG_END_BYTE;
      if (mayBeWhole && inspectPicture(Buffer.concat(chunks), Infinity).kind === 'picture') workIsDone();
    });
    if (end.kind !== 'finished') return end;
    const problem = take(Buffer.concat(chunks));
    return problem === null ? end : failed(problem);
  }

  async #scanFeeder(args: readonly string[], take: TakePicture, signal: AbortSignal): Promise<ScanEnd> {
    using folder = makePageFolder();
    let pages = 0;
    let line = '';
    // One sheet more than may be taken, to tell a feeder that is empty now from one that is not.
    const batch = [
      `--batch=${join(folder.path, '%d.jpg')}`,
      '--batch-print',
      `--batch-count=${this.#limits.maxPages + 1}`,
    ];
    const nextPath = (): string => join(folder.path, `${pages + 1}.jpg`);
    const end = await this.#run(
      [...args, ...batch],
      signal,
      ({ stop, chunk, pageDone }) => {
        const lines = (line + Buffer.from(chunk).toString('latin1')).split('\n');
        line = lines.pop() ?? '';
        for (const path of lines) {
          // Another line is a driver's chatter.
          if (path !== nextPath()) continue;
          const problem =
            this.#sizeOf(path) > this.#limits.maxBytesPerPage ? 'page-too-large' : take(readFileSync(path));
          rmSync(path);
          pages++;
          if (problem !== null) return stop(problem);
          pageDone();
        }
      },
      (stop) => {
        if (this.#sizeOf(`${nextPath()}.part`) > this.#limits.maxBytesPerPage) stop('page-too-large');
      },
    );
    // With a count, scanimage calls an empty feeder an error; without one, even an empty feeder is none.
    const isEmpty = end.kind === 'finished' || (end.kind === 'failed' && end.reason === 'no-paper-in-feeder');
    if (!isEmpty) return end;
    return pages === 0 ? failed('no-paper-in-feeder') : FINISHED;
  }

  /** Runs a scan with its time-outs; `onOutput` may stop it for a reason, which is then how it ended. */
  async #run(
    args: readonly string[],
    signal: AbortSignal,
    onOutput: (event: OutputEvent) => void,
    onTick: (stop: (reason: ScanFailure) => void) => void = () => undefined,
  ): Promise<ScanEnd> {
    const stopper = new AbortController();
    let reason: ScanFailure | null = null;
    const stop = (why: ScanFailure): void => {
      reason ??= why;
      stopper.abort();
    };
    const pageTimer = setTimeout(() => stop('timeout'), this.#delays.pageTimeoutMs);
    const tick = setInterval(() => onTick(stop), SIZE_CHECK_INTERVAL_MS);
    const ended = await this.#scanimage(
      args,
      AbortSignal.any([signal, stopper.signal]),
      (chunk, workIsDone) => {
        if (reason === null) onOutput({ chunk, stop, workIsDone, pageDone: () => pageTimer.refresh() });
      },
    );
    clearTimeout(pageTimer);
    clearInterval(tick);
    if (reason !== null) return failed(reason);
    if (signal.aborted) return CANCELLED;
    if (ended.kind !== 'exited') return failed('fault');
    return toEnd(ended);
  }

  async #describe(options: SaneOptions, signal: AbortSignal): Promise<Look | null> {
    const names = Object.entries(options.sourceNames);
    // One source without a name: a device with a paper sensor draws sheets in, another has a glass.
    if (names.length === 0) this.#described.set(options.pageLoaded === null ? 'flatbed' : 'feeder', options);
    for (const [source, name] of names) {
      const own = await this.#readOptions([`--source=${name}`], signal);
      if ('kind' in own) return own;
      this.#described.set(source === 'feeder' ? 'feeder' : 'flatbed', own);
    }
    return null;
  }

  async #readOptions(
    settings: readonly string[],
    signal: AbortSignal,
  ): Promise<SaneOptions | Extract<Look, { kind: 'refused' }>> {
    let output = '';
    const timeout = AbortSignal.timeout(this.#delays.answerTimeoutMs);
    const ended = await this.#scanimage(
      [...settings, '--format=jpeg', '--all-options'],
      AbortSignal.any([signal, timeout]),
      (chunk) => (output += Buffer.from(chunk).toString('utf8')),
    );
    if (timeout.aborted) return { kind: 'refused', condition: 'disconnected' };
    if (ended.kind !== 'exited') return { kind: 'refused', condition: 'fault' };
    if (ended.code === 0) return parseSaneOptions(output);
    return { kind: 'refused', condition: conditionOfOpenFailure(ended.errorOutput) ?? 'fault' };
  }

  #scanimage(
    args: readonly string[],
    signal: AbortSignal,
    onOutput: ScanimageRun['onOutput'],
  ): Promise<ScanimageEnd> {
    return runScanimage({
      args: [`--device-name=${this.#device}`, ...args],
      configFolder: this.#configFolder,
      signal,
      stopGraceMs: this.#delays.stopGraceMs,
      onOutput,
    });
  }

  #sizeOf(path: string): number {
    return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  }
}

function toEnd(ended: Extract<ScanimageEnd, { kind: 'exited' }>): ScanEnd {
  const { code, errorOutput } = ended;
  const condition = code === 0 ? null : conditionOfOpenFailure(errorOutput);
  return condition === null ? endOfScan(code, errorOutput) : failed(condition);
}

function toCapabilities(source: ScanSource, options: SaneOptions): SourceCapabilities | null {
  const { resolutions, modeNames, maxWidthMm, maxHeightMm } = options;
  if (resolutions === null) return null;
  const colours = (['colour', 'grey'] as const).filter((colour) => modeNames[colour] !== undefined);
  return {
    source,
    resolutions,
    // A device without modes has one, and whatever is asked comes in it.
    colours: colours.length > 0 ? colours : ['colour', 'grey'],
    maxWidthMm: maxWidthMm ?? A4_MM.width,
    maxHeightMm: maxHeightMm ?? A4_MM.height,
  };
}

/** The source first: it resets the others on many devices. */
function settingsOf(job: ScanJob, options: SaneOptions): readonly string[] {
  const sourceName = options.sourceNames[job.source];
  const modeName = options.modeNames[job.colour];
  return [
    ...(sourceName === undefined ? [] : [`--source=${sourceName}`]),
    ...(modeName === undefined ? [] : [`--mode=${modeName}`]),
    `--resolution=${job.resolutionDpi}`,
    ...(options.maxWidthMm === null ? [] : ['-l', '0', '-x', millimetres(job.widthMm)]),
    ...(options.maxHeightMm === null ? [] : ['-t', '0', '-y', millimetres(job.heightMm)]),
  ];
}

function millimetres(length: number): string {
  return String(Math.floor(length * 100) / 100);
}
