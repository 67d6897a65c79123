import { expect, it } from 'vitest';
import { terminal } from '../testing/fixed.ts';
import { promisedMatter } from '../testing/test-matters.ts';
import type { PlatformApi } from './api.ts';
import { defaultDelays } from './retry.ts';
import { Sender } from './sender.ts';

it('a terminal that is revoked while a submission is read from its store sends nothing of it, and keeps it', async () => {
  const asked: string[] = [];
  const api = {
    call: (operation: string) => {
      asked.push(operation);
      return Promise.resolve({ kind: 'silence', reason: 'ECONNREFUSED' });
    },
  } as unknown as Pick<PlatformApi, 'call'>;
  let isRevoked = false;
  const done = (): Promise<void> => Promise.resolve();
  const nothing = (): void => undefined;
  const sender = new Sender({
    ...{ delays: defaultDelays, inFlight: 4, log: nothing, onChange: nothing, mayBegin: () => !isRevoked },
    ...{ onReached: nothing, onSilence: nothing, onAccepted: nothing, onLost: nothing },
    gates: { close: nothing, closedFor: () => null },
    target: {
      ...{ api, ...terminal, timeoutMs: defaultDelays.requestTimeoutMs },
      receiptKey: () => Promise.reject(new Error('there is no receipt')),
    },
    store: {
      sendable: (id) => {
        isRevoked = true;
        return Promise.resolve({
          ...{ id, tempNo: 'T', matter: promisedMatter, version: promisedMatter.version, materials: [] },
          ...{ capturedAt: '2026-02-13T01:30:00Z', applyNo: null, revision: null, earlierReceipt: null },
          ...{ envelope: '{}', digest: '0'.repeat(64) },
        });
      },
      ...{ markSending: done, markAccepted: done, markRefused: done, markHeld: done, forgetNumber: done },
      cases: {
        unsent: () => [{ id: 'the-only-one', ...promisedMatter, state: 'sealed', problemCode: null }],
        moveVersion: done,
      },
    },
  });
  sender.reached();
  sender.run();
  await sender.stop();
  expect(isRevoked).toBe(true);
  expect(asked).toEqual([]);
  expect(sender.unsentCount).toBe(1);
});
