import type { FastifyInstance } from 'fastify';
import { PUBLICATION_TOPIC } from '../matters/publication-row.ts';
import { UPKEEP_MS } from '../terminals/upkeep.ts';
import type { Services } from './services.ts';

interface Job {
  readonly name: string;
  readonly everyMs: number;
  /** Runs whenever this is heard as well. */
  readonly topic?: string;
  /** Runs when the centre begins as well. */
  readonly atStart?: true;
  /** Runs in each process: what must happen once is decided in the database. */
  run(): Promise<void>;
}

/** What the centre does by itself; a concern adds its own. */
function jobsOf({ audit, publisher, terminals }: Services): readonly Job[] {
  return [
    { name: 'audit-checkpoint', everyMs: 60_000, run: () => audit.checkpoint() },
    {
      ...({ name: 'publication', everyMs: 5_000, topic: PUBLICATION_TOPIC, atStart: true } as const),
      run: async () => void (await publisher.drain()),
    },
    { name: 'terminals', everyMs: UPKEEP_MS, run: async () => void (await terminals.lookAfter()) },
    // Of a centre that was away for days the signatures are out of date.
    { name: 'publication-renewal', everyMs: 3_600_000, atStart: true, run: () => publisher.renew() },
  ];
}

/** Runs the jobs until the server closes, which waits for those under way. One that fails is tried at its next time. */
export function startJobs(app: FastifyInstance, services: Services): { stop(): Promise<void> } {
  const { push } = services.database;
  const underWay = new Map<string, Promise<void>>();
  const calledAgain = new Set<string>();
  const call = (job: Job): void => {
    const { name, run } = job;
    if (underWay.has(name)) {
      // It may have looked before there was what it is called for.
      if (job.topic) calledAgain.add(name);
      return;
    }
    const running = run()
      .catch((error: unknown) => app.log.error({ err: error, job: name }, 'job failed'))
      .finally(() => {
        underWay.delete(name);
        if (calledAgain.delete(name)) call(job);
      });
    underWay.set(name, running);
  };
  const jobs = jobsOf(services);
  const timers = jobs.map((job) => setInterval(() => call(job), job.everyMs));
  const subscriptions = jobs.flatMap((job) => {
    if (!job.topic) return [];
    return [push.subscribe(job.topic, { message: () => call(job), missed: () => call(job) })];
  });
  for (const job of jobs) if (job.atStart) call(job);
  return {
    async stop() {
      for (const timer of timers) clearInterval(timer);
      for (const end of subscriptions) end();
      calledAgain.clear();
      await Promise.all(underWay.values());
    },
  };
}
