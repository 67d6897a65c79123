/** A form and at most this many materials of a submission. */
export const MOST_PARTS = 256;

/** Key of a part's row: the submission's own number and the part's place in it, 0 for the form. */
export function partKey(n: number, place: number): number {
  if (place >= MOST_PARTS) throw new RangeError(`a submission has at most ${MOST_PARTS - 1} materials`);
  return n * MOST_PARTS + place;
}
