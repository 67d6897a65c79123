import { parentPort } from 'node:worker_threads';
import { openJose, sealJose } from './jose/envelope.ts';
import type { Task } from './pool.ts';
import { openShangmi, sealShangmi } from './shangmi/envelope.ts';

/** The thread behind {@link import('./pool.ts')}: one task at a time, one answer for each. */

const port = parentPort;
if (!port) throw new Error('this file is a worker thread');

port.on('message', (task: Task) => {
  // A failure ends the thread, and so reaches the one who waits.
  void work(task).then((answer) => {
    // The thread's own copy of what a citizen wrote.
    if (task.kind === 'seal') task.plaintext.fill(0);
    port.postMessage(answer);
  });
});

async function work(task: Task): Promise<unknown> {
  if (task.suite === 'jose') return task.kind === 'seal' ? sealJose(task) : openJose(task);
  return task.kind === 'seal' ? sealShangmi(task) : openShangmi(task);
}
