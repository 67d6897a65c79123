import { checkSetting } from './dialect.ts';
import type { Dialect } from './dialect.ts';
import { toVerdict } from './events.ts';

/**
 * Honeywell menu commands: `SYN M CR`, tag and subtag and data, then `!` for volatile or `.` for lasting memory. The
 * scanner echoes the command without its prefix and puts ACK, NAK or ENQ before the last character. Trigger: `SYN T CR`
 * and `SYN U CR`, never answered. Source: N86 and N3680 user guides, "Serial programming commands".
 */

const MENU_PREFIX = Uint8Array.of(0x16, 0x4d, 0x0d);
const VOLATILE = 0x21;
const LASTING = 0x2e;
const REPLY_TEXT = /^[0-9A-Z]{4,64}$/;

export const HONEYWELL: Dialect = {
  name: 'honeywell',
  triggerOn: Uint8Array.of(0x16, 0x54, 0x0d),
  triggerOff: Uint8Array.of(0x16, 0x55, 0x0d),
  encodeSetting: (setting) =>
    Uint8Array.of(...MENU_PREFIX, ...Buffer.from(checkSetting(setting), 'latin1'), VOLATILE),
  parseReply(bytes) {
    const last = bytes.at(-1);
    if (last !== VOLATILE && last !== LASTING) return null;
    const verdict = toVerdict(bytes.at(-2));
    if (verdict === null) return null;
    const setting = Buffer.from(bytes.subarray(0, -2)).toString('latin1').toUpperCase();
    return REPLY_TEXT.test(setting) ? { setting, verdict } : null;
  },
  // A reply begins like any text: half of one cannot be told from a code.
  isPartOfReply: () => false,
};
