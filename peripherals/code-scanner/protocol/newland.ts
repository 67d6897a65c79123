import { checkSetting } from './dialect.ts';
import type { Dialect } from './dialect.ts';
import { toVerdict } from './events.ts';

/**
 * Newland unified commands: `~ SOH 0 0 0 0`, `#` for volatile or `@` for lasting memory, tag and subtag and data, then
 * `; ETX`. The reply begins with STX in place of the `~` and has ACK, NAK or ENQ before the `;`. The trigger is a
 * command like the others. Source: NLS-HR52 and NLS-FM530 user manuals, "Use of programming command".
 */

const COMMAND_PREFIX = Uint8Array.of(0x7e, 0x01, 0x30, 0x30, 0x30, 0x30);
const REPLY_PREFIX = Uint8Array.of(0x02, 0x01, 0x30, 0x30, 0x30, 0x30);
const VOLATILE = 0x23;
const LASTING = 0x40;
const END = Uint8Array.of(0x3b, 0x03);
/** Prefix, storage character, verdict and end. */
const REPLY_FRAME_BYTES = REPLY_PREFIX.length + 1 + 1 + END.length;
const REPLY_TEXT = /^[0-9A-Z]{4,64}$/;

const encodeSetting = (setting: string): Uint8Array =>
  Uint8Array.of(...COMMAND_PREFIX, VOLATILE, ...Buffer.from(checkSetting(setting), 'latin1'), ...END);

export const NEWLAND: Dialect = {
  name: 'newland',
  triggerOn: encodeSetting('SCNTRG1'),
  triggerOff: encodeSetting('SCNTRG0'),
  encodeSetting,
  parseReply(bytes) {
    if (bytes.at(-1) !== END[1] || bytes.at(-2) !== END[0]) return null;
    if (bytes.length <= REPLY_FRAME_BYTES || !startsWith(bytes, REPLY_PREFIX)) return null;
    const storage = bytes[REPLY_PREFIX.length];
    const verdict = toVerdict(bytes.at(-3));
    if ((storage !== VOLATILE && storage !== LASTING) || verdict === null) return null;
    const setting = Buffer.from(bytes.subarray(REPLY_PREFIX.length + 1, -3)).toString('latin1');
    return REPLY_TEXT.test(setting) ? { setting, verdict } : null;
  },
  isPartOfReply: (bytes) => bytes[0] === REPLY_PREFIX[0] && bytes[1] === REPLY_PREFIX[1],
};

function startsWith(bytes: Uint8Array, start: Uint8Array): boolean {
  return start.every((byte, i) => bytes[i] === byte);
}
