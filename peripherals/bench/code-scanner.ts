import { loadImage, createCanvas } from '@napi-rs/canvas';
import jsqr from 'jsqr';
import { z } from 'zod';
import {
  CodeScannerSimulator,
  hostOnPty,
  type FaultKind,
  type PtyHost,
} from '../code-scanner/simulator/index.ts';
import { HOSTILE_CODES } from '../code-scanner/simulator/hostile-codes.ts';
import { arm, faultCall, faultsOnBench, kindsOf } from './faults.ts';
import { describeProblem, type TwoLanguages } from './words.ts';

const FAULT_NAMES: Readonly<Record<SerialFault, TwoLanguages>> = {
  'split-writes': { zh: '内容断成小段', en: 'Code in small pieces' },
  'no-suffix': { zh: '没有结束符', en: 'No end sign' },
  'unplugged-mid-code': { zh: '传到一半断线', en: 'Unplugged in mid-code' },
  silence: { zh: '不回答设置', en: 'No answer to a setting' },
  'late-answer': { zh: '设置的回答来晚了', en: 'Answers a setting late' },
  nak: { zh: '拒绝设置（NAK）', en: 'Refuses a setting (NAK)' },
  enq: { zh: '不认识设置（ENQ）', en: 'Does not know a setting (ENQ)' },
};
/** The other kinds need USB reports. */
type SerialFault = Exclude<FaultKind, 'wrong-length' | 'lost-reports'>;

/** One of each kind that the terminal knows; nothing here belongs to anybody. */
const SAMPLES = {
  'citizen-code': {
    name: { zh: '随申码', en: 'Citizen code' },
    text: 'TESTsuishenma_0123456789abcdefghij-ABCDEFGHIJ',
  },
  'acceptance-number': { name: { zh: '受理编号', en: 'Acceptance number' }, text: 'SQ20261122000137' },
  'temporary-number': { name: { zh: '暂存编号', en: 'Temporary number' }, text: 'T199T012602130007G' },
  'enrolment-code': {
    name: { zh: '启用码', en: 'Enrolment code' },
    text: 'TBE1-0A1B2-C3D4E-5F6G7-H8J9K-MNPQR',
  },
} as const satisfies Readonly<Record<string, { name: TwoLanguages; text: string }>>;

/** Newland's own set-up code: the way back for one that was made a keyboard. */
const FACTORY_SETTINGS = '@FACDEF';
/** Longer than the longest hostile code. */
const MAX_TYPED_CHARACTERS = 1000;

const CALL = z.discriminatedUnion('verb', [
  z.strictObject({ verb: z.literal('show-code'), code: z.enum(kindsOf(SAMPLES)) }),
  z.strictObject({ verb: z.literal('show-hostile-code'), code: z.enum(kindsOf(HOSTILE_CODES)) }),
  z.strictObject({ verb: z.literal('show-text'), text: z.string().max(MAX_TYPED_CHARACTERS) }),
  z.strictObject({ verb: z.enum(['show-slip', 'factory-settings', 'unplug', 'plug-in', 'clear-faults']) }),
  faultCall(kindsOf(FAULT_NAMES)),
]);

const DARK =
  'The light of the scanner is off: the terminal takes no codes on this screen, or its cable is out.';

/** The code scanner on the bench: a Newland on its pty, moved by the calls of the page. */
export class CodeScannerOnBench {
  readonly simulator = new CodeScannerSimulator({ personality: 'newland' });
  /** The picture of the newest slip; undefined while none was printed. */
  readonly #newestSlip: () => Buffer | undefined;
  #pty: PtyHost | undefined;

  private constructor(newestSlip: () => Buffer | undefined) {
    this.#newestSlip = newestSlip;
  }

  /** Starts it at `link`; rejects when the pty cannot be made. */
  static async start(link: string, newestSlip: () => Buffer | undefined): Promise<CodeScannerOnBench> {
    const scanner = new CodeScannerOnBench(newestSlip);
    scanner.#pty = await hostOnPty(scanner.simulator, { link });
    return scanner;
  }

  state() {
    const { isPluggedIn, isLooking, memory } = this.simulator.state;
    const pending = this.simulator.faults.pending.filter((kind) => Object.hasOwn(FAULT_NAMES, kind));
    return {
      plugged: isPluggedIn,
      /** Its light is on. */
      looking: isLooking,
      /** A set-up code turned it into a keyboard: it does not come back as a serial port. */
      isKeyboard: memory.face === 'keyboard',
      canShowSlip: this.#newestSlip() !== undefined,
      codes: kindsOf(SAMPLES).map((code) => ({ code, ...SAMPLES[code] })),
      hostileCodes: kindsOf(HOSTILE_CODES).map((code) => ({
        code,
        shown: readable(HOSTILE_CODES[code] ?? ''),
      })),
      faults: faultsOnBench(FAULT_NAMES, pending as SerialFault[]),
    };
  }

  /** Does what a call says; answers a sentence when it is no call that a scanner knows, or when it saw nothing. */
  async move(body: unknown): Promise<string | undefined> {
    const call = CALL.safeParse(body);
    if (!call.success) return describeProblem(call.error);
    const { data } = call;
    const { simulator } = this;
    switch (data.verb) {
      case 'show-code':
        return this.#show(SAMPLES[data.code].text);
      case 'show-hostile-code':
        return this.#show(HOSTILE_CODES[data.code] ?? '');
      case 'show-text':
        return this.#show(data.text);
      case 'show-slip': {
        const slip = this.#newestSlip();
        if (slip === undefined) return 'No slip was printed yet.';
        const text = await readQrCode(slip);
        return text === undefined ? 'The newest slip has no code that can be read.' : this.#show(text);
      }
      case 'unplug':
        simulator.unplug();
        break;
      case 'plug-in':
        simulator.plugIn();
        break;
      case 'factory-settings':
        simulator.storeSettings(FACTORY_SETTINGS);
        simulator.plugIn();
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
    await this.#pty?.close();
  }

  #show(text: string): string | undefined {
    return this.simulator.showCode(text) ? undefined : DARK;
  }
}

/** The scanner's eye for a slip: its code is found in the picture, as it stands on the paper. */
async function readQrCode(png: Buffer): Promise<string | undefined> {
  const image = await loadImage(png);
  const { width, height } = image;
  const context = createCanvas(width, height).getContext('2d');
  context.drawImage(image, 0, 0);
  return jsqr.default(context.getImageData(0, 0, width, height).data, width, height)?.data;
}

const SHOWN_CHARACTERS = 48;

/** A code in visible ASCII: what cannot be seen, or looks like something else, stands as an escape. */
function readable(text: string): string {
  const escaped = JSON.stringify(text.slice(0, SHOWN_CHARACTERS))
    .slice(1, -1)
    .replace(/[^ -~]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return text.length > SHOWN_CHARACTERS ? `"${escaped}…` : `"${escaped}"`;
}
