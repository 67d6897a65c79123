import { connect } from 'node:net';
import type { Socket } from 'node:net';
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

/** The contact between a card and its slot: closing it takes the card out. */
export interface VpcdLine {
  close(): void;
}

/** Puts the card that is in the simulator's slot into vpcd's slot at that TCP port. */
export function openVpcdLine(
  simulator: SocialSecurityCardSimulator,
  slot: SlotIndex,
  port: number,
): VpcdLine {
  const chip = simulator.chipIn(slot);
  let received = Buffer.alloc(0);
  let wasPoweredOn = false;
  let isOpen = true;
  let socket: Socket;

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
        wasPoweredOn = true;
        chip?.reset();
        return;
      case POWER_OFF:
        return;
      case GET_ANSWER_TO_RESET: {
        // vpcd takes a card for present when there is an answer to reset. A mute one feels like a card until it is
        // powered, which is what the switch in a real slot tells.
        const answer = chip?.answerToReset ?? null;
        if (answer !== null) send(answer);
        else send(wasPoweredOn ? Buffer.alloc(0) : Buffer.of(0x3b, 0x00));
        return;
      }
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

  const open = (): void => {
    socket = connect({ port, host: '127.0.0.1', noDelay: true });
    socket.on('data', onData);
    socket.on('error', () => socket.destroy());
  };
  open();
  return {
    close() {
      isOpen = false;
      socket.destroy();
    },
  };
}
