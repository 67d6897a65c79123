import { CATALOGUE_TYPE, catalogueSchema, type PublishedCatalogue } from '../contract/index.ts';
import type { ReceiptKey } from './verify-receipt.ts';

/** @returns null unless the platform's pinned key has signed it as a catalogue */
export async function readCatalogue(text: string, key: ReceiptKey): Promise<PublishedCatalogue | null> {
  const signed = await key(text);
  if (signed?.type !== CATALOGUE_TYPE) return null;
  try {
    return catalogueSchema.safeParse(JSON.parse(Buffer.from(signed.payload).toString('utf8'))).data ?? null;
  } catch {
    return null;
  }
}
