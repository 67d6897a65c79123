import { z } from 'zod';
import {
  CameraSimulator,
  INCOME_CERTIFICATE,
  photographDesk,
  RESIDENCE_CERTIFICATE,
  writeFakeVideo,
  type Paper,
} from '../camera/simulator/index.ts';
import { kindsOf } from './faults.ts';
import { describeProblem, type TwoLanguages } from './words.ts';

const PAPERS = {
  'income-certificate': { name: { zh: '收入证明', en: 'Income proof' }, paper: INCOME_CERTIFICATE },
  'residence-certificate': { name: { zh: '居住证明', en: 'Residence proof' }, paper: RESIDENCE_CERTIFICATE },
} as const satisfies Readonly<Record<string, { name: TwoLanguages; paper: Paper }>>;
type PaperName = keyof typeof PAPERS;

/** Chromium's film has no USB number, by which the screens would look for it; so neither has this camera. */
const UNNUMBERED_CAMERA = { name: 'TEST Document Camera', usbId: null };

const CALL = z.discriminatedUnion('verb', [
  z.strictObject({ verb: z.literal('put-paper'), paper: z.enum(kindsOf(PAPERS)) }),
  z.strictObject({ verb: z.enum(['take-paper', 'unplug', 'plug-in']) }),
]);

/**
 * The document camera on the bench: an entry in a folder like sysfs, and the film that Chromium shows in place of a
 * camera, moved by the calls of the page.
 */
export class CameraOnBench {
  readonly simulator = new CameraSimulator();
  readonly #videoFile: string;
  readonly #listeners = new Set<() => void>();
  #paper: PaperName | null = null;
  #plugged = true;
  #picture = photographDesk(null);

  /** Plugged in, with nothing under it. `videoFile` ends in `.mjpeg` and is written here. */
  constructor(videoFile: string) {
    this.#videoFile = videoFile;
    this.simulator.plugIn(UNNUMBERED_CAMERA);
    writeFakeVideo(videoFile, this.#picture);
  }

  /** What the camera sees now, as JPEG. */
  get picture(): Buffer {
    return this.#picture;
  }

  state() {
    return {
      plugged: this.#plugged,
      /** The sheet that lies under it. */
      paper: this.#paper,
      papers: kindsOf(PAPERS).map((paper) => ({ paper, name: PAPERS[paper].name })),
    };
  }

  /** Does what a call says; answers a sentence when it is no call that a camera knows. */
  move(body: unknown): string | undefined {
    const call = CALL.safeParse(body);
    if (!call.success) return describeProblem(call.error);
    switch (call.data.verb) {
      case 'put-paper':
        this.#lay(call.data.paper);
        break;
      case 'take-paper':
        this.#lay(null);
        break;
      case 'unplug':
        this.simulator.unplug(UNNUMBERED_CAMERA);
        this.#plugged = false;
        break;
      case 'plug-in':
        this.simulator.plugIn(UNNUMBERED_CAMERA);
        this.#plugged = true;
        break;
    }
    for (const listener of this.#listeners) listener();
    return undefined;
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.simulator[Symbol.dispose]();
  }

  #lay(paper: PaperName | null): void {
    this.#paper = paper;
    this.#picture = photographDesk(paper === null ? null : PAPERS[paper].paper);
    writeFakeVideo(this.#videoFile, this.#picture);
  }
}
