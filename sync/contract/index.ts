export {
  envelopeAad,
  jweSchema,
  sealedFormSchema,
  sha256Hex,
  submissionDigest,
  type EnvelopeBinding,
  type Jwe,
  type JweRecipient,
  type SealedForm,
} from './envelope.ts';
export {
  IDEMPOTENCY_HEADER,
  idempotencyKeySchema,
  operations,
  requestHeaders,
  statusEvent,
  type Answer,
  type OperationName,
  type RequestBody,
  type StatusEvent,
} from './operations.ts';
export {
  PROBLEM_MEDIA_TYPE,
  problemCodes,
  problemSchema,
  type Problem,
  type ProblemCode,
} from './problem.ts';
export { RECEIPT_TYPE, receiptSchema, type Receipt } from './receipt.ts';
export { shanghaiDay } from './shanghai-time.ts';
