import { z } from 'zod';
import { ReceiptPrinterSimulator, type PrinterFault } from '../receipt-printer/simulator/index.ts';
import { describeProblem, type FaultsOnBench, type TwoLanguages } from './words.ts';

const FAULT_NAMES: Readonly<Record<PrinterFault, TwoLanguages>> = {
  silence: { zh: '打完不回话', en: 'Prints, then says nothing' },
  garbage: { zh: '回答是乱码', en: 'Answers noise' },
  slow: { zh: '回答很慢', en: 'Answers slowly' },
  split: { zh: '回答断成小段', en: 'Answer in small pieces' },
  contradiction: { zh: '传感器自相矛盾', en: 'Sensors contradict' },
  'no-notices': { zh: '状态变了不通知', en: 'Never tells a change' },
  reset: { zh: '打到一半断线', en: 'Connection resets mid-slip' },
};
const FAULT_KINDS = Object.keys(FAULT_NAMES) as PrinterFault[];

const CALL = z.discriminatedUnion('verb', [
  z.strictObject({
    verb: z.enum([
      'run-out-of-paper',
      'low-paper',
      'load-paper',
      'open-cover',
      'close-cover',
      'jam-cutter',
      'free-cutter',
      'tear-slip',
      'unplug',
      'plug-in',
      'clear-faults',
    ]),
  }),
  z.strictObject({ verb: z.enum(['fail-next', 'fail-repeatedly']), kind: z.enum(FAULT_KINDS) }),
]);

/** The receipt printer on the bench, moved by the calls of the page. A cut slip waits in the slot until it is torn off. */
export class ReceiptPrinterOnBench {
  readonly simulator: ReceiptPrinterSimulator;
  /** The newest slip that somebody has taken; all before it are taken as well. */
  #taken: string | undefined;
  readonly #listeners = new Set<() => void>();

  private constructor(simulator: ReceiptPrinterSimulator) {
    this.simulator = simulator;
    simulator.onChange(() => this.#changed());
  }

  static async start(): Promise<ReceiptPrinterOnBench> {
    return new ReceiptPrinterOnBench(await ReceiptPrinterSimulator.start());
  }

  state() {
    const { papers, state, faults } = this.simulator;
    const newest = papers.at(-1);
    const given: FaultsOnBench = {
      kinds: FAULT_KINDS.map((kind) => ({ kind, name: FAULT_NAMES[kind] })),
      armed: FAULT_KINDS.filter((kind) => faults.repeats(kind) || this.#waits(kind)),
    };
    return {
      ...state,
      /** Everything that came off, oldest first; the pictures are at papers/{id}.png. */
      papers: papers.map(({ id, end }) => ({ id, end })),
      /** The slip that was cut and not taken yet. */
      inSlot: newest?.end === 'cut' && newest.id !== this.#taken ? newest.id : null,
      faults: given,
    };
  }

  /** The picture of a slip that came off, or of the piece that hangs out uncut (`hanging`). */
  paper(id: string): Buffer | undefined {
    if (id === 'hanging') {
      return this.simulator.state.hangingLines > 0 ? this.simulator.drawHangingPaper() : undefined;
    }
    return this.simulator.papers.find((paper) => paper.id === id)?.png;
  }

  /** Does what a call says; answers a sentence when it is no call that a printer knows. */
  async move(body: unknown): Promise<string | undefined> {
    const call = CALL.safeParse(body);
    if (!call.success) return describeProblem(call.error);
    const { simulator } = this;
    switch (call.data.verb) {
      case 'run-out-of-paper':
        simulator.runOutOfPaper();
        break;
      case 'low-paper':
        // There is no end of a roll without a roll.
        if (simulator.state.paper === 'out') simulator.loadPaper();
        simulator.lowPaper();
        break;
      case 'load-paper':
        simulator.loadPaper();
        break;
      case 'open-cover':
        simulator.openCover();
        break;
      case 'close-cover':
        simulator.closeCover();
        break;
      case 'jam-cutter':
        simulator.jamCutter();
        break;
      case 'free-cutter':
        simulator.freeCutter();
        break;
      case 'tear-slip':
        simulator.tearSlip();
        this.#taken = simulator.papers.at(-1)?.id;
        this.#changed();
        break;
      case 'unplug':
        await simulator.unplug();
        break;
      case 'plug-in':
        await simulator.plugIn();
        break;
      case 'fail-next':
        simulator.faults.failNext(call.data.kind);
        break;
      case 'fail-repeatedly':
        simulator.faults.failRepeatedly(call.data.kind);
        break;
      case 'clear-faults':
        simulator.faults.clear();
        break;
    }
    return undefined;
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async close(): Promise<void> {
    await this.simulator.close();
  }

  /** Whether a fault waits to strike once: taken out to see, and put back. */
  #waits(kind: PrinterFault): boolean {
    const waits = this.simulator.faults.take(kind);
    if (waits) this.simulator.faults.failNext(kind);
    return waits;
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}
