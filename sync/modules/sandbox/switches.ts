import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyReply } from 'fastify';
import { moduleNames, type ModuleName, type ModuleState } from '../names.ts';

/** How a module of the sandbox is just now. */
export interface Switch {
  /** `down`: nobody answers · `degraded`: it answers, and says that it is not well. */
  readonly state: ModuleState;
  /** Every answer comes so late, ms. */
  readonly latencyMs: number;
}

/** Beginnings of paths that belong to a module; what none of them names is the acceptance platform's own. */
const paths: readonly (readonly [string, ModuleName])[] = [
  ['/v1/identity/', 'identity'],
  ['/v1/customer-service/', 'customer-service'],
  ['/v1/hotline-tickets', 'customer-service'],
  ['/v1/payment/', 'payment'],
  ['/v1/logistics/', 'logistics'],
  ['/v1/e-licences/', 'e-licence'],
  ['/v1/e-seal/', 'e-seal'],
  ['/v1/e-archive/', 'e-archive'],
  ['/v1/citizens-page/', 'citizens-page'],
  ['/v1/enterprise-page/', 'enterprise-page'],
];

/** Turns each module off and on, or makes it slow. */
export class Switches {
  readonly #switches = new Map<ModuleName, Switch>();

  set(module: ModuleName, to: Switch): void {
    this.#switches.set(module, to);
  }

  of(module: ModuleName): Switch {
    return this.#switches.get(module) ?? { state: 'up', latencyMs: 0 };
  }

  /** What a request meets before anybody looks at it: an answer that is late, or none at all. */
  async meet(url: string, reply: FastifyReply): Promise<void> {
    const module = moduleOf(url);
    if (!module) return;
    const { state, latencyMs } = this.of(module);
    if (latencyMs > 0) await sleep(latencyMs);
    if (state !== 'down') return;
    reply.hijack();
    reply.raw.socket?.resetAndDestroy();
  }
}

function moduleOf(url: string): ModuleName | null {
  const asked = /^\/v1\/modules\/([a-z-]+)\//.exec(url)?.[1];
  if (asked !== undefined) return moduleNames.find((name) => name === asked) ?? null;
  const named = paths.find(([beginning]) => url.startsWith(beginning));
  return named?.[1] ?? (url.startsWith('/v1/') ? 'acceptance' : null);
}
