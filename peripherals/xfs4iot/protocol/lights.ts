import { z } from 'zod';
import { errorCode, maybe } from './common.ts';

/** The class Lights. Source: CEN CWA 17852, "Lights Interface" (version 3: each light by its positions). */

/** The lights that we use, of the 22 that the class names. */
export const LIGHT_NAMES = ['cardReader', 'contactless', 'receiptPrinter', 'scanner'] as const;
export type XfsLightName = (typeof LIGHT_NAMES)[number];

/** A position: left, right, center, top, bottom, front, rear, or a maker's own. */
const capsOfPositions = z.record(z.string(), z.unknown());

export const lightsCapabilities = z.object({
  cardReader: maybe(capsOfPositions),
  contactless: maybe(capsOfPositions),
  receiptPrinter: maybe(capsOfPositions),
  scanner: maybe(capsOfPositions),
});

export const LIGHT_ERRORS = ['invalidLight', 'lightError'] as const;
export const setLight = z.partialRecord(
  z.enum(LIGHT_NAMES),
  z.record(z.string(), z.object({ flashRate: z.enum(['off', 'continuous']) })),
);
export const lightSet = z.object({ errorCode: errorCode(LIGHT_ERRORS) });
