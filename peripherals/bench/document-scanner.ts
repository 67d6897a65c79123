import { z } from 'zod';
import { EsclScannerSimulator, type ScannerFault } from '../document-scanner/simulator/index.ts';
import { arm, faultCall, faultsOnBench, kindsOf } from './faults.ts';
import { describeProblem, type TwoLanguages } from './words.ts';

const FAULT_NAMES: Readonly<Record<ScannerFault, TwoLanguages>> = {
  busy: { zh: '说还没好（503）', en: 'Says not yet (503)' },
  gone: { zh: '页面不见了（410）', en: 'The page is gone (410)' },
  'slow-page': { zh: '扫得很慢', en: 'A slow page' },
  'garbage-page': { zh: '页面是乱码', en: 'Noise for a page' },
  'truncated-page': { zh: '页面不完整', en: 'A page without its end' },
  'huge-page': { zh: '页面大得离谱', en: 'Claims an absurd size' },
  'endless-page': { zh: '页面没完没了', en: 'A page without end' },
  'cut-mid-page': { zh: '传到一半断线', en: 'Unplugged in mid-page' },
  silence: { zh: '不回答', en: 'No answer' },
  'garbage-xml': { zh: '回答是乱码', en: 'Answers noise' },
  'entity-bomb': { zh: '回答是恶意 XML', en: 'Answers an XML bomb' },
  'foreign-location': { zh: '把任务指向别处', en: 'Points the job to another host' },
};

const MAX_SHEETS = 50;

const CALL = z.discriminatedUnion('verb', [
  z.strictObject({ verb: z.literal('load-feeder'), sheets: z.int().min(1).max(MAX_SHEETS) }),
  z.strictObject({
    verb: z.enum([
      'empty-feeder',
      'put-on-glass',
      'take-from-glass',
      'jam',
      'jam-after-page',
      'clear-jam',
      'open-cover',
      'close-cover',
      'others-use-it',
      'others-leave',
      'unplug',
      'plug-in',
      'clear-faults',
    ]),
  }),
  faultCall(kindsOf(FAULT_NAMES)),
]);

/** The document scanner on the bench, moved by the calls of the page. */
export class DocumentScannerOnBench {
  readonly simulator: EsclScannerSimulator;

  private constructor(simulator: EsclScannerSimulator) {
    this.simulator = simulator;
  }

  static async start(): Promise<DocumentScannerOnBench> {
    return new DocumentScannerOnBench(await EsclScannerSimulator.start());
  }

  state() {
    const { isPluggedIn: plugged, ...state } = this.simulator.state;
    return { plugged, ...state, faults: faultsOnBench(FAULT_NAMES, this.simulator.faults.pending) };
  }

  /** Does what a call says; answers a sentence when it is no call that a scanner knows. */
  async move(body: unknown): Promise<string | undefined> {
    const call = CALL.safeParse(body);
    if (!call.success) return describeProblem(call.error);
    const { data } = call;
    const { simulator } = this;
    switch (data.verb) {
      case 'load-feeder':
        simulator.loadFeeder(data.sheets);
        break;
      case 'empty-feeder':
        simulator.emptyFeeder();
        break;
      case 'put-on-glass':
        simulator.putOnGlass();
        break;
      case 'take-from-glass':
        simulator.takeFromGlass();
        break;
      case 'jam':
        simulator.jam();
        break;
      case 'jam-after-page':
        simulator.jam({ afterPages: 1 });
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
      case 'others-use-it':
      case 'others-leave':
        simulator.setBusy(data.verb === 'others-use-it');
        break;
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
