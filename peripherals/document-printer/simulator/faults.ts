/**
 * What goes wrong with an answer. `hang`: none comes. `http-500`: the web server inside fails. `reset`: the connection is
 * reset before the request is obeyed. `reset-after`: it is obeyed, and the answer is lost. `garbage`: the answer is noise.
 * `oversized`: the answer does not end.
 */
export const IPP_FAULTS = ['hang', 'http-500', 'reset', 'reset-after', 'garbage', 'oversized'] as const;
export type IppFault = (typeof IPP_FAULTS)[number];

/** What a client asks for: a fault may wait for one of them. */
export type IppRequestKind =
  | 'printer-attributes'
  | 'validate-job'
  | 'create-job'
  | 'send-document'
  | 'print-job'
  | 'job-attributes'
  | 'jobs'
  | 'cancel-job';

interface Armed {
  readonly fault: IppFault;
  readonly on: IppRequestKind | undefined;
}

/** Faults on demand: once, each time, or no more. */
export class IppFaults {
  #next: Armed[] = [];
  #always: Armed[] = [];

  /** @param on strikes only that request; any when left out */
  failNext(fault: IppFault, on?: IppRequestKind): void {
    this.#next.push({ fault, on });
  }

  failRepeatedly(fault: IppFault, on?: IppRequestKind): void {
    this.#always.push({ fault, on });
  }

  clear(): void {
    this.#next = [];
    this.#always = [];
  }

  /** Asked for and not yet used up, without duplicates. */
  get pending(): readonly IppFault[] {
    return [...new Set([...this.#next, ...this.#always].map(({ fault }) => fault))];
  }

  /** The fault that strikes this request; one that was asked for once is used up. */
  take(kind: IppRequestKind): IppFault | undefined {
    const strikes = ({ on }: Armed): boolean => on === undefined || on === kind;
    const at = this.#next.findIndex(strikes);
    if (at >= 0) return this.#next.splice(at, 1)[0]?.fault;
    return this.#always.find(strikes)?.fault;
  }
}
