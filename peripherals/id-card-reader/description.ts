import type { IdCardReaderDriver } from './driver.ts';
import { READ_SAM_ID, SAM_STATUS, formatSamId } from './protocol/commands.ts';
import { statusCodeOf } from './protocol/status-codes.ts';
import type { StatusCode } from './protocol/status-codes.ts';

/** What a technician wants to know of a reader. `no-answer`: there is a line, and nothing usable comes over it. */
export type ReaderDescription =
  | { readonly kind: 'disconnected' | 'no-answer' }
  | {
      readonly kind: 'described';
      /** What the module answers to a question for its state. */
      readonly samStatus: StatusCode;
      /** As its label prints it; null when the module does not tell, as one whose self-test failed. */
      readonly samId: string | null;
    };

/** Asks the module for its state and number. */
export async function describeReader(driver: IdCardReaderDriver): Promise<ReaderDescription> {
  const status = await driver.exchange(SAM_STATUS);
  if (status.kind === 'closed') return { kind: 'disconnected' };
  if (status.kind === 'no-answer') return { kind: 'no-answer' };
  const id = await driver.exchange(READ_SAM_ID);
  if (id.kind === 'closed') return { kind: 'disconnected' };
  const samId = id.kind === 'answer' && id.step === 'ok' ? formatSamId(id.data) : null;
  return { kind: 'described', samStatus: statusCodeOf(status.code), samId };
}
