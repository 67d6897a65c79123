import { STATE } from './codes.ts';
import type { ReaderState } from './library.ts';

/** A card as the service tells of it. `isMute`: the reader got no answer to reset from it. */
export interface SlotCard {
  /** Counts insertions and removals: tells a card from the one that took its place between two looks. */
  readonly events: number;
  readonly isMute: boolean;
}

/** 16 bits above the state's own. */
const EVENT_COUNT_SHIFT = 16;

/**
 * Slots that hold the terminal's own security module (PSAM) show a card for ever; citizens cannot reach them.
 * Reader makers write the word in the name of the slot.
 */
const SECURITY_MODULE_SLOT = /(^|[^A-Za-z])P?SAM([^A-Za-z]|$)/i;

export function isForCitizens(reader: string): boolean {
  return !SECURITY_MODULE_SLOT.test(reader);
}

/** The card in a reader; null when there is none, undefined when the reader itself is not there any more. */
export function cardOf({ state }: ReaderState): SlotCard | null | undefined {
  if ((state & (STATE.UNKNOWN | STATE.UNAVAILABLE)) !== 0) return undefined;
  if ((state & STATE.PRESENT) === 0) return null;
  return { events: state >>> EVENT_COUNT_SHIFT, isMute: (state & STATE.MUTE) !== 0 };
}

/**
 * Whether the service knows the reader but not yet what is in it: so for some tenths of a second after it was plugged
 * in, and the count of events may be that of the reader that had its place before.
 */
export function isStarting({ state }: ReaderState): boolean {
  return (state & (STATE.UNKNOWN | STATE.UNAVAILABLE | STATE.EMPTY | STATE.PRESENT)) === 0;
}

/**
 * What to hand to the next wait: what is known now, without the mark that it has changed. Of a reader that is starting
 * nothing is known: pcsc-lite would see no change from a count alone to a card, and wait for ever.
 */
export function known(now: ReaderState): ReaderState {
  return { reader: now.reader, state: isStarting(now) ? 0 : now.state & ~STATE.CHANGED };
}
