/** What can go wrong between a client and a provider, whatever the device does. */
export const FAULT_KINDS = [
  'refuse-message',
  'refuse-request-id',
  'refuse-too-many',
  /** Nothing at all comes back. */
  'no-acknowledge',
  /** It is acknowledged, and that is all: neither its own time nor a cancel ends it. */
  'no-completion',
  'hardware-error',
  'unsupported-command',
  /** Success, with a payload that is none of this command's. */
  'unfit-payload',
  /** No JSON in the place of the completion; the completion itself never comes. */
  'garbage',
  /** The completion bears the number of another request; the right one follows. */
  'strange-request-first',
  'completed-twice',
  /** The connection ends after the acknowledge. */
  'vanish',
] as const;
export type ProviderFaultKind = (typeof FAULT_KINDS)[number];

interface Fault {
  readonly kind: ProviderFaultKind;
  readonly on: string | null;
}

/** Faults on demand. Without `on` a fault hits the next command, whichever it is. */
export class ProviderFaults {
  /** No command is ended by its own time. */
  forgetsTime = false;
  #once: Fault[] = [];
  #always: Fault[] = [];

  /** The next command of that name fails in this way, later ones do not. */
  failNext(kind: ProviderFaultKind, { on = null }: { on?: string | null } = {}): void {
    this.#once.push({ kind, on });
  }

  /** Every such command fails in this way until `clear`. */
  failRepeatedly(kind: ProviderFaultKind, { on = null }: { on?: string | null } = {}): void {
    this.#always.push({ kind, on });
  }

  clear(): void {
    this.#once = [];
    this.#always = [];
  }

  /** Used by the simulator: the fault of this command, taken away if it was for once. */
  take(command: string): ProviderFaultKind | null {
    const fits = ({ on }: Fault): boolean => on === null || on === command;
    const index = this.#once.findIndex(fits);
    if (index !== -1) return this.#once.splice(index, 1)[0]!.kind;
    return this.#always.find(fits)?.kind ?? null;
  }
}
