import type { CodeScannerDelays } from '../delays.ts';
import type { Dialect } from '../protocol/dialect.ts';
import type { SettingReply } from '../protocol/events.ts';
import type { ScannerChannel } from './channel.ts';

/** `no-answer`: silence, also after a repeat, or no line. */
export type SettingsOutcome = 'accepted' | 'refused' | 'no-answer';

const MAX_ATTEMPTS = 2;

/** Settings and trigger over one open channel; one at a time. Never rejects. */
export class CodeScannerDriver {
  readonly #channel: ScannerChannel;
  readonly #dialect: Dialect | null;
  readonly #settings: readonly string[];
  readonly #delays: CodeScannerDelays;
  #onReply: (reply: SettingReply) => void = () => undefined;
  #onEnd: () => void = () => undefined;

  constructor(
    channel: ScannerChannel,
    model: { readonly dialect: Dialect | null; readonly settings: readonly string[] },
    delays: CodeScannerDelays,
  ) {
    this.#channel = channel;
    this.#dialect = model.dialect;
    this.#settings = model.settings;
    this.#delays = delays;
  }

  get takesCommands(): boolean {
    return this.#dialect !== null;
  }

  /** To be told of each reply that arrives; one that nobody waits for is an answer to a trigger. */
  takeReply(reply: SettingReply): void {
    this.#onReply(reply);
  }

  /** To be told that the line is gone. */
  end(): void {
    this.#onEnd();
  }

  /** Makes all settings of the model anew. One that is refused does not keep the others from being made. */
  async assertSettings(): Promise<SettingsOutcome> {
    let outcome: SettingsOutcome = 'accepted';
    for (const setting of this.#settings) {
      const verdict = await this.#set(setting);
      if (verdict === null) return 'no-answer';
      if (verdict !== 'ack') outcome = 'refused';
    }
    return outcome;
  }

  async trigger(on: boolean): Promise<void> {
    if (this.#dialect === null) return;
    // A write that fails ends the channel, and that is told there.
    await this.#channel.send(on ? this.#dialect.triggerOn : this.#dialect.triggerOff);
  }

  async #set(setting: string): Promise<SettingReply['verdict'] | null> {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const verdict = await this.#exchange(setting);
      if (verdict === 'lost') return null;
      if (verdict !== 'silence') return verdict;
    }
    return null;
  }

  #exchange(setting: string): Promise<SettingReply['verdict'] | 'silence' | 'lost'> {
    const dialect = this.#dialect;
    if (dialect === null) return Promise.resolve('lost');
    return new Promise((resolve) => {
      const settle = (result: SettingReply['verdict'] | 'silence' | 'lost'): void => {
        clearTimeout(timer);
        this.#onReply = () => undefined;
        this.#onEnd = () => undefined;
        resolve(result);
      };
      const timer = setTimeout(() => settle('silence'), this.#delays.answerTimeoutMs);
      this.#onEnd = () => settle('lost');
      this.#onReply = (reply) => {
        if (reply.setting === setting) settle(reply.verdict);
      };
      void this.#channel.send(dialect.encodeSetting(setting)).then((sent) => {
        if (!sent) settle('lost');
      });
    });
  }
}
