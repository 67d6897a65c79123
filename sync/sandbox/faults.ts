import type { OperationName } from '../contract/index.ts';

/** What can go wrong with a request, on demand. */
export const faultKinds = [
  /** 500 before anything was done. */
  'error-500',
  /** 429 with Retry-After, before anything was done. */
  'error-429',
  /** Never answers; nothing was done. */
  'hang',
  /** The connection is reset before anything was done. */
  'reset',
  /** Everything is done and committed, then the connection is reset instead of the answer. */
  'drop-reply-after-commit',
  /** Everything is done and committed, then no answer ever comes. */
  'hang-after-commit',
  /** The answer comes, `latencyMs` late. */
  'latency',
] as const;
export type FaultKind = (typeof faultKinds)[number];
export type FaultTarget = OperationName | 'any';

/** Which requests fail. `any` means every operation, the status feed too. */
export class Faults {
  readonly #next: { target: FaultTarget; kind: FaultKind }[] = [];
  readonly #repeated = new Map<FaultTarget, FaultKind>();

  /** How many requests have met a fault. */
  taken = 0;

  /** The next request of this operation fails, once. Several are taken in turn. */
  failNext(target: FaultTarget, kind: FaultKind): void {
    this.#next.push({ target, kind });
  }

  /** Every request of this operation fails until `clear`. */
  failRepeatedly(target: FaultTarget, kind: FaultKind): void {
    this.#repeated.set(target, kind);
  }

  clear(): void {
    this.#next.length = 0;
    this.#repeated.clear();
  }

  /** The fault that a request of this operation meets now. */
  take(operation: OperationName): FaultKind | null {
    const index = this.#next.findIndex(({ target }) => target === operation || target === 'any');
    const [once] = index < 0 ? [] : this.#next.splice(index, 1);
    const kind = once?.kind ?? this.#repeated.get(operation) ?? this.#repeated.get('any') ?? null;
    if (kind) this.taken += 1;
    return kind;
  }
}
