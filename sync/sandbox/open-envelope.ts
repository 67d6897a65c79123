import { sealedFormSchema, type EnvelopeBinding, type SealedForm } from '../contract/index.ts';
import type { Open } from '../crypto/index.ts';
import { parseJson } from '../crypto/parse-json.ts';
import { Refusal } from './refusal.ts';

/** Opens a form's envelope. @throws Refusal when it was not sealed for this platform and this very place */
export async function openForm(text: string, binding: EnvelopeBinding, open: Open): Promise<SealedForm> {
  const plaintext = await openMaterial(text, binding, open);
  const parsed = sealedFormSchema.safeParse(parseJson(Buffer.from(plaintext).toString('utf8')));
  if (!parsed.success) throw unreadable(binding);
  return parsed.data;
}

/** Checks that a material's envelope opens, and answers its bytes. @throws Refusal */
export async function openMaterial(text: string, binding: EnvelopeBinding, open: Open): Promise<Uint8Array> {
  const plaintext = await open(text, binding);
  if (!plaintext) throw unreadable(binding);
  return plaintext;
}

function unreadable(binding: EnvelopeBinding): Refusal {
  return new Refusal('ENVELOPE_UNREADABLE', 'the envelope was not sealed for this place', binding.part);
}
