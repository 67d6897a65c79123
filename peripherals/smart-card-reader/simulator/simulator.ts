import { SocialSecurityChip } from './chip.ts';
import type { CardHabits } from './chip.ts';
import { CardFaults } from './faults.ts';
import type { SyntheticHolder } from './holders.ts';

/** vpcd has two slots. */
export const SLOT_COUNT = 2;
export type SlotIndex = 0 | 1;

export interface SimulatorState {
  /** Who is in each slot; null: nobody. */
  readonly holders: readonly [SyntheticHolder | null, SyntheticHolder | null];
}

/** Two slots and the social-security cards that are put into them. A host connects them to a real pcscd. */
export class SocialSecurityCardSimulator {
  readonly faults = new CardFaults();
  readonly #chips: [SocialSecurityChip | null, SocialSecurityChip | null] = [null, null];
  readonly #listeners = new Set<(state: SimulatorState) => void>();
  readonly #commandListeners = new Set<(command: Uint8Array) => void>();

  get state(): SimulatorState {
    return { holders: [this.#chips[0]?.holder ?? null, this.#chips[1]?.holder ?? null] };
  }

  /** Called after each card that is put in or taken out. */
  onChange(listener: (state: SimulatorState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Called with each command before it is answered: a listener that takes the card out leaves it unanswered. */
  onCommand(listener: (command: Uint8Array) => void): () => void {
    this.#commandListeners.add(listener);
    return () => this.#commandListeners.delete(listener);
  }

  /** Puts a card into a slot, in place of one that is there. */
  insertCard(
    holder: SyntheticHolder,
    { slot = 0, ...habits }: Partial<CardHabits> & { slot?: SlotIndex } = {},
  ): void {
    this.#chips[slot] = new SocialSecurityChip(holder, habits, this.faults);
    this.#tell();
  }

  removeCard({ slot = 0 }: { slot?: SlotIndex } = {}): void {
    this.#chips[slot] = null;
    this.#tell();
  }

  /** Used by the host: the chip that the slot touches. */
  chipIn(slot: SlotIndex): SocialSecurityChip | null {
    return this.#chips[slot];
  }

  /** Used by the host: lets the chip of a slot answer; null: it hangs, or was taken out. */
  answer(slot: SlotIndex, command: Uint8Array): Uint8Array | null {
    const chip = this.#chips[slot];
    for (const listener of [...this.#commandListeners]) listener(command);
    return chip === null || this.#chips[slot] !== chip ? null : chip.answer(command);
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener(this.state);
  }
}
