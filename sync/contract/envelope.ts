import { hash } from 'node:crypto';
import { z } from 'zod';

/**
 * An envelope is a JWE in general JSON serialisation (RFC 7516 7.2.1). Form and materials travel only inside. Its
 * protected header names the suite that sealed it:
 *
 * | suite     | content (`enc`) | platform's recipient | citizen's recipient, never leaves the terminal | digests |
 * | --------- | --------------- | -------------------- | ---------------------------------------------- | ------- |
 * | `jose`    | A256GCM         | ECDH-ES+A256KW       | A256KW                                         | SHA-256 |
 * | `shangmi` | SM4GCM          | SM2                  | SM4GCMKW                                       | SM3     |
 *
 * JOSE has no registered names for 国密. SM4GCM and SM4GCMKW are formed like A256GCM and A256GCMKW (RFC 7518 4.7,
 * 5.3); SM2 and the curve's name are those of draft-dang-webauthn-sm2-00.
 */

export const suiteNames = ['jose', 'shangmi'] as const;
export type SuiteName = (typeof suiteNames)[number];

/** The only protected header of the 国密 suite, as it travels: `{"enc":"SM4GCM"}`. */
export const SHANGMI_PROTECTED_HEADER = Buffer.from('{"enc":"SM4GCM"}').toString('base64url');
/** A 国密 envelope begins with it, so that nobody has to read one whole to know how it is digested. */
const SHANGMI_BEGINNING = `{"protected":"${SHANGMI_PROTECTED_HEADER}"`;

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

/** Who files for the person that the form is about (代办人), as the card or 统一身份认证 says. */
export const agentSchema = z.strictObject({
  name: z.string().min(1).max(200),
  idNumber: z.string().min(1).max(30),
});
export type Agent = z.infer<typeof agentSchema>;

/** The enterprise that an application is for (申请人类型 法人); who acts for it is the agent. */
export const legalApplicantSchema = z.strictObject({
  type: z.literal('legal'),
  creditCode: z
    .string()
    .regex(/^[0-9A-HJ-NPQRTUWXY]{18}$/)
    .describe('统一社会信用代码, checked by GB 32100'),
  name: z.string().min(1).max(200),
});
export type LegalApplicant = z.infer<typeof legalApplicantSchema>;

/** What the form's envelope holds. */
export const sealedFormSchema = z.strictObject({
  form: z.record(z.string(), z.union([z.string(), z.boolean(), z.number()])),
  language: z.enum(['zh-CN', 'en']),
  agent: agentSchema
    .optional()
    .describe(
      'who files for the person that the form is about, where the matter has `agentFiling`; or for the enterprise',
    ),
  applicant: legalApplicantSchema
    .optional()
    .describe(
      'for a matter with `needs.enterprise` alone; absent: the natural person that the form is about',
    ),
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

/** Which suite sealed an envelope, by its own word. What is no 国密 envelope counts as JOSE, and is checked as such. */
export function suiteOfEnvelope(envelope: Uint8Array | string): SuiteName {
  const beginning =
    typeof envelope === 'string'
      ? envelope.slice(0, SHANGMI_BEGINNING.length)
      : Buffer.from(envelope.subarray(0, SHANGMI_BEGINNING.length)).toString('latin1');
  return beginning === SHANGMI_BEGINNING ? 'shangmi' : 'jose';
}

/** SHA-256 in lower-case hex. */
export function sha256Hex(bytes: Uint8Array | string): string {
  return hash('sha256', bytes, 'hex');
}

/** SM3 (GB/T 32905) in lower-case hex. */
export function sm3Hex(bytes: Uint8Array | string): string {
  return hash('sm3', bytes, 'hex');
}

const digestOfSuite = { jose: sha256Hex, shangmi: sm3Hex } as const;

/** Digest of an envelope as it travels, by the algorithm of its suite: 64 characters of lower-case hex. */
export function envelopeDigest(envelope: Uint8Array | string): string {
  return digestOfSuite[suiteOfEnvelope(envelope)](envelope);
}

/**
 * Digest of a whole submission, over its envelopes as they travel; the receipt states it. The form's envelope decides
 * the algorithm.
 * @param materials with the {@link envelopeDigest} of each, in any order
 */
export function submissionDigest(
  envelope: string,
  materials: readonly { readonly code: string; readonly sha256: string }[],
): string {
  const sorted = materials
    .map(({ code, sha256 }) => [code, sha256] as const)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  const digest = digestOfSuite[suiteOfEnvelope(envelope)];
  return digest(JSON.stringify(['tongban-submission-1', digest(envelope), sorted]));
}
