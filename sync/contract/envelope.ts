import { createHash } from 'node:crypto';
import { z } from 'zod';

/**
 * An envelope is a JWE in general JSON serialisation (RFC 7516 7.2.1), content A256GCM. The platform's recipient is
 * ECDH-ES+A256KW; the citizen's recipient (A256KW) never leaves the terminal. Form and materials travel only inside.
 */

const base64url = z.string().regex(/^[A-Za-z0-9_-]*$/);

export const jweSchema = z.strictObject({
  protected: base64url.min(1),
  aad: base64url.min(1),
  iv: base64url.min(1),
  ciphertext: base64url,
  tag: base64url.min(1),
  recipients: z
    .array(
      z.strictObject({
        header: z.record(z.string(), z.unknown()).optional(),
        encrypted_key: base64url.min(1),
      }),
    )
    .length(1),
});
export type Jwe = z.infer<typeof jweSchema>;
export type JweRecipient = Jwe['recipients'][number];

/** What the form's envelope holds. */
export const sealedFormSchema = z.strictObject({
  form: z.record(z.string(), z.union([z.string(), z.boolean(), z.number()])),
  language: z.enum(['zh-CN', 'en']),
});
export type SealedForm = z.infer<typeof sealedFormSchema>;

/** Which submission an envelope belongs to, and which part of it. */
export interface EnvelopeBinding {
  readonly idempotencyKey: string;
  readonly handleItem: string;
  readonly version: string;
  /** `form` or `material:CODE`. */
  readonly part: 'form' | `material:${string}`;
}

/** Additional authenticated data: an envelope opens only in the place that it was sealed for. */
export function envelopeAad(binding: EnvelopeBinding): Uint8Array {
  const { idempotencyKey, handleItem, version, part } = binding;
  return Buffer.from(
    JSON.stringify(['tongban-envelope-1', idempotencyKey, handleItem, version, part]),
    'utf8',
  );
}

/** SHA-256 in lower-case hex, of an envelope's text as it travels. */
export function sha256Hex(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/**
 * Digest of a whole submission, over its envelopes as they travel; the receipt states it. Materials in any order.
 */
export function submissionDigest(
  envelopeSha256: string,
  materials: readonly { readonly code: string; readonly sha256: string }[],
): string {
  const sorted = materials
    .map(({ code, sha256 }) => [code, sha256] as const)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return sha256Hex(JSON.stringify(['tongban-submission-1', envelopeSha256, sorted]));
}
