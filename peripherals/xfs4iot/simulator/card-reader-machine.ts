import { SocialSecurityCardSimulator } from '../../smart-card-reader/simulator/index.ts';
import type { SyntheticHolder } from '../../smart-card-reader/simulator/index.ts';
import type { CardMedia } from '../protocol/card-reader.ts';
import type { Payload } from '../protocol/envelope.ts';
import { DONE, failed, Machine } from './machine.ts';
import type { Ending, Job } from './machine.ts';

export type CardReaderType = 'motor' | 'dip' | 'latchedDip';
type Habits = NonNullable<Parameters<SocialSecurityCardSimulator['insertCard']>[1]>;

/** A card reader with a chip in it: the chips are those of the other smart card simulator. */
export class CardReaderMachine extends Machine {
  readonly key = 'cardReader';
  readonly cards = new SocialSecurityCardSimulator();
  readonly #type: CardReaderType;
  #media: CardMedia = 'notPresent';
  #isPowered = false;
  /** How often a card was taken in. */
  insertions = 0;

  constructor(type: CardReaderType) {
    super();
    this.#type = type;
    let before = this.cards.chipIn(0);
    this.cards.onChange(() => {
      const now = this.cards.chipIn(0);
      if (now === before) return;
      // A card in the place of another one was taken out and put in.
      if (before !== null) this.#removed();
      before = now;
      // A motor has it in its slot until it is told to take it in; into a dip reader the hand puts it.
      if (now !== null) this.#become(this.#type === 'motor' ? 'entering' : 'present');
    });
  }

  get media(): CardMedia {
    return this.#media;
  }
  get state(): Payload {
    return { media: this.#media, chipPower: this.#isPowered ? 'online' : 'noCard', chipModule: 'ok' };
  }
  get capabilities(): Payload {
    return { type: this.#type, chipProtocols: { chipT0: true, chipT1: true } };
  }

  insertCard(holder: SyntheticHolder, habits: Habits = {}): void {
    this.cards.insertCard(holder, habits);
  }
  /** Also with force, out of a motor. */
  removeCard(): void {
    this.cards.removeCard();
  }

  jam(): void {
    this.#become('jammed');
  }
  /** Staff opens it and takes the card out. */
  clearJam(): void {
    this.removeCard();
  }

  protected async run(name: string, payload: Payload, job: Job): Promise<Ending> {
    switch (name) {
      case 'CardReader.ReadRawData':
        return this.#readRawData(job);
      case 'CardReader.ChipPower':
        return this.#power(payload['chipPower'] as string);
      case 'CardReader.ChipIO':
        return this.#exchange(payload['chipData'] as string, job);
      case 'CardReader.Move':
        return this.#move();
      default:
        return { code: 'unsupportedCommand' };
    }
  }

  async #readRawData(job: Job): Promise<Ending> {
    job.tell('CardReader.InsertCardEvent');
    const found = await this.until<'card' | 'jam'>(job, () => {
      if (this.#media === 'jammed') return 'jam';
      return this.cards.chipIn(0) === null ? undefined : 'card';
    });
    if (typeof found !== 'string') return found;
    if (found === 'jam') return failed('mediaJam');
    this.insertions++;
    job.tell('CardReader.MediaInsertedEvent');
    this.#become(this.#type === 'latchedDip' ? 'latched' : 'present');
    // Whoever listened to the change may have taken it out again.
    const chip = this.cards.chipIn(0);
    if (chip === null) return failed('noMedia');
    if (chip.answerToReset === null) return failed('invalidMedia');
    this.#isPowered = true;
    return {
      code: 'success',
      payload: { chip: [{ status: null, data: Buffer.from(chip.answerToReset).toString('base64') }] },
    };
  }

  #power(wanted: string): Ending {
    const trouble = this.#trouble();
    if (trouble !== null) return trouble;
    const chip = this.cards.chipIn(0)!;
    this.#isPowered = wanted !== 'off';
    chip.reset();
    if (wanted === 'off') return DONE;
    return chip.answerToReset === null
      ? failed('atrNotObtained')
      : { code: 'success', payload: { chipData: Buffer.from(chip.answerToReset).toString('base64') } };
  }

  async #exchange(data: string, job: Job): Promise<Ending> {
    const trouble = this.#trouble();
    if (trouble !== null) return trouble;
    if (!this.#isPowered) return { code: 'sequenceError' };
    const chip = this.cards.chipIn(0);
    const answer = this.cards.answer(0, Buffer.from(data, 'base64'));
    const now = this.#trouble();
    if (now !== null) return now;
    if (answer !== null) {
      return {
        code: 'success',
        payload: { chipProtocol: 'chipT0', chipData: Buffer.from(answer).toString('base64') },
      };
    }
    // The chip hangs, until it is taken out or the command is given up.
    return this.until<Ending>(job, () => (this.cards.chipIn(0) === chip ? undefined : failed('noMedia')));
  }

  #move(): Ending {
    const trouble = this.#trouble();
    if (trouble !== null) return trouble;
    if (this.#type === 'dip') return { code: 'unsupportedCommand' };
    this.#isPowered = false;
    this.#become('entering');
    return DONE;
  }

  #trouble(): Ending | null {
    if (this.#media === 'jammed') return failed('mediaJam');
    return this.cards.chipIn(0) === null || this.#media === 'entering' ? failed('noMedia') : null;
  }

  #removed(): void {
    this.#isPowered = false;
    this.#become('notPresent');
    this.tellAll('CardReader.MediaRemovedEvent');
  }

  #become(media: CardMedia): void {
    this.#media = media;
    this.changed();
  }
}
