import { sealedFormSchema, type SealedForm } from '../contract/index.ts';
import type { CardKey } from '../submissions/card-key.ts';
import type { SealedForCard } from '../submissions/case-rows.ts';
import { openWithCard } from '../submissions/seal.ts';
import type { SubmissionStore } from '../submissions/store.ts';
import type { Material, Reopened } from './facade.ts';

/** Opens a submission of this card; see `Sync.reopen`. */
export async function reopen(store: SubmissionStore, card: CardKey, id: string): Promise<Reopened | null> {
  const record = store.recordsOf(card).find((each) => each.id === id);
  if (!record || store.cases.correctionOf(id) === null) return null;
  const sealed = store.cases.openable(id);
  const opened = sealed && (await open(sealed, card));
  return { record, given: opened?.given ?? null, materials: opened?.materials ?? [] };
}

async function open(
  { id, matter, parts }: SealedForCard,
  card: CardKey,
): Promise<{ given: SealedForm; materials: Material[] } | null> {
  const { handleItem, version } = matter;
  let given: SealedForm | null = null;
  const materials: Material[] = [];
  for (const { part, code, stuffType, mediaType, envelope, citizenRecipient } of parts) {
    const binding = { idempotencyKey: id, handleItem, version, part };
    const bytes = await openWithCard({ envelope, citizenRecipient }, binding, card);
    if (!bytes) return null;
    if (code === null) given = sealedFormSchema.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
    else materials.push({ code, stuffType, mediaType, bytes });
  }
  return given && { given, materials };
}
