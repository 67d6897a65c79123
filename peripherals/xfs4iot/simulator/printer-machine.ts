import { Composer, HEAD_BYTES } from '../../receipt-printer/simulator/mechanism.ts';
import { HangingPaper } from '../../receipt-printer/simulator/paper.ts';
import type { PaperSlip } from '../../receipt-printer/simulator/paper.ts';
import { EscPosParser } from '../../receipt-printer/simulator/parser.ts';
import type { PaperSupply, PrinterMedia } from '../protocol/printer.ts';
import type { Payload } from '../protocol/envelope.ts';
import { DONE, failed, Machine } from './machine.ts';
import type { Ending, Job } from './machine.ts';

export interface PrinterHabits {
  readonly cut: boolean;
  readonly eject: boolean;
  readonly retract: boolean;
}

/** A printer of slips with a slot where they wait to be taken. What it prints is drawn by the other printer's mechanism. */
export class PrinterMachine extends Machine {
  readonly key = 'printer';
  readonly #habits: PrinterHabits;
  readonly #parser = new EscPosParser(HEAD_BYTES);
  readonly #composer = new Composer();
  readonly #inside = new HangingPaper();
  #supply: PaperSupply = 'full';
  #media: PrinterMedia = 'notPresent';
  #inSlot: PaperSlip | null = null;
  #stopsAfterRows = Infinity;
  #count = 0;
  /** What citizens have taken, and what nobody took and was drawn back. */
  readonly taken: PaperSlip[] = [];
  readonly retracted: PaperSlip[] = [];

  constructor(habits: PrinterHabits) {
    super();
    this.#habits = habits;
  }

  get media(): PrinterMedia {
    return this.#media;
  }
  get inSlot(): PaperSlip | null {
    return this.#inSlot;
  }
  get state(): Payload {
    return { media: this.#media, paper: { upper: this.#supply, lower: null } };
  }
  get capabilities(): Payload {
    return { type: { receipt: true }, control: { ...this.#habits, perforate: false } };
  }

  runOutOfPaper(): void {
    this.#paper('out');
  }
  runLow(): void {
    this.#paper('low');
  }
  refill(): void {
    this.#stopsAfterRows = Infinity;
    this.#paper('full');
  }
  /** The paper ends in the middle of the next slip. */
  endPaperAfter(rows: number): void {
    this.#stopsAfterRows = rows;
  }
  jam(): void {
    this.#media = 'jammed';
    this.changed();
  }
  clearJam(): void {
    this.#media = 'notPresent';
    this.changed();
  }
  /** The citizen takes what is in the slot. @throws Error when there is nothing */
  takeSlip(): PaperSlip {
    const slip = this.#inSlot;
    if (slip === null) throw new Error('no slip is in the slot');
    this.#inSlot = null;
    this.taken.push(slip);
    this.#media = 'notPresent';
    this.changed();
    this.tellAll('Printer.MediaTakenEvent');
    return slip;
  }

  protected run(name: string, payload: Payload, job: Job): Promise<Ending> {
    switch (name) {
      case 'Printer.PrintRaw':
        return Promise.resolve(this.#print(Buffer.from(payload['data'] as string, 'base64')));
      case 'Printer.ControlMedia':
        return Promise.resolve(
          this.#control(payload['mediaControl'] as { cut?: boolean; move?: string }, job),
        );
      default:
        return Promise.resolve({ code: 'unsupportedCommand' });
    }
  }

  #print(data: Uint8Array): Ending {
    if (this.#media === 'jammed') return failed('paperJammed');
    if (this.#supply === 'out') return failed('paperOut');
    let rows = 0;
    for (const byte of data) {
      for (const operation of this.#parser.push(byte)) {
        for (const step of this.#composer.compose(operation)) {
          if (step.kind === 'row') {
            if (++rows > this.#stopsAfterRows) {
              this.#parser.reset();
              this.runOutOfPaper();
              return failed('paperOut');
            }
            this.#inside.addRow(step.row);
          } else if (step.kind === 'text') this.#inside.addText(step.text);
          else if (step.kind === 'qr') this.#inside.addQrText(step.text);
          else if (step.kind === 'cut') this.#toSlot();
        }
      }
    }
    this.#media = 'present';
    this.changed();
    return DONE;
  }

  #control({ cut, move }: { cut?: boolean; move?: string }, job: Job): Ending {
    if (this.#media === 'jammed') return failed('paperJammed');
    if (cut && !this.#habits.cut) return { code: 'unsupportedData' };
    if ((move === 'eject' && !this.#habits.eject) || (move === 'retract' && !this.#habits.retract)) {
      return { code: 'unsupportedData' };
    }
    if (this.#inside.isBlank && this.#inSlot === null) return failed('noMediaPresent');
    if (cut) this.#toSlot();
    if (move === 'eject') {
      this.#media = 'entering';
      job.tell('Printer.MediaPresentedEvent', { wadIndex: 1, totalWads: 1 });
    } else if (move === 'retract') {
      if (this.#inSlot !== null) this.retracted.push(this.#inSlot);
      this.#inSlot = null;
      this.#media = 'retracted';
    }
    this.changed();
    return DONE;
  }

  /** What was in the slot before is pushed out by it. */
  #toSlot(): void {
    if (this.#inside.isBlank) return;
    if (this.#inSlot !== null) this.taken.push(this.#inSlot);
    this.#inSlot = this.#inside.takeOff(`slip-${++this.#count}`, 'cut');
  }

  #paper(supply: PaperSupply): void {
    this.#supply = supply;
    this.changed();
    if (supply !== 'unknown') {
      this.tellAll('Printer.PaperThresholdEvent', { paperSource: 'upper', threshold: supply });
    }
  }
}
