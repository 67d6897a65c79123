import { availableParallelism } from 'node:os';
import { extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { JoseOpenTask, JoseSealTask } from './jose/envelope.ts';
import type { ShangmiOpenTask, ShangmiSealTask } from './shangmi/envelope.ts';
import type { Sealed } from './suite.ts';

/** Beside this module, in the sources and in the bundle. */
const SEAL_WORKER = join(import.meta.dirname, `seal-worker${extname(import.meta.filename)}`);
/** One thread stays free for the event loop of core. */
const MOST_THREADS = Math.max(1, Math.min(2, availableParallelism() - 1));

type SealTask = JoseSealTask | ShangmiSealTask;
type OpenTask = JoseOpenTask | ShangmiOpenTask;
export type Task = SealTask | OpenTask;

interface Waiting {
  readonly task: Task;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** Threads that seal and open what would hold up the event loop. Started when first needed, kept, never waited for. */
const idle: Worker[] = [];
const queue: Waiting[] = [];
let threads = 0;

/** Rejects when the thread ends before it answers, for example for want of memory. */
export function runInThread(task: SealTask): Promise<Sealed>;
export function runInThread(task: OpenTask): Promise<Uint8Array | null>;
export function runInThread(task: Task): Promise<unknown> {
  return new Promise((resolve, reject) => {
    queue.push({ task, resolve, reject });
    next();
  });
}

function next(): void {
  if (queue.length === 0) return;
  const worker = idle.pop() ?? (threads < MOST_THREADS ? start() : undefined);
  const waiting = worker && queue.shift();
  if (waiting) give(worker, waiting);
}

function start(): Worker {
  threads += 1;
  const worker = new Worker(SEAL_WORKER);
  worker.once('exit', () => {
    threads -= 1;
    const at = idle.indexOf(worker);
    if (at >= 0) idle.splice(at, 1);
    // There is room for another one, for those who wait.
    next();
  });
  return worker;
}

function give(worker: Worker, { task, resolve, reject }: Waiting): void {
  const onMessage = (answer: unknown): void => {
    release();
    idle.push(worker);
    resolve(answer);
    next();
  };
  const onError = (error: Error): void => {
    release();
    reject(error);
  };
  const onExit = (): void => onError(new Error('the thread that seals has ended'));
  const release = (): void => {
    worker.off('message', onMessage).off('error', onError).off('exit', onExit);
    // An idle thread keeps no process alive.
    worker.unref();
  };
  worker.on('message', onMessage).on('error', onError).on('exit', onExit);
  worker.ref();
  worker.postMessage(task);
}
