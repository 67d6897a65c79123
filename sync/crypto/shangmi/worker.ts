import { parentPort } from 'node:worker_threads';
import { openEnvelope, sealEnvelope, type OpenTask, type SealTask } from './envelope.ts';

/** The thread behind {@link import('./pool.ts')}: one task at a time, one answer for each. */

const port = parentPort;
if (!port) throw new Error('this file is a worker thread');

port.on('message', (task: SealTask | OpenTask) => {
  const answer = task.kind === 'seal' ? sealEnvelope(task) : openEnvelope(task);
  // The thread's own copy of what a citizen wrote.
  if (task.kind === 'seal') task.plaintext.fill(0);
  port.postMessage(answer);
});
