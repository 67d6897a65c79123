import { EventEmitter } from 'node:events';
import type { OperationName } from '../contract/index.ts';

/** What can go wrong with a request, on demand. */
export const faultKinds = [
  /** 500 before anything was done. */
  'error-500',
  /** 503 with Retry-After, before anything was done. */
  'error-503',
  /** 429 with Retry-After, before anything was done. */
  'error-429',
  /** Never answers; nothing was done. */
  'hang',
  /** The connection is reset before anything was done. */
  'reset',
  /** Held back until a later request was answered, or for `reorderMs`; then carried out. */
  'reordered',
  /** The answer comes, `latencyMs` late. */
  'latency',
  /** Carried out twice, as if it had come twice; the second answer is sent. */
  'duplicate',
  /** Everything is done and committed, then the connection is reset instead of the answer. */
  'drop-reply-after-commit',
  /** Everything is done and committed, then no answer ever comes. */
  'hang-after-commit',
  /** Everything is done and committed; the answer breaks off in the middle. */
  'truncated',
  /** Everything is done and committed; the answer trickles in over `slowBodyMs`. */
  'slow-body',
  /** Everything is done and committed; the receipt in the answer has a wrong signature. */
  'wrong-signature',
] as const;
export type FaultKind = (typeof faultKinds)[number];
export type FaultTarget = OperationName | 'any';

/** Which requests fail. `any` means every operation, the status feed too. */
export class Faults {
  readonly #next: { target: FaultTarget; kind: FaultKind }[] = [];
  readonly #repeated = new Map<FaultTarget, FaultKind>();
  readonly #answers = new EventEmitter<{ answered: [] }>();

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

  /** What has been asked for and not happened yet, and what goes on happening. */
  get waiting(): { readonly target: FaultTarget; readonly kind: FaultKind; readonly repeated: boolean }[] {
    return [
      ...this.#next.map((each) => ({ ...each, repeated: false })),
      ...[...this.#repeated].map(([target, kind]) => ({ target, kind, repeated: true })),
    ];
  }

  /** The fault that a request of this operation meets now. */
  take(operation: OperationName): FaultKind | null {
    const index = this.#next.findIndex(({ target }) => target === operation || target === 'any');
    const [once] = index < 0 ? [] : this.#next.splice(index, 1);
    const kind = once?.kind ?? this.#repeated.get(operation) ?? this.#repeated.get('any') ?? null;
    if (kind) this.taken += 1;
    return kind;
  }

  /** Tells those that are held back. */
  answered(): void {
    this.#answers.emit('answered');
  }

  /** Resolves when another request was answered, or after `ms`. */
  async untilAnother(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(done, ms);
      const answers = this.#answers;
      function done(): void {
        clearTimeout(timer);
        answers.off('answered', done);
        resolve();
      }
      answers.on('answered', done);
    });
  }
}
