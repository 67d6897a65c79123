import type { Duplex } from 'node:stream';
import iconv from 'iconv-lite';
import type { CodeEncoding } from '../protocol/text.ts';
import { ScannerBody } from './body.ts';
import { SimulatorFaults } from './faults.ts';
import { PERSONALITIES } from './personalities.ts';
import type { Memory } from './personalities.ts';

export interface SimulatorState {
  readonly isPluggedIn: boolean;
  /** The light is on. */
  readonly isLooking: boolean;
  readonly memory: Memory;
}

export interface SerialSimulatorOptions {
  readonly personality: keyof typeof PERSONALITIES;
  readonly encoding?: CodeEncoding;
  /** False: a set-up code is a text to it, as those of another maker are. */
  readonly obeysSetupCodes?: boolean;
}

/** Longer than any command; what is longer is noise. */
const MAX_COMMAND_BYTES = 128;

/** Half a command that nothing follows for so long is forgotten, as whatever else was said on the line [M]. */
const FORGOTTEN_MS = 200;

/** A scanner on a serial line, without the hardware: speaks its bytes over whatever is attached. */
export class CodeScannerSimulator {
  readonly faults = new SimulatorFaults();
  readonly #body: ScannerBody;
  readonly #encoding: CodeEncoding;
  readonly #lines = new Set<Duplex>();
  readonly #listeners = new Set<(state: SimulatorState) => void>();
  #isPluggedIn = true;
  #sending: Promise<void> = Promise.resolve();

  constructor({ personality, encoding = 'utf-8', obeysSetupCodes = true }: SerialSimulatorOptions) {
    const like = PERSONALITIES[personality];
    this.#body = new ScannerBody(
      obeysSetupCodes ? like : { ...like, parseSetupCode: () => null },
      this.faults,
    );
    this.#encoding = encoding;
  }

  get state(): SimulatorState {
    return {
      isPluggedIn: this.#isPluggedIn,
      isLooking: this.#isPluggedIn && this.#body.isLooking,
      memory: this.#body.memory,
    };
  }

  /** Called after each change. */
  onChange(listener: (state: SimulatorState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Holds a code before the window for a moment; a set-up code of its maker changes the scanner for good.
   * @returns whether the scanner read it: it does not while its light is off or its cable is out.
   */
  showCode(text: string): boolean {
    if (!this.state.isLooking) return false;
    this.#change(() => {
      if (this.#body.see(text) === 'code') this.#send(iconv.encode(text, this.#encoding));
      else if (this.#body.memory.face === 'keyboard') this.#leave();
    });
    return true;
  }

  /** Settings of a set-up code that was shown while nobody looked: by hand trigger, or before the terminal was switched on. */
  storeSettings(setupCode: string): void {
    this.#change(() => this.#body.store(setupCode));
  }

  /** How many settings it was asked to make. */
  get settingsSeen(): number {
    return this.#body.settingsSeen;
  }

  /** The scanner's own time-out ends a trigger that found nothing. */
  endTrigger(): void {
    this.#change(() => this.#body.endTrigger());
  }

  /** Any bytes at all. */
  sendBytes(bytes: Uint8Array): void {
    this.#write(bytes);
  }

  /** Resolves when everything has been written, one turn of the event loop after the last write. */
  sent(): Promise<void> {
    return this.#sending;
  }

  /** Pulls the cable: every line ends. */
  unplug(): void {
    this.#change(() => this.#leave());
  }

  /** A scanner that was switched to a keyboard does not come back as a serial port. */
  plugIn(): void {
    this.#change(() => {
      this.#body.restart();
      this.#isPluggedIn = this.#body.memory.face === 'scanner';
    });
  }

  /** Serves this line until it ends; a line that is attached while the cable is out ends at once. */
  attach(line: Duplex): void {
    if (!this.#isPluggedIn) {
      line.destroy();
      return;
    }
    let pending: number[] = [];
    let heardAt = 0;
    this.#lines.add(line);
    line.on('data', (chunk: Uint8Array) => {
      if (performance.now() - heardAt > FORGOTTEN_MS) pending = [];
      heardAt = performance.now();
      for (const byte of chunk) {
        pending.push(byte);
        const command = this.#body.personality.parseCommand(Uint8Array.from(pending));
        if (command === null && pending.length < MAX_COMMAND_BYTES) continue;
        pending = [];
        if (command === null) continue;
        this.#change(() => {
          for (const reply of this.#body.obey(command)) this.#write(reply);
          if (this.#body.memory.face === 'keyboard') this.#leave();
        });
      }
    });
    line.on('error', () => line.destroy());
    line.on('close', () => this.#lines.delete(line));
  }

  #leave(): void {
    this.#isPluggedIn = false;
    for (const line of this.#lines) line.destroy();
  }

  #change(action: () => void): void {
    const before = JSON.stringify(this.state);
    action();
    const after = this.state;
    if (JSON.stringify(after) !== before) for (const listener of [...this.#listeners]) listener(after);
  }

  #send(code: Uint8Array): void {
    const fault = this.faults.takeForCode();
    const bytes = this.#body.frame(code, { withSuffix: fault !== 'no-suffix' });
    if (fault === 'split-writes') {
      for (const byte of bytes) this.#write(Uint8Array.of(byte));
    } else if (fault === 'unplugged-mid-code') {
      this.#write(bytes.subarray(0, Math.ceil(bytes.length / 2)));
      this.#sending = this.#sending.then(() => this.unplug());
    } else {
      this.#write(bytes);
    }
  }

  /** One after the other, each in a turn of its own. */
  #write(bytes: Uint8Array): void {
    this.#sending = this.#sending.then(async () => {
      for (const line of this.#lines) if (!line.destroyed) line.write(bytes);
      await new Promise(setImmediate);
    });
  }
}
