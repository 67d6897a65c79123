/** What can go wrong with a code on its way. */
const CODE_FAULTS = [
  /** Every byte (or, over USB, every report) in a write of its own. */
  'split-writes',
  'no-suffix',
  /** The cable is pulled after half of the code. */
  'unplugged-mid-code',
  /** Over USB: the length byte says more than the report holds. */
  'wrong-length',
  /** Over USB: the reports after the first never come. */
  'lost-reports',
] as const;

/** What can go wrong with the answer to a setting. */
const SETTING_FAULTS = [
  'silence',
  /** The answer comes only with the next one. */
  'late-answer',
  'nak',
  'enq',
] as const;

type CodeFault = (typeof CODE_FAULTS)[number];
type SettingFault = (typeof SETTING_FAULTS)[number];
export type FaultKind = CodeFault | SettingFault;
export const FAULT_KINDS: readonly FaultKind[] = [...CODE_FAULTS, ...SETTING_FAULTS];

/** Faults on demand: each hits the next code or the next setting, whichever can have it. */
export class SimulatorFaults {
  #once: FaultKind[] = [];
  #always: FaultKind[] = [];

  failNext(kind: FaultKind): void {
    this.#once.push(kind);
  }

  /** Until `clear`. */
  failRepeatedly(kind: FaultKind): void {
    this.#always.push(kind);
  }

  clear(): void {
    this.#once = [];
    this.#always = [];
  }

  /** The kinds that wait, without duplicates. */
  get pending(): readonly FaultKind[] {
    return [...new Set([...this.#once, ...this.#always])];
  }

  /** Used by the simulator. */
  takeForCode(): CodeFault | null {
    return this.#take(CODE_FAULTS);
  }

  /** Used by the simulator. */
  takeForSetting(): SettingFault | null {
    return this.#take(SETTING_FAULTS);
  }

  #take<K extends FaultKind>(kinds: readonly K[]): K | null {
    const fits = (kind: FaultKind): kind is K => (kinds as readonly FaultKind[]).includes(kind);
    const index = this.#once.findIndex(fits);
    if (index !== -1) return this.#once.splice(index, 1).find(fits) ?? null;
    return this.#always.find(fits) ?? null;
  }
}
