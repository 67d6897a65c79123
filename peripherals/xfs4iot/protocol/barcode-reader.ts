import { z } from 'zod';
import { bytes, errorCode, maybe } from './common.ts';

/** The class BarcodeReader. Source: CEN CWA 17852, "Barcode Reader Interface". */

export const barcodeReaderStatus = z.object({
  scanner: maybe(z.enum(['on', 'off', 'inoperative', 'unknown'])),
});

export const BARCODE_ERRORS = ['barcodeInvalid'] as const;
/** Looks for a code of any kind until there is one. */
export const read = z.object({});
export const barcodeRead = z.object({
  errorCode: errorCode(BARCODE_ERRORS),
  readOutput: z
    .array(z.object({ symbology: z.string(), barcodeData: bytes }))
    .nullish()
    .transform((given) => given ?? []),
});
