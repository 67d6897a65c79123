import type { ProblemCode } from '../contract/index.ts';

/** An expected no: answered as problem+json with the status and words of its code (contract/problems.ts). */
export class Refusal extends Error {
  readonly code: ProblemCode;
  /** More members of the answer, such as `field`, or what is there now. */
  readonly about: Readonly<Record<string, unknown>>;

  constructor(code: ProblemCode, about: Readonly<Record<string, unknown>> = {}) {
    super(code);
    this.code = code;
    this.about = about;
  }
}
