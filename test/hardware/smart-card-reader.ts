import type { Socket } from 'node:net';
import { SocialSecurityCardSimulator, holders } from '@tongban/peripherals/smart-card-reader/simulator';
import type { CardHabits } from '@tongban/peripherals/smart-card-reader/simulator';
import type { Machine } from './machine.ts';

/**
 * The protocol of QEMU's ccid-card-passthru: type, reader and length, 32 bits big-endian each, then the data.
 * Source: libcacard, vscard_common.h.
 */
const INIT = 1;
const READER_ADD = 3;
const ANSWER_TO_RESET = 5;
const CARD_REMOVE = 6;
const APDU = 7;
const HEADER_BYTES = 12;
const NO_READER_YET = 0xffffffff;
/** "VSCD", version 0.0.2, no capabilities. */
const HELLO = Buffer.from('565343440000000200000000', 'hex');

const READER = 'ccid';
/** Of a card that is read with some twenty. */
const COMMANDS_BEFORE_SILENCE = 9;

/** A USB smart card reader (CCID, as QEMU makes it) that can be pulled out of the guest, and the cards in it. */
export class SmartCardReader {
  readonly #machine: Machine;
  readonly #simulator = new SocialSecurityCardSimulator();
  #line: Socket | null = null;
  /** Whether this command is left without an answer. */
  #onCommand: () => boolean = () => false;

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  /** A card that was in it when it was pulled is in it still. */
  async plugIn(): Promise<void> {
    await this.#machine.addDevice({ driver: 'usb-ccid', id: READER, bus: 'usb.0' });
    await this.#machine.addDevice({ driver: 'ccid-card-passthru', bus: `${READER}.0`, chardev: 'card' });
    const line = await this.#machine.connect('card');
    this.#line = line;
    let received: Buffer = Buffer.alloc(0);
    line.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      while (received.length >= HEADER_BYTES) {
        const end = HEADER_BYTES + received.readUInt32BE(8);
        if (received.length < end) return;
        if (received.readUInt32BE(0) === APDU) this.#answer(received.subarray(HEADER_BYTES, end));
        received = received.subarray(end);
      }
    });
    this.#send(INIT, HELLO);
    this.#send(READER_ADD, Buffer.from('TEST\0'), NO_READER_YET);
    this.#touch();
  }

  async pull(): Promise<void> {
    await this.#machine.command('device_del', { id: READER });
    this.#line?.destroy();
    this.#line = null;
  }

  insertCard(habits: Partial<CardHabits> = {}): void {
    this.#simulator.insertCard(holders[0]!, habits);
    this.#touch();
  }

  /**
   * Resolves at the command that gets no answer, with the card still in. Not taken out meanwhile: whether this reader
   * then says so, or never says another word, depends on how far its host has come.
   */
  async insertCardThatFallsSilent(): Promise<void> {
    const silent = Promise.withResolvers<void>();
    let left = COMMANDS_BEFORE_SILENCE;
    this.#onCommand = () => {
      if (--left > 0) return false;
      this.#onCommand = () => false;
      silent.resolve();
      return true;
    };
    this.insertCard();
    await silent.promise;
  }

  removeCard(): void {
    this.#simulator.removeCard();
    this.#send(CARD_REMOVE);
  }

  #answer(command: Uint8Array): void {
    if (this.#onCommand()) return;
    const answer = this.#simulator.answer(0, command);
    if (answer !== null) this.#send(APDU, answer);
  }

  /** The contacts of the card, if one is in, meet those of the reader. */
  #touch(): void {
    const chip = this.#simulator.chipIn(0);
    chip?.reset();
    const answer = chip?.answerToReset ?? null;
    if (answer !== null) this.#send(ANSWER_TO_RESET, answer);
  }

  #send(type: number, data: Uint8Array = new Uint8Array(0), reader = 0): void {
    const header = Buffer.alloc(HEADER_BYTES);
    header.writeUInt32BE(type, 0);
    header.writeUInt32BE(reader, 4);
    header.writeUInt32BE(data.length, 8);
    this.#line?.write(Buffer.concat([header, data]));
  }
}
