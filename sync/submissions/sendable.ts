import { hash } from 'node:crypto';
import { sm3Hex, suiteOfEnvelope } from '../contract/index.ts';
import type { MatterReference } from './record.ts';
import type { SubmissionRow } from './row.ts';
import type { PartRow } from './row.ts';

/** All that sending needs. */
export interface Sendable {
  readonly id: string;
  readonly tempNo: string;
  readonly matter: MatterReference;
  readonly capturedAt: string;
  readonly applyNo: string | null;
  readonly envelope: string;
  readonly materials: readonly {
    readonly code: string;
    readonly stuffType: 0 | 1 | 5;
    readonly mediaType: string;
    readonly envelope: string;
    readonly sha256: string;
  }[];
  /** What the receipt must state. */
  readonly digest: string;
  /** The version to hand it in under; another one than it was sealed under where words alone have changed. */
  readonly version: string;
  /** Of a correction of an accepted submission (operation U): under `applyNo`, with this batch. */
  readonly revision: { readonly of: string; readonly batch: number; readonly returnId: string | null } | null;
  /** What the platform signed for it before, where it is sent once more because the platform has lost it. */
  readonly earlierReceipt: string | null;
}

const sendableColumns = [
  ...(['n', 'id', 'temp_no', 'handle_item', 'matter_version', 'unit_code', 'captured_at', 'digest'] as const),
  ...(['apply_no', 'receipt', 'sent_version', 'corrects', 'batch', 'return_id'] as const),
] as const;
export type SendableRow = Pick<SubmissionRow, (typeof sendableColumns)[number]>;
/** What sending needs of a row; each further column costs. */
export const SENDABLE_COLUMNS = sendableColumns.join();

/** The `submissionDigest` of the contract, from digests of envelopes that are known already. */
export function digestOfSealed(
  form: { readonly envelope: string; readonly sha256: string },
  materials: readonly { readonly code: string; readonly sealed: { readonly sha256: string } }[],
): string {
  const named = materials.map(({ code, sealed }) => [code, sealed.sha256] as const);
  return digestOfDigests(form, named);
}

function digestOfDigests(
  form: { readonly envelope: string; readonly sha256: string },
  materials: (readonly [string, string])[],
): string {
  const sorted = materials.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return digestLike(form.envelope, JSON.stringify(['tongban-submission-1', form.sha256, sorted]));
}

/** One call instead of a hash object with its three: this is done for every submission. */
function digestLike(envelope: string, text: string): string {
  return suiteOfEnvelope(envelope) === 'shangmi' ? sm3Hex(text) : hash('sha256', text, 'hex');
}

/** Whether an envelope is the very bytes that its row says. */
export function isIntactPart({ envelope, sha256 }: Pick<PartRow, 'envelope' | 'sha256'>): boolean {
  return digestLike(envelope, envelope) === sha256;
}

/** Whether the parts of a submission are all there and are the very bytes that were sealed. */
export function intactParts(row: Pick<SubmissionRow, 'digest'>, parts: readonly PartRow[]): boolean {
  const [form, ...materials] = parts;
  if (!form || form.code !== null) return false;
  if (!parts.every(isIntactPart)) return false;
  const named = materials.map(({ code, sha256 }) => [code ?? '', sha256] as const);
  return digestOfDigests(form, named) === row.digest;
}

/** @param parts intact, the form first */
export function sendableOf(row: SendableRow, parts: readonly PartRow[]): Sendable {
  const [form, ...materials] = parts as [PartRow, ...PartRow[]];
  return {
    id: row.id,
    tempNo: row.temp_no,
    matter: { handleItem: row.handle_item, version: row.matter_version, unitCode: row.unit_code },
    capturedAt: row.captured_at,
    applyNo: row.apply_no,
    envelope: form.envelope,
    materials: materials.map(({ code, stuff_type: stuffType, media_type: mediaType, envelope, sha256 }) => ({
      ...{ code: code ?? '', stuffType: stuffType ?? 0, mediaType: mediaType ?? '' },
      ...{ envelope, sha256 },
    })),
    digest: row.digest,
    version: row.sent_version ?? row.matter_version,
    revision:
      row.batch > 1 && row.corrects !== null
        ? { of: row.corrects, batch: row.batch, returnId: row.return_id }
        : null,
    earlierReceipt: row.receipt,
  };
}
