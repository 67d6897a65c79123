import type { Ask } from '../messages.ts';

export interface Bench {
  /** One line of the report: proven when the work resolves in time, failed when it throws or takes too long. */
  check(what: string, work: () => Promise<void>): Promise<void>;
  ask(ask: Ask): Promise<void>;
}

/** One kind of device on its real way into the kernel; its checks build on each other, the first that fails ends it. */
export interface Family {
  readonly name: string;
  prove(bench: Bench): Promise<void>;
}
