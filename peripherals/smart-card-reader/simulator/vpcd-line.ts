import { connect } from 'node:net';
import type { SocialSecurityChip } from './chip.ts';
import type { SlotIndex, SocialSecurityCardSimulator } from './simulator.ts';

/**
 * What vpcd sends in one byte, in place of a command. Every message has its length before it, 16 bits big-endian.
 * Source: vsmartcard, src/vpcd/vpcd.h and the chapter "Creating a virtual smart card" of its manual.
 */
const POWER_OFF = 0x00;
const POWER_ON = 0x01;
const RESET = 0x02;
const GET_ANSWER_TO_RESET = 0x04;
const LENGTH_BYTES = 2;
/**
 * vpcd takes a card without any answer to reset for no card at all. One that is longer than an answer can be (33
 * bytes) makes it fail at powering the card, as a reader does that finds a card without contact.
 */
const UNUSABLE_ANSWER = new Uint8Array(40).fill(0x3b);

/** The contact between a card and its slot: closing it takes the card out. */
export interface VpcdLine {
  readonly chip: SocialSecurityChip;
  close(): void;
}

/**
 * Puts the card that is in the simulator's slot into vpcd's slot at that TCP port.
 * @throws Error when the simulator's slot is empty.
 */
export function openVpcdLine(
  simulator: SocialSecurityCardSimulator,
  slot: SlotIndex,
  port: number,
): VpcdLine {
  const chip = simulator.chipIn(slot);
  if (chip === null) throw new Error(`no card is in slot ${slot}`);
  let received = Buffer.alloc(0);
  let isOpen = true;
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  const send = (bytes: Uint8Array): void => {
    const length = Buffer.alloc(LENGTH_BYTES);
    length.writeUInt16BE(bytes.length);
    socket.write(Buffer.concat([length, bytes]));
  };

  const take = (message: Buffer): void => {
    if (message.length !== 1) {
      const answer = simulator.answer(slot, message);
      if (answer !== null && isOpen) send(answer);
      return;
    }
    switch (message[0]) {
      case POWER_ON:
      case RESET:
        chip.reset();
        return;
      case POWER_OFF:
        return;
      case GET_ANSWER_TO_RESET:
        send(chip.answerToReset ?? UNUSABLE_ANSWER);
        return;
    }
  };

  const onData = (chunk: Buffer): void => {
    received = Buffer.concat([received, chunk]);
    while (received.length >= LENGTH_BYTES) {
      const end = LENGTH_BYTES + received.readUInt16BE();
      if (received.length < end) return;
      const message = received.subarray(LENGTH_BYTES, end);
      received = received.subarray(end);
      take(message);
    }
  };

  socket.on('data', onData);
  socket.on('error', () => socket.destroy());
  return {
    chip,
    close() {
      isOpen = false;
      socket.destroy();
    },
  };
}
