import { encodeForm, seal, type PlatformKey } from '../submissions/seal.ts';
import type { NewSubmission, SealedMaterial } from '../submissions/intake.ts';
import type { SubmissionInput } from './facade.ts';

/** Seals form and materials each for itself, to the platform and, where there is one, to the citizen's card. */
export async function sealInput(
  { idempotencyKey, matter, form, agent, applicant, language, ...rest }: SubmissionInput,
  platformKey: PlatformKey,
): Promise<NewSubmission> {
  const binding = { idempotencyKey, handleItem: matter.handleItem, version: matter.version };
  const sealPart = (plaintext: Uint8Array, part: 'form' | `material:${string}`) =>
    seal(plaintext, { ...binding, part }, platformKey, rest.card);
  const materials = await Promise.all(
    rest.materials.map(async ({ code, stuffType, mediaType, bytes }): Promise<SealedMaterial> => ({
      ...{ code, stuffType, mediaType },
      sealed: await sealPart(bytes, `material:${code}`),
    })),
  );
  return {
    ...{ id: idempotencyKey, matter, capturedAt: rest.capturedAt, materials },
    cardTag: rest.card?.tag ?? null,
    byAgent: agent !== undefined,
    form: await sealPart(
      encodeForm({ form: { ...form }, language, ...(agent && { agent }), ...(applicant && { applicant }) }),
      'form',
    ),
  };
}
