import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { OperationCall, PlatformApi, Reply } from '../client/api.ts';
import type { Operation } from '../contract/index.ts';
import type { Closed, ModuleName } from './names.ts';
import type { ModuleRegistry } from './registry.ts';

/** How a call of a module ended. */
export type ModuleReply<T> =
  | { readonly kind: 'done'; readonly value: T }
  /** The module understood and said no. */
  | { readonly kind: 'refused'; readonly code: string; readonly field: string | null }
  /** It was not asked, or gave no answer. */
  | { readonly kind: 'closed'; readonly reason: Closed };

export type ModuleCall = Omit<OperationCall, 'timeoutMs'>;

interface ModuleClientOptions {
  readonly registry: ModuleRegistry;
  readonly apiOf: (module: ModuleName) => PlatformApi;
  readonly timeoutMs: number;
}

/** The one way to a module: nothing is asked of one that is closed, and every outcome is told to the registry. */
export class ModuleClient {
  readonly #options: ModuleClientOptions;

  constructor(options: ModuleClientOptions) {
    this.#options = options;
  }

  /** Why a module cannot be used now; null when it can. */
  closed(module: ModuleName): Closed | null {
    return this.#options.registry.closed(module);
  }

  /** A call that somebody waits for; without an idempotency key of the caller's it gets one of its own. */
  async call<T extends Operation>(
    module: ModuleName,
    name: string,
    operation: T,
    call: ModuleCall,
  ): Promise<ModuleReply<z.infer<T['answer']>>> {
    const key = operation.method === 'GET' ? {} : { idempotencyKey: randomUUID() };
    const reply = await this.attempt(module, name, operation, { ...key, ...call });
    switch (reply.kind) {
      case 'closed':
        return reply;
      case 'answer':
        return { kind: 'done', value: reply.value };
      case 'refused':
        return { kind: 'refused', code: reply.code, field: reply.field };
      default:
        return { kind: 'closed', reason: this.closed(module) ?? { module, cause: 'module-down' } };
    }
  }

  /** As `call`, with all that a retry needs to know. */
  async attempt<T extends Operation>(
    module: ModuleName,
    name: string,
    operation: T,
    call: ModuleCall,
  ): Promise<Reply<z.infer<T['answer']>> | { readonly kind: 'closed'; readonly reason: Closed }> {
    const { registry, apiOf, timeoutMs } = this.#options;
    const reason = registry.closed(module);
    if (reason) return { kind: 'closed', reason };
    const begun = performance.now();
    const reply = await apiOf(module).callOperation(name, operation, { ...call, timeoutMs });
    registry.note(module, reply, performance.now() - begun);
    return reply;
  }
}
