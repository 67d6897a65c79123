import type { MatterStatus } from './events.ts';
import type { RequestStep } from './state.ts';

/** Why a command was not carried out: a stable code, a sentence that says what to do, and what the sentence is about. */
export type Refusal = { readonly detail: string } & (
  | { readonly code: 'STALE_REVISION'; readonly revision: number }
  | { readonly code: 'WRONG_ROLE'; readonly roles: readonly string[] }
  | { readonly code: 'OTHER_UNIT'; readonly unit: string }
  | { readonly code: 'REQUESTER_CANNOT_APPROVE' }
  | { readonly code: 'MZ_APPROVAL_REQUIRED'; readonly requestId: string }
  | { readonly code: 'WRONG_STATUS'; readonly status: MatterStatus }
  | { readonly code: 'WRONG_STEP'; readonly requestId: string; readonly step: RequestStep }
  | { readonly code: 'REQUEST_PENDING'; readonly requestId: string }
  | { readonly code: 'ALREADY_EXISTS' | 'UNKNOWN'; readonly what: string; readonly id: string }
  | { readonly code: 'VERSION_NOT_NEWER'; readonly newest: string }
  | { readonly code: 'GUIDE_INCOMPLETE' | 'REDUCTIONS_MISSING'; readonly missing: readonly string[] }
  | { readonly code: 'JOINT_TEST_MISSING'; readonly modules: readonly string[] }
  | { readonly code: 'NOTICE_MISSING' }
  | { readonly code: 'NO_MEASURES'; readonly day: string }
  | { readonly code: 'NOTICE_TOO_SHORT'; readonly earliestStart: string; readonly provisional: boolean }
  | { readonly code: 'TIME_INVALID'; readonly earliest: string }
);
export type RefusalCode = Refusal['code'];
