/** What can go wrong on the line, whatever the module meant to say. */
const LINE_FAULTS = [
  'silence',
  /** The answer comes only after the next request. */
  'late-answer',
  'garbage-before-preamble',
  'split-writes',
  'wrong-checksum',
  'short-frame',
  'oversized-length',
] as const;

/** What the module itself can complain about: SW3. */
export const COMPLAINTS = {
  'bad-checksum-received': 0x10,
  'bad-length-received': 0x11,
  'bad-command': 0x21,
  'not-allowed': 0x23,
  'unrecognised-error': 0x24,
  'card-auth-fail': 0x31,
  'sam-auth-fail': 0x32,
  'information-invalid': 0x33,
  'data-length-error': 0x3f,
  'unsupported-card': 0x40,
  'read-fail': 0x41,
  'random-number-failed': 0x47,
  'self-test': 0x60,
  'login-failed': 0x61,
  unauthorised: 0x66,
  'find-fail': 0x80,
  'select-fail': 0x81,
} as const;

export type LineFault = (typeof LINE_FAULTS)[number];
export type FaultKind = LineFault | keyof typeof COMPLAINTS;
export const FAULT_KINDS: readonly FaultKind[] = [
  ...LINE_FAULTS,
  ...(Object.keys(COMPLAINTS) as (keyof typeof COMPLAINTS)[]),
];

export type RequestKind =
  | 'reset'
  | 'status'
  | 'sam-id'
  | 'find'
  | 'select'
  | 'read-base'
  | 'newest-address'
  | 'management-number'
  | 'other';

/** A card trouble can only be the answer to a command that touches the card; the rest may hit any. */
const DEFAULT_TARGETS: Partial<Record<FaultKind, readonly RequestKind[]>> = {
  'card-auth-fail': ['read-base'],
  'sam-auth-fail': ['read-base'],
  'information-invalid': ['read-base'],
  'data-length-error': ['read-base'],
  'unsupported-card': ['select'],
  'read-fail': ['read-base'],
  'find-fail': ['find'],
  'select-fail': ['select'],
};

interface Fault {
  readonly kind: FaultKind;
  readonly targets: readonly RequestKind[] | null;
}

/** Faults on demand. Without `on` a fault hits the next request that can have it. */
export class SimulatorFaults {
  #once: Fault[] = [];
  #always: Fault[] = [];

  /** The next fitting request fails in this way, later ones do not. */
  failNext(kind: FaultKind, { on }: { on?: RequestKind } = {}): void {
    this.#once.push(toFault(kind, on));
  }

  /** Every fitting request fails in this way until `clear`. */
  failRepeatedly(kind: FaultKind, { on }: { on?: RequestKind } = {}): void {
    this.#always.push(toFault(kind, on));
  }

  clear(): void {
    this.#once = [];
    this.#always = [];
  }

  /** The kinds that wait for a request, without duplicates. */
  get pending(): readonly FaultKind[] {
    return [...new Set([...this.#once, ...this.#always].map((fault) => fault.kind))];
  }

  /** Used by the simulator: the fault of this request, taken away if it was for once. */
  take(request: RequestKind): FaultKind | null {
    const fits = (fault: Fault): boolean => fault.targets === null || fault.targets.includes(request);
    const index = this.#once.findIndex(fits);
    if (index !== -1) return this.#once.splice(index, 1)[0]!.kind;
    return this.#always.find(fits)?.kind ?? null;
  }
}

function toFault(kind: FaultKind, on: RequestKind | undefined): Fault {
  return { kind, targets: on === undefined ? (DEFAULT_TARGETS[kind] ?? null) : [on] };
}
