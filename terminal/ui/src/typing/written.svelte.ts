import type { MethodParams } from '@tongban/contract';
import { kiosk } from '../kiosk.svelte.ts';

export type Strokes = MethodParams<'handwriting.recognise'>['strokes'];

/** One character as it is written with a finger, and what core takes it for. Gone as soon as it is chosen or wiped. */
export class Written {
  strokes: Strokes = $state.raw([]);
  /** The likeliest first. Those of one stroke before stay until the next ones are there. */
  candidates: readonly string[] = $state.raw([]);
  /** Core has answered that there are none. */
  unknown = $state(false);
  #turn = 0;

  write(strokes: Strokes): void {
    const turn = (this.#turn += 1);
    this.strokes = strokes;
    if (strokes.length > 0) {
      void kiosk.call('handwriting.recognise', { strokes }).then((found) => {
        // Only the answer to the latest stroke counts.
        if (turn === this.#turn) this.#take(found?.candidates ?? []);
      });
      return;
    }
    this.candidates = [];
    this.unknown = false;
  }

  clear(): void {
    this.write([]);
  }

  #take(candidates: readonly string[]): void {
    this.candidates = candidates;
    this.unknown = candidates.length === 0;
  }
}
