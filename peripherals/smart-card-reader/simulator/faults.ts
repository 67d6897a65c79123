/** What can go wrong between the reader and the chip, whatever the card meant to say. */
export const FAULT_KINDS = [
  /** The chip hangs: no answer until the card is taken out. */
  'silence',
  'empty-answer',
  /** One byte: half a status. */
  'short-answer',
  /** Bytes that no card may send. */
  'garbage',
  /** 6581: a cell of the chip's memory has failed. */
  'memory-failure',
  /** 6F00 */
  'execution-error',
  /** 6982: the file wants a PIN. */
  'security-not-satisfied',
  /** The length in the record runs over its end. */
  'overlong-record',
  /** 61xx again and again. */
  'endless-more-data',
  /** 6Cxx again and again. */
  'endless-wrong-length',
] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];
export type RequestKind = 'select-application' | 'select-file' | 'read-record' | 'get-response' | 'other';

interface Fault {
  readonly kind: FaultKind;
  readonly on: RequestKind | null;
}

/** Faults on demand. Without `on` a fault hits the next request, an overlong record the next record. */
export class CardFaults {
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
    const fits = (fault: Fault): boolean => fault.on === null || fault.on === request;
    const index = this.#once.findIndex(fits);
    if (index !== -1) return this.#once.splice(index, 1)[0]!.kind;
    return this.#always.find(fits)?.kind ?? null;
  }
}

function toFault(kind: FaultKind, on: RequestKind | undefined): Fault {
  return { kind, on: on ?? (kind === 'overlong-record' ? 'read-record' : null) };
}
