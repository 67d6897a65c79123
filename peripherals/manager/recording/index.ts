import { IdCardScrubber } from './scrub-id-card.ts';
import { ReceiptScrubber } from './scrub-receipt.ts';
import type { Scrubber } from './scrubber.ts';

/** The families whose traffic can be recorded: those whose personal data we know where to find. */
export const SCRUBBERS = {
  'id-card-reader': () => new IdCardScrubber(),
  'receipt-printer': () => new ReceiptScrubber(),
} as const satisfies Readonly<Record<string, () => Scrubber>>;
export type RecordableFamily = keyof typeof SCRUBBERS;

export { parseRecording } from './format.ts';
export type { Recording, RecordingEntry } from './format.ts';
export { Recorder } from './record.ts';
export { Replay } from './replay.ts';
export type { ReplayEnd } from './replay.ts';
export type { Scrubber } from './scrubber.ts';
