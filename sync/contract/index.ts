export {
  AGGREGATION_MAX_RECORDS,
  aggregationFrame,
  libraryRecord,
  type LibraryRecord,
} from './aggregation.ts';
export type { Revision } from './applications.ts';
export { CATALOGUE_TYPE, catalogueSchema, type PublishedCatalogue } from './catalogue.ts';
export { idempotencyKeySchema } from './common.ts';
export {
  agentSchema,
  envelopeAad,
  envelopeDigest,
  jweSchema,
  sealedFormSchema,
  sha256Hex,
  SHANGMI_PROTECTED_HEADER,
  sm3Hex,
  submissionDigest,
  suiteNames,
  suiteOfEnvelope,
  type Agent,
  type LegalApplicant,
  type EnvelopeBinding,
  type Jwe,
  type JweRecipient,
  type SealedForm,
  type SuiteName,
} from './envelope.ts';
export { statusEvent, type Need, type StatusEvent } from './events.ts';
export { IDEMPOTENCY_HEADER, requestHeaders, signatureHeaders } from './headers.ts';
export { LICENCE_REFERENCE_TYPE, licenceReference, type LicenceReference } from './licence-reference.ts';
export type { Announcement } from './notices.ts';
export type { Operation } from './operation.ts';
export {
  operationGroups,
  operations,
  type Answer,
  type OperationName,
  type RequestBody,
} from './operations.ts';
export {
  PROBLEM_MEDIA_TYPE,
  problemCodes,
  problems,
  problemSchema,
  type Problem,
  type ProblemCode,
  type VersionChange,
} from './problem.ts';
export { qualityReturn, type QualityReturn } from './quality.ts';
export { RECEIPT_TYPE, receiptSchema, type Receipt } from './receipt.ts';
export { bucketDigest, type ReconciliationEntry } from './reconciliation.ts';
export { shanghaiDay } from '@tongban/kiosk-config/working-days';
export {
  importRequestKey,
  NONCE_LIFETIME_MS,
  requestKeySchema,
  sortedQuery,
  stringToSign,
  TIMESTAMP_TOLERANCE_MS,
  type RequestKey,
  type RequestKeyJwk,
  type SignatureAlgorithm,
  type SignedRequest,
} from './signing.ts';
export { HOTLINE_PLACE, type Heartbeat } from './terminals.ts';
