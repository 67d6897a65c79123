import type { Device } from '../device.ts';
import { nodeHidPort, type HidPort } from '../transport/hid-port.ts';
import type { ByteTransport } from '../transport/index.ts';
import { DEFAULT_DELAYS } from './delays.ts';
import type { CodeScannerDelays } from './delays.ts';
import type { ChannelListener, ScannerChannel } from './drivers/channel.ts';
import { CodeScannerDriver } from './drivers/driver.ts';
import { createHidChannel, type HidIdentity } from './drivers/hid-channel.ts';
import { createSerialChannel } from './drivers/serial-channel.ts';
import { parseCode } from './grammar.ts';
import type { ScannedCode } from './grammar.ts';
import type { HidScannerModel, SerialScannerModel } from './models.ts';
import type { ScannerEvent } from './protocol/events.ts';
import { decodeText } from './protocol/text.ts';
import type { CodeScannerStatus } from './status.ts';

interface CommonOptions {
  readonly delays?: Partial<CodeScannerDelays>;
}

export interface SerialCodeScannerOptions extends CommonOptions {
  readonly connection: 'serial';
  readonly model: SerialScannerModel;
  /** Makes a new, unopened line to the scanner; called for every try to connect. */
  readonly openTransport: () => ByteTransport;
}

export interface HidCodeScannerOptions extends CommonOptions {
  readonly connection: 'hid';
  readonly model: HidScannerModel;
  readonly identity: HidIdentity;
  /** This machine's USB when left out. */
  readonly port?: HidPort;
}

export type CodeScannerOptions = SerialCodeScannerOptions | HidCodeScannerOptions;

export interface CodeScanner extends Device<CodeScannerStatus> {
  /** Calls back for each code that was scanned while scanning was on, valid or not. */
  onCode(listener: (code: ScannedCode) => void): () => void;
  /** Looks for codes until `stopScanning`; in the steps that need one, and in no other. */
  startScanning(): void;
  /** From here on no code is delivered, not even one of which a part has arrived. */
  stopScanning(): void;
  /** How many codes came while none was wanted; they were thrown away unread. */
  readonly droppedCodes: number;
}

/** Makes the scanner of QR codes and bar codes; `disconnected` until `open` has found it. */
export function createCodeScanner(options: CodeScannerOptions): CodeScanner {
  return new LinkedCodeScanner(options);
}

const READY: CodeScannerStatus = { kind: 'ready', availability: 'ready' };
const SCANNING: CodeScannerStatus = { kind: 'scanning', availability: 'ready' };
const SETTINGS_REFUSED: CodeScannerStatus = { kind: 'settings-refused', availability: 'needs-attention' };
const DISCONNECTED: CodeScannerStatus = { kind: 'disconnected', availability: 'offline' };

class LinkedCodeScanner implements CodeScanner {
  readonly #options: CodeScannerOptions;
  readonly #delays: CodeScannerDelays;
  readonly #codeListeners = new Set<(code: ScannedCode) => void>();
  readonly #statusListeners = new Set<(status: CodeScannerStatus) => void>();
  #status: CodeScannerStatus = DISCONNECTED;
  #droppedCodes = 0;
  #wanted = false;
  /** Grows with each startScanning. */
  #turn = 0;
  /** The turn whose codes are delivered: the trigger was given for it. */
  #armedTurn = 0;
  #lastCode: ScannedCode['kind'] | null = null;
  #areSettingsRefused = false;
  #isOpen = false;
  #lineIsUp = false;
  #channel: ScannerChannel | null = null;
  #loop: Promise<void> = Promise.resolve();
  #wake: () => void = () => undefined;

  constructor(options: CodeScannerOptions) {
    this.#options = options;
    this.#delays = { ...DEFAULT_DELAYS, ...options.delays };
  }

  get status(): CodeScannerStatus {
    return this.#status;
  }

  get droppedCodes(): number {
    return this.#droppedCodes;
  }

  open(): void {
    if (this.#isOpen) return;
    this.#isOpen = true;
    this.#loop = this.#loop.then(() => this.#run());
  }

  async close(): Promise<void> {
    this.#isOpen = false;
    this.#wake();
    await this.#channel?.close();
    await this.#loop;
  }

  onStatus(listener: (status: CodeScannerStatus) => void): () => void {
    this.#statusListeners.add(listener);
    return () => this.#statusListeners.delete(listener);
  }

  onCode(listener: (code: ScannedCode) => void): () => void {
    this.#codeListeners.add(listener);
    return () => this.#codeListeners.delete(listener);
  }

  startScanning(): void {
    if (this.#wanted) return;
    this.#wanted = true;
    this.#turn++;
    this.#wake();
  }

  stopScanning(): void {
    this.#wanted = false;
    this.#wake();
  }

  /** Connects, serves, and connects again, until closed. */
  async #run(): Promise<void> {
    let backOffMs = this.#delays.reconnectMinMs;
    while (this.#isOpen) {
      let driver: CodeScannerDriver | null = null;
      const channel = this.#makeChannel({
        onEvent: (event) => {
          if (event.kind === 'reply') driver?.takeReply(event.reply);
          else this.#take(event);
        },
        onEnd: () => {
          this.#lineIsUp = false;
          driver?.end();
          this.#wake();
        },
      });
      this.#channel = channel;
      this.#lineIsUp = true;
      driver = new CodeScannerDriver(channel, this.#options.model, this.#delays);
      if ((await channel.open()) && (await this.#assertSettings(driver))) {
        backOffMs = this.#delays.reconnectMinMs;
        await this.#serve(driver, channel);
      }
      this.#armedTurn = 0;
      await channel.close();
      this.#setStatus(DISCONNECTED);
      if (this.#isOpen) await this.#pause(backOffMs);
      backOffMs = Math.min(backOffMs * 2, this.#delays.reconnectMaxMs);
    }
  }

  #makeChannel(listener: ChannelListener): ScannerChannel {
    const options = this.#options;
    switch (options.connection) {
      case 'serial':
        return createSerialChannel(options.openTransport(), options.model, this.#delays, listener);
      case 'hid':
        return createHidChannel(
          options.port ?? nodeHidPort,
          options.identity,
          options.model,
          this.#delays,
          listener,
        );
    }
  }

  async #serve(driver: CodeScannerDriver, channel: ScannerChannel): Promise<void> {
    while (this.#isWorking()) {
      if (!this.#wanted) await this.#idle(driver);
      else if (!(await this.#scan(driver, channel))) return;
      // Whatever was shown to the scanner meanwhile may have been a set-up code.
      if (this.#isWorking() && !(await this.#assertSettings(driver))) return;
    }
  }

  async #idle(driver: CodeScannerDriver): Promise<void> {
    this.#setStatus(this.#areSettingsRefused ? SETTINGS_REFUSED : READY);
    const checkAt = driver.takesCommands ? performance.now() + this.#delays.settingsCheckMs : Infinity;
    await this.#pauseUntil(() => (this.#wanted ? 0 : checkAt));
  }

  /** Answers false when the line is of no use. */
  async #scan(driver: CodeScannerDriver, channel: ScannerChannel): Promise<boolean> {
    const turn = this.#turn;
    const isOver = (): boolean => !this.#wanted || this.#turn !== turn;
    // What was shown before the citizen was asked for a code is not an answer.
    channel.abandonCode();
    this.#armedTurn = turn;
    this.#lastCode = null;
    while (this.#isWorking() && !isOver()) {
      // A code that makes no sense may be the work of changed settings, or have changed them.
      const isSuspect = this.#lastCode === 'not-a-valid-code';
      this.#lastCode = null;
      if (isSuspect && !(await this.#assertSettings(driver))) return false;
      this.#setStatus(this.#areSettingsRefused ? SETTINGS_REFUSED : SCANNING);
      await driver.trigger(true);
      const renewAt = driver.takesCommands ? performance.now() + this.#delays.triggerRenewMs : Infinity;
      await this.#pauseUntil(() => (isOver() || this.#lastCode !== null ? 0 : renewAt));
    }
    this.#armedTurn = 0;
    if (this.#isWorking()) await driver.trigger(false);
    return true;
  }

  #take(event: Exclude<ScannerEvent, { kind: 'reply' }>): void {
    const isAnswer = this.#wanted && this.#armedTurn === this.#turn && event.kind !== 'abandoned';
    if (!isAnswer) {
      this.#droppedCodes++;
      return;
    }
    const code = toCode(event, this.#options.model.encoding);
    this.#lastCode = code.kind;
    this.#wake();
    for (const listener of [...this.#codeListeners]) listener(code);
  }

  /** Answers false when the line is of no use. */
  async #assertSettings(driver: CodeScannerDriver): Promise<boolean> {
    const outcome = await driver.assertSettings();
    if (outcome === 'no-answer' || !this.#isWorking()) return false;
    this.#areSettingsRefused = outcome === 'refused';
    return true;
  }

  #isWorking(): boolean {
    return this.#isOpen && this.#lineIsUp;
  }

  /** Until the time that `until` says (asked again after each wake-up), or until there is nothing to wait for. */
  async #pauseUntil(until: () => number): Promise<void> {
    while (this.#isWorking()) {
      const leftMs = until() - performance.now();
      if (leftMs <= 0) return;
      await this.#pause(leftMs);
    }
  }

  /** A pause that `wake` ends early; without an end of its own when `ms` is infinite. */
  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        this.#wake = () => undefined;
        resolve();
      };
      const timer = Number.isFinite(ms) ? setTimeout(end, ms) : undefined;
      this.#wake = end;
    });
  }

  #setStatus(status: CodeScannerStatus): void {
    if (status.kind === this.#status.kind) return;
    this.#status = status;
    for (const listener of [...this.#statusListeners]) listener(status);
  }
}

function toCode(
  event: Extract<ScannerEvent, { kind: 'code' | 'unusable' }>,
  encoding: SerialScannerModel['encoding'],
): ScannedCode {
  if (event.kind === 'unusable') return parseCode(null, null);
  return parseCode(decodeText(event.bytes, encoding), event.symbology);
}
