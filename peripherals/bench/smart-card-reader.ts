import { z } from 'zod';
import { OneAtATime } from '../one-at-a-time.ts';
import {
  holders,
  hostOnPcscd,
  SocialSecurityCardSimulator,
  type CardHabits,
  type FaultKind,
  type PcscdHost,
} from '../smart-card-reader/simulator/index.ts';
import { arm, faultCall, faultsOnBench, kindsOf } from './faults.ts';
import { describeProblem, type TwoLanguages } from './words.ts';

const FAULT_NAMES: Readonly<Record<FaultKind, TwoLanguages>> = {
  silence: { zh: '芯片不回答', en: 'The chip does not answer' },
  'empty-answer': { zh: '回答是空的', en: 'Empty answer' },
  'short-answer': { zh: '回答不完整', en: 'Answer cut short' },
  garbage: { zh: '回答是乱码', en: 'Answers noise' },
  'memory-failure': { zh: '芯片存储损坏（6581）', en: 'Memory failure (6581)' },
  'execution-error': { zh: '芯片执行出错（6F00）', en: 'Execution error (6F00)' },
  'security-not-satisfied': { zh: '要求先验密码（6982）', en: 'Wants a PIN (6982)' },
  'overlong-record': { zh: '记录长度越界', en: 'Record longer than its file' },
  'endless-more-data': { zh: '一直说还有数据（61xx）', en: 'More data without end (61xx)' },
  'endless-wrong-length': { zh: '一直说长度不对（6Cxx）', en: 'Wrong length without end (6Cxx)' },
};

/** The cards that come to a counter, good and bad. */
const CARDS = {
  usual: { name: { zh: '正常的社保卡', en: 'Social-security card' }, habits: {} },
  'in-pieces': {
    name: { zh: '分段回答的卡（61xx）', en: 'Answers in pieces (61xx)' },
    habits: { piecesOf: 16 },
  },
  'exact-lengths': {
    name: { zh: '只认准确长度的卡（6Cxx）', en: 'Wants exact lengths (6Cxx)' },
    habits: { wantsExactLength: true },
  },
  old: {
    name: { zh: '老卡：按记录号读', en: 'Old card: records by number' },
    habits: { needsP1Zero: true, needsRecordNumber: true },
  },
  locked: { name: { zh: '要密码才能读的卡', en: 'Wants a PIN' }, habits: { isLocked: true } },
  other: { name: { zh: '别的芯片卡', en: 'Another card with a chip' }, habits: { isSocialSecurity: false } },
  'upside-down': {
    name: { zh: '插反了（没有应答）', en: 'Upside down (no answer)' },
    habits: { isMute: true },
  },
} as const satisfies Readonly<Record<string, { name: TwoLanguages; habits: Partial<CardHabits> }>>;
type CardKind = keyof typeof CARDS;

const CALL = z.discriminatedUnion('verb', [
  z.strictObject({
    verb: z.literal('insert-card'),
    citizen: z.enum(holders.map(({ id }) => id)),
    card: z.enum(kindsOf(CARDS)).default('usual'),
  }),
  z.strictObject({ verb: z.enum(['remove-card', 'unplug', 'plug-in', 'clear-faults']) }),
  faultCall(kindsOf(FAULT_NAMES)),
]);

/** What has to be installed for this device. */
const PACKAGES = ['pcscd', 'vsmartcard-vpcd'] as const;

/** The social-security card reader on the bench: cards of ours in a pcscd of our own, moved by the calls of the page. */
export class SmartCardReaderOnBench {
  readonly simulator = new SocialSecurityCardSimulator();
  readonly #moves = new OneAtATime();
  readonly #listeners = new Set<() => void>();
  #host: PcscdHost | undefined;
  #missing: string | null = null;
  #plugged = false;
  #card: CardKind = 'usual';

  /** A machine without pcscd or vpcd has a bench without this reader; its state says so. */
  static async start(): Promise<SmartCardReaderOnBench> {
    const reader = new SmartCardReaderOnBench();
    try {
      reader.#host = await hostOnPcscd(reader.simulator);
      reader.#plugged = true;
    } catch (error) {
      reader.#missing = error instanceof Error ? error.message : String(error);
    }
    reader.simulator.onChange(() => reader.#changed());
    return reader;
  }

  /** For PCSCLITE_CSOCK_NAME of the process that reads; null when the reader could not be started. */
  get socket(): string | null {
    return this.#host?.socket ?? null;
  }

  state() {
    const [holder] = this.simulator.state.holders;
    return {
      /** Why there is no reader, and which Debian packages it needs; null when it runs. */
      missing: this.#missing === null ? null : { sentence: this.#missing, packages: PACKAGES },
      plugged: this.#plugged,
      /** Whose card is in it. */
      card: holder?.id ?? null,
      cardKind: this.#card,
      faults: faultsOnBench(FAULT_NAMES, this.simulator.faults.pending),
      citizens: holders.map(({ id, citizen: { name }, cardNumber }) => ({ id, name, cardNumber })),
      cardKinds: kindsOf(CARDS).map((kind) => ({ kind, name: CARDS[kind].name })),
    };
  }

  /** Does what a call says; answers a sentence when it is no call that a reader knows, or when there is none. */
  async move(body: unknown): Promise<string | undefined> {
    const call = CALL.safeParse(body);
    if (!call.success) return describeProblem(call.error);
    const host = this.#host;
    if (host === undefined) return this.#missing ?? undefined;
    const { data } = call;
    switch (data.verb) {
      case 'insert-card': {
        const holder = holders.find(({ id }) => id === data.citizen);
        this.#card = data.card;
        if (holder) this.simulator.insertCard(holder, CARDS[data.card].habits);
        break;
      }
      case 'remove-card':
        this.simulator.removeCard();
        break;
      case 'unplug':
        await this.#moves.run(() => host.stop());
        this.#setPlugged(false);
        break;
      case 'plug-in':
        await this.#moves.run(async () => {
          if (!this.#plugged) await host.start();
          this.#setPlugged(true);
        });
        break;
      case 'clear-faults':
        this.simulator.faults.clear();
        break;
      default:
        arm(this.simulator.faults, data);
    }
    return undefined;
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async close(): Promise<void> {
    await this.#moves.run(async () => this.#host?.close());
  }

  #setPlugged(plugged: boolean): void {
    this.#plugged = plugged;
    this.#changed();
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}
