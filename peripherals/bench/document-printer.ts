import { z } from 'zod';
import {
  IppPrinterSimulator,
  type IppFault,
  type SimulatedJob,
} from '../document-printer/simulator/index.ts';
import { arm, faultCall, faultsOnBench, kindsOf } from './faults.ts';
import { describeProblem, type TwoLanguages } from './words.ts';

const FAULT_NAMES: Readonly<Record<IppFault, TwoLanguages>> = {
  hang: { zh: '不回答', en: 'No answer' },
  'http-500': { zh: '内部出错（HTTP 500）', en: 'Fails inside (HTTP 500)' },
  reset: { zh: '收到前断线', en: 'Resets before it obeys' },
  'reset-after': { zh: '照办了，但回答丢失', en: 'Obeys, and the answer is lost' },
  garbage: { zh: '回答是乱码', en: 'Answers noise' },
  oversized: { zh: '回答没完没了', en: 'An answer without end' },
};

/** Slow enough to pull something in the middle of a document. */
const PAGES_PER_SECOND = 1;
/** As an old printer that warms up before each page. */
const SLOW_PAGES_PER_SECOND = 0.15;

const CALL = z.discriminatedUnion('verb', [
  z.strictObject({
    verb: z.enum([
      'run-out-of-paper',
      'run-out-after-page',
      'low-paper',
      'load-paper',
      'jam',
      'clear-jam',
      'open-cover',
      'close-cover',
      'low-toner',
      'run-out-of-toner',
      'change-toner',
      'fill-output',
      'empty-output',
      'stop',
      'resume',
      'slow-down',
      'speed-up',
      'cancel-job',
      'abort-job',
      'unplug',
      'plug-in',
      'clear-faults',
    ]),
  }),
  faultCall(kindsOf(FAULT_NAMES)),
]);

/** The document printer on the bench, moved by the calls of the page; every document that comes out can be looked at. */
export class DocumentPrinterOnBench {
  readonly simulator: IppPrinterSimulator;
  #slow = false;

  private constructor(simulator: IppPrinterSimulator) {
    this.simulator = simulator;
  }

  static async start(): Promise<DocumentPrinterOnBench> {
    return new DocumentPrinterOnBench(await IppPrinterSimulator.start({ pagesPerSecond: PAGES_PER_SECOND }));
  }

  state() {
    const { state, jobs, printed, faults } = this.simulator;
    return {
      ...state,
      slow: this.#slow,
      /** What is not over yet, the one at work first. */
      jobs: jobs
        .filter(isAtWork)
        .map(({ id, name, state: doing, pagesOut }) => ({ id, name, doing, pagesOut })),
      /** What came out whole, oldest first; the documents are at printed/{id}.pdf. */
      printed: printed.map(({ jobId: id, name, pages, copies, sides }) => ({
        id,
        name,
        pages,
        copies,
        sides,
      })),
      faults: faultsOnBench(FAULT_NAMES, faults.pending),
    };
  }

  /** A document that came out whole. */
  pdf(id: string): Buffer | undefined {
    const document = this.simulator.printed.find(({ jobId }) => String(jobId) === id);
    return document && Buffer.from(document.pdf);
  }

  /** Does what a call says; answers a sentence when it is no call that a printer knows, or has nothing to do it to. */
  async move(body: unknown): Promise<string | undefined> {
    const call = CALL.safeParse(body);
    if (!call.success) return describeProblem(call.error);
    const { data } = call;
    const { simulator } = this;
    switch (data.verb) {
      case 'run-out-of-paper':
        simulator.runOutOfPaper();
        break;
      case 'run-out-after-page':
        simulator.runOutOfPaper({ afterPages: 1 });
        break;
      case 'low-paper':
        simulator.lowPaper();
        break;
      case 'load-paper':
        simulator.loadPaper();
        break;
      case 'jam':
        simulator.jam();
        break;
      case 'clear-jam':
        simulator.clearJam();
        break;
      case 'open-cover':
        simulator.openCover();
        break;
      case 'close-cover':
        simulator.closeCover();
        break;
      case 'low-toner':
        simulator.lowToner();
        break;
      case 'run-out-of-toner':
        simulator.runOutOfToner();
        break;
      case 'change-toner':
        simulator.changeToner();
        break;
      case 'fill-output':
        simulator.fillOutput();
        break;
      case 'empty-output':
        simulator.emptyOutput();
        break;
      case 'stop':
        simulator.stop();
        break;
      case 'resume':
        simulator.resume();
        break;
      case 'slow-down':
      case 'speed-up':
        this.#slow = data.verb === 'slow-down';
        simulator.slowDown(this.#slow ? SLOW_PAGES_PER_SECOND : PAGES_PER_SECOND);
        break;
      case 'cancel-job':
      case 'abort-job': {
        const job = simulator.jobs.find(isAtWork);
        if (job === undefined) return 'The printer has no job at work.';
        if (data.verb === 'cancel-job') simulator.cancelAtPanel(job.id);
        else simulator.abortJob(job.id);
        break;
      }
      case 'unplug':
        await simulator.unplug();
        break;
      case 'plug-in':
        await simulator.plugIn();
        break;
      case 'clear-faults':
        simulator.faults.clear();
        break;
      default:
        arm(simulator.faults, data);
    }
    return undefined;
  }

  onChange(listener: () => void): () => void {
    return this.simulator.onChange(listener);
  }

  async close(): Promise<void> {
    await this.simulator.close();
  }
}

function isAtWork({ state }: SimulatedJob): boolean {
  return state !== 'completed' && state !== 'canceled' && state !== 'aborted';
}
