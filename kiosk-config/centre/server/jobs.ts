import type { FastifyInstance } from 'fastify';
import type { Services } from './services.ts';

interface Job {
  readonly name: string;
  readonly everyMs: number;
  /** Runs in each process: what must happen once is decided in the database. */
  run(): Promise<void>;
}

/** What the centre does by itself; a concern adds its own. */
function jobsOf({ audit }: Services): readonly Job[] {
  return [{ name: 'audit-checkpoint', everyMs: 60_000, run: () => audit.checkpoint() }];
}

/** Runs the jobs until the server closes, which waits for those under way. One that fails is tried at its next time. */
export function startJobs(app: FastifyInstance, services: Services): { stop(): Promise<void> } {
  const underWay = new Map<string, Promise<void>>();
  const timers = jobsOf(services).map(({ name, everyMs, run }) =>
    setInterval(() => {
      if (underWay.has(name)) return;
      const running = run()
        .catch((error: unknown) => app.log.error({ err: error, job: name }, 'job failed'))
        .finally(() => underWay.delete(name));
      underWay.set(name, running);
    }, everyMs),
  );
  return {
    async stop() {
      for (const timer of timers) clearInterval(timer);
      await Promise.all(underWay.values());
    },
  };
}
