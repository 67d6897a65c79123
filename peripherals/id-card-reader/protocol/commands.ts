import { encodeFrame } from './frame.ts';
import { TEXT_LENGTH } from './layouts.ts';
import { FIND_FAILED, FOUND, NO_SUCH_ITEM, SELECT_FAILED, SUCCESS, nextStepOf } from './status-codes.ts';

/** One command of the module and how its success looks: answers carry no command number, only their shape tells. */
export interface Command {
  readonly name: string;
  readonly request: Uint8Array;
  readonly successCode: number;
  /** Bytes after SW3 in a successful answer. */
  readonly successLength: number;
  /** What it is about: the module answers card troubles only to commands that touch a card. */
  readonly scope: 'module' | 'find' | 'select' | 'read';
  /** The card is read over radio before the first byte of the answer comes: about a second. */
  readonly slow: boolean;
}

function command(
  name: string,
  body: readonly number[],
  scope: Command['scope'],
  successLength: number,
  { successCode = SUCCESS, slow = false } = {},
): Command {
  return { name, request: encodeFrame(Uint8Array.from(body)), scope, successCode, successLength, slow };
}

export const PHOTO_LENGTH = 1024;
/** Two big-endian lengths, text 01 00 and photo 04 00, stand before the two blocks. */
const READ_BASE_HEADER_LENGTH = 4;

/** Resets the module; it then does its self-test again. */
export const RESET = command('reset', [0x10, 0xff], 'module', 0);
export const SAM_STATUS = command('sam-status', [0x11, 0xff], 'module', 0);
/** The number of the security module in this reader: see `formatSamId`. */
export const READ_SAM_ID = command('sam-id', [0x12, 0xff], 'module', 16);
export const FIND_CARD = command('find-card', [0x20, 0x01], 'find', 4, { successCode: FOUND });
export const SELECT_CARD = command('select-card', [0x20, 0x02], 'select', 8);
export const READ_BASE = command(
  'read-base',
  [0x30, 0x01],
  'read',
  READ_BASE_HEADER_LENGTH + TEXT_LENGTH + PHOTO_LENGTH,
  { slow: true },
);
/** 70 bytes of text; "no such item" when the address was never changed. One old transcript prints 30 02: wrong. */
export const READ_NEWEST_ADDRESS = command('read-newest-address', [0x30, 0x03], 'read', 70);
export const READ_MANAGEMENT_NUMBER = command('read-management-number', [0x30, 0x05], 'read', 28);

/**
 * Whether such an answer can be one to this command. An answer that cannot belongs to an earlier command and came
 * late: it must not be taken for this one's.
 */
export function canAnswer(command: Command, code: number, dataLength: number): boolean {
  const step = nextStepOf(code);
  if (step === 'ok') return code === command.successCode && dataLength === command.successLength;
  if (dataLength !== 0) return false;
  if (code === FIND_FAILED) return command.scope === 'find';
  if (code === SELECT_FAILED) return command.scope === 'select';
  if (code === NO_SUCH_ITEM) return command.scope === 'read';
  return command.scope !== 'module' || !['card-lost', 'card-failed', 'card-unsupported'].includes(step);
}

/** Splits the data of a successful read-base; null when its own lengths do not say 256 and 1,024 bytes. */
export function splitReadBase(data: Uint8Array): { text: Uint8Array; photoWlt: Uint8Array } | null {
  if (data.length !== READ_BASE.successLength) return null;
  const textLength = (data[0]! << 8) | data[1]!;
  const photoLength = (data[2]! << 8) | data[3]!;
  if (textLength !== TEXT_LENGTH || photoLength !== PHOTO_LENGTH) return null;
  const photoStart = READ_BASE_HEADER_LENGTH + TEXT_LENGTH;
  return { text: data.subarray(READ_BASE_HEADER_LENGTH, photoStart), photoWlt: data.slice(photoStart) };
}

/** The security module's number as its label prints it: five little-endian numbers of 2, 2, 4, 4 and 4 bytes. */
export function formatSamId(data: Uint8Array): string {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const padded = (value: number, digits: number): string => String(value).padStart(digits, '0');
  return (
    `${padded(view.getUint16(0, true), 2)}.${padded(view.getUint16(2, true), 2)}-${view.getUint32(4, true)}` +
    `-${padded(view.getUint32(8, true), 9)}-${padded(view.getUint32(12, true), 9)}`
  );
}
