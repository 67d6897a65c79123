import { randomBytes, randomUUID } from 'node:crypto';
import { envelopeDigest, type Receipt } from '../contract/index.ts';
import type { NewSubmission } from '../submissions/intake.ts';
import { promisedMatter } from './test-matters.ts';

/** A submission as the store takes it, with an envelope of noise: for tests of the store alone. */
export function sealedSubmission(changes: Partial<NewSubmission> = {}, envelopeBytes = 2048): NewSubmission {
  const sealed = (text: string) => ({
    ...{ envelope: text, sha256: envelopeDigest(text) },
    citizenRecipient: JSON.stringify({ encrypted_key: randomBytes(40).toString('base64url') }),
  });
  const noise = (bytes: number): string => randomBytes(Math.ceil((bytes * 3) / 4)).toString('base64url');
  return {
    ...{ id: randomUUID(), matter: promisedMatter, capturedAt: new Date('2026-02-13T09:30:00+08:00') },
    ...{ cardTag: randomBytes(32), form: sealed(noise(envelopeBytes)) },
    materials: [{ code: 'M1', stuffType: 0, mediaType: 'image/png', sealed: sealed(noise(300)) }],
    ...changes,
  };
}

/** What the platform would say; the store does not look whether it is signed. */
export function receiptOf(id: string): { readonly receipt: Receipt; readonly text: string } {
  const receipt = {
    ...{
      idempotencyKey: id,
      applyNo: `A-${id}`,
      digest: '0'.repeat(64),
      receivedAt: '2026-02-13T02:00:00.000Z',
    },
    ...{ limitDate: '2026-02-24', limitProvisional: false },
  };
  return { receipt, text: `signed ${JSON.stringify(receipt)}` };
}
