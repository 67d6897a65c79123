const FEWEST_SLOTS = 1024;
/** A fuller table is searched long. */
const FULLEST = 0.6;

/** Numbers from 1 to 2^32 − 1, found by a hash of 32 bits that several may share. About 20 bytes for each number. */
export class NumbersByHash {
  /** Hash and number by turns; the number of a free slot is 0. */
  #slots = new Uint32Array(2 * FEWEST_SLOTS);
  #count = 0;

  add(hash: number, n: number): void {
    if (this.#count >= FULLEST * (this.#slots.length / 2)) this.#grow();
    this.#put(hash, n);
    this.#count += 1;
  }

  /** In no order. */
  get(hash: number): number[] {
    const slots = this.#slots;
    const found: number[] = [];
    for (let at = this.#slotOf(hash); slots[at + 1] !== 0; at = this.#next(at)) {
      if (slots[at] === hash) found.push(slots[at + 1] as number);
    }
    return found;
  }

  #put(hash: number, n: number): void {
    let at = this.#slotOf(hash);
    while (this.#slots[at + 1] !== 0) at = this.#next(at);
    this.#slots[at] = hash;
    this.#slots[at + 1] = n;
  }

  #slotOf(hash: number): number {
    return 2 * (hash & (this.#slots.length / 2 - 1));
  }

  #next(at: number): number {
    return (at + 2) & (this.#slots.length - 1);
  }

  #grow(): void {
    const full = this.#slots;
    this.#slots = new Uint32Array(2 * full.length);
    for (let at = 0; at < full.length; at += 2) {
      if (full[at + 1] !== 0) this.#put(full[at] as number, full[at + 1] as number);
    }
  }
}
