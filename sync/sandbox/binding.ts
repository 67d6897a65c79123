import type { EnvelopeBinding } from '../contract/index.ts';
import type { ApplicationRow } from './ledger.ts';

/** What an envelope of this application must be bound to. */
export function bindingOf(
  application: ApplicationRow,
  idempotencyKey: string,
  part: EnvelopeBinding['part'],
): EnvelopeBinding {
  const { handle_item: handleItem, sealed_version: version } = application;
  return { idempotencyKey, handleItem, version, part };
}
