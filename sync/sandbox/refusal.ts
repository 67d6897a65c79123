import { problems, type Problem, type ProblemCode } from '../contract/index.ts';

/** What a refusal says besides: the members of `Problem` that belong to single codes. */
export type RefusalDetails = Partial<
  Pick<Problem, 'serverTime' | 'versionInForce' | 'changed' | 'retryAfter' | 'until' | 'notice'>
>;

/** A refusal on its way to becoming a problem document; thrown by the handlers, answered in one place. */
export class Refusal extends Error {
  readonly problem: Problem;

  /** @param field name of the field, material or header; never a value */
  constructor(code: ProblemCode, title: string, field?: string, details: RefusalDetails = {}) {
    super(title);
    const { status } = problems[code];
    this.problem = { title, status, code, ...(field === undefined ? {} : { field }), ...details };
  }
}

export function conflict(): Refusal {
  return new Refusal('IDEMPOTENCY_CONFLICT', 'this key was used before with something else');
}
