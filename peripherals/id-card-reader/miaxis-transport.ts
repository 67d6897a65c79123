import { createHidTransport } from '../transport/index.ts';
import type { ByteTransport, HidTransportOptions } from '../transport/index.ts';
import {
  MIAXIS_PRODUCT_ID,
  MIAXIS_VENDOR_ID,
  decodeMiaxisAnswer,
  encodeMiaxisRequest,
} from './protocol/miaxis-report.ts';

/** hidapi wants the number of the report first; these have none. */
const NO_REPORT_NUMBER = 0;

/**
 * The line to a MIAXIS HID reader: the same bytes as over a serial port, carried in reports. Each write is one whole
 * frame. A damaged report is left out, so that the frame which it was part of comes out damaged.
 */
export function createMiaxisTransport(
  options: Omit<HidTransportOptions, 'vendorId' | 'productId'> = {},
): ByteTransport {
  const hid = createHidTransport({ ...options, vendorId: MIAXIS_VENDOR_ID, productId: MIAXIS_PRODUCT_ID });
  return {
    open: () => hid.open(),
    write: (frame) => hid.write(Uint8Array.of(NO_REPORT_NUMBER, ...encodeMiaxisRequest(frame))),
    onData: (listener) =>
      hid.onData((report) => {
        const piece = decodeMiaxisAnswer(report);
        if (piece !== null && piece.length > 0) listener(piece);
      }),
    onClosed: (listener) => hid.onClosed(listener),
    close: () => hid.close(),
  };
}
