import type { SettingVerdict } from '../protocol/events.ts';
import type { SimulatorFaults } from './faults.ts';
import { FACTORY } from './personalities.ts';
import type { Command, Memory, Personality } from './personalities.ts';

/** What a scanner does with codes and commands, whatever line it is on. */
export class ScannerBody {
  readonly personality: Personality;
  readonly #faults: SimulatorFaults;
  /** What it remembers without power, and what it works with. */
  #lasting: Memory = FACTORY;
  #memory: Memory = FACTORY;
  #isTriggered = false;
  #settingsSeen = 0;
  readonly #heldBack: Uint8Array[] = [];

  constructor(personality: Personality, faults: SimulatorFaults) {
    this.personality = personality;
    this.#faults = faults;
  }

  get memory(): Memory {
    return this.#memory;
  }

  get isLooking(): boolean {
    return !this.#memory.manualTrigger || this.#isTriggered;
  }

  /** Power was off: only what was stored for good is left. */
  restart(): void {
    this.#memory = this.#lasting;
    this.#isTriggered = false;
    this.#heldBack.length = 0;
  }

  get settingsSeen(): number {
    return this.#settingsSeen;
  }

  endTrigger(): void {
    this.#isTriggered = false;
  }

  /** Answers the replies that go out now. */
  obey(command: Command): Uint8Array[] {
    if (command.kind === 'trigger') {
      this.#isTriggered = command.on;
      return command.echo === null ? [] : [this.personality.encodeReply(command.echo, false, 'ack')];
    }
    this.#settingsSeen++;
    const fault = this.#faults.takeForSetting();
    if (fault === 'silence') return [];
    const verdict = fault === 'nak' || fault === 'enq' ? fault : this.#set(command.setting, command.lasting);
    const reply = this.personality.encodeReply(command.setting, command.lasting, verdict);
    if (fault === 'late-answer') {
      this.#heldBack.push(reply);
      return [];
    }
    return [...this.#heldBack.splice(0), reply];
  }

  /** Reads the code that it sees: `unseen` when it does not look, `setup` when the code was for itself. */
  see(text: string): 'unseen' | 'setup' | 'code' {
    if (!this.isLooking) return 'unseen';
    this.#isTriggered = false;
    return this.store(text) ? 'setup' : 'code';
  }

  /** Answers false for what is no set-up code of this maker. */
  store(text: string): boolean {
    const settings = this.personality.parseSetupCode(text);
    if (settings === null) return false;
    for (const setting of settings) this.#set(setting, true);
    return true;
  }

  /** Prefix, code and suffix as they go over a serial line. */
  frame(code: Uint8Array, { withSuffix }: { withSuffix: boolean }): Uint8Array {
    const { prefix, suffix, hasSuffix } = this.#memory;
    return Uint8Array.of(...prefix, ...code, ...(withSuffix && hasSuffix ? suffix : []));
  }

  #set(setting: string, lasting: boolean): SettingVerdict {
    const after = this.personality.apply(this.#memory, setting.toUpperCase());
    if (typeof after === 'string') return after;
    this.#memory = after;
    if (lasting) this.#lasting = after;
    return 'ack';
  }
}
