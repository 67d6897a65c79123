import type { Payload } from '../protocol/envelope.ts';
import { Machine } from './machine.ts';
import type { Ending, Job } from './machine.ts';

interface Shown {
  readonly symbology: string;
  readonly data: Uint8Array;
}

/** A scanner that looks for a code as long as a client reads. */
export class BarcodeReaderMachine extends Machine {
  readonly key = 'barcodeReader';
  #isLooking = false;
  #shown: Shown | 'unreadable' | null = null;

  /** Its light is on. */
  get isLooking(): boolean {
    return this.#isLooking;
  }
  get state(): Payload {
    return { scanner: this.#isLooking ? 'on' : 'off' };
  }
  get capabilities(): Payload {
    return { canFilterSymbologies: false, symbologies: { qrCode: true, code128: true, ean13: true } };
  }

  /** Somebody holds a code in front of it and takes it away: while nobody reads, nothing comes of it. */
  presentCode(code: string | Uint8Array, symbology = 'qrCode'): void {
    const data = typeof code === 'string' ? Buffer.from(code, 'utf8') : code;
    this.#show({ symbology, data });
  }

  /** A code of which it can see that it is one, and no more. */
  presentSmudge(): void {
    this.#show('unreadable');
  }

  protected async run(name: string, _payload: Payload, job: Job): Promise<Ending> {
    if (name !== 'BarcodeReader.Read') return { code: 'unsupportedCommand' };
    this.#look(true);
    const shown = await this.until(job, () => this.#shown ?? undefined);
    this.#look(false);
    if (shown === 'unreadable') return { code: 'commandErrorCode', payload: { errorCode: 'barcodeInvalid' } };
    if ('code' in shown) return shown;
    const { symbology, data } = shown;
    return {
      code: 'success',
      payload: {
        readOutput: [
          { symbology, barcodeData: Buffer.from(data).toString('base64'), symbologyName: symbology },
        ],
      },
    };
  }

  #show(shown: Shown | 'unreadable'): void {
    this.#shown = shown;
    this.changed();
    this.#shown = null;
  }

  #look(isLooking: boolean): void {
    this.#isLooking = isLooking;
    this.changed();
  }
}
