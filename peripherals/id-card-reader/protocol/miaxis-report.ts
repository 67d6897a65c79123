/**
 * How MIAXIS readers (MR-300, 10C4:0007) carry the frames of the module in HID reports of 64 bytes without a number, as
 * their maker's own driver does it. Request: `88 | 00 00 | length, LE | B1 | frame | sum, LE`, where length counts B1
 * and the frame. Answer: `AA | 00 00 | length, LE | result | 2 bytes | piece of the frame | sum, LE`, where length counts
 * all between itself and the sum; the pieces of an answer, up to 54 bytes each, come in as many reports as it takes.
 * The sum is that of all bytes from the length on. Result and the 2 bytes say nothing that the frame does not.
 */

export const MIAXIS_VENDOR_ID = 0x10c4;
export const MIAXIS_PRODUCT_ID = 0x0007;
export const REPORT_LENGTH = 64;

const REQUEST_MARK = 0x88;
const ANSWER_MARK = 0xaa;
/** "Pass this on to the ID card module." */
const MODULE_COMMAND = 0xb1;
/** Mark, two bytes of number, and length. */
const LENGTH_OFFSET = 3;
const HEADER_LENGTH = 5;
const SUM_LENGTH = 2;
/** Result and the two bytes before the piece. */
const BEFORE_PIECE_LENGTH = 3;
const MAX_COUNTED_LENGTH = REPORT_LENGTH - HEADER_LENGTH - SUM_LENGTH;

/** One request of the module as the 64 bytes of a report. @throws when the frame is too long: no request is. */
export function encodeMiaxisRequest(frame: Uint8Array): Uint8Array {
  const counted = frame.length + 1;
  if (counted > MAX_COUNTED_LENGTH) throw new Error(`no report holds a frame of ${frame.length} bytes`);
  const report = new Uint8Array(REPORT_LENGTH);
  report[0] = REQUEST_MARK;
  report[LENGTH_OFFSET] = counted;
  report[HEADER_LENGTH] = MODULE_COMMAND;
  report.set(frame, HEADER_LENGTH + 1);
  const sum = sumOf(report.subarray(LENGTH_OFFSET, HEADER_LENGTH + counted));
  report[HEADER_LENGTH + counted] = sum & 0xff;
  report[HEADER_LENGTH + counted + 1] = sum >> 8;
  return report;
}

/** The piece of a frame that a report brings; null for one that is damaged or something else. */
export function decodeMiaxisAnswer(report: Uint8Array): Uint8Array | null {
  if (report.length < HEADER_LENGTH || report[0] !== ANSWER_MARK) return null;
  const counted = report[LENGTH_OFFSET]! | (report[LENGTH_OFFSET + 1]! << 8);
  const end = HEADER_LENGTH + counted;
  if (counted < BEFORE_PIECE_LENGTH || counted > MAX_COUNTED_LENGTH || report.length < end + SUM_LENGTH)
    return null;
  const sum = report[end]! | (report[end + 1]! << 8);
  if (sum !== sumOf(report.subarray(LENGTH_OFFSET, end))) return null;
  return report.slice(HEADER_LENGTH + BEFORE_PIECE_LENGTH, end);
}

function sumOf(bytes: Uint8Array): number {
  return bytes.reduce((sum, byte) => sum + byte, 0);
}
