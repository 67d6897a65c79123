import type { Problem, ProblemCode } from '../contract/index.ts';

/** A refusal on its way to becoming a problem document; thrown by the handlers, answered in one place. */
export class Refusal extends Error {
  readonly problem: Problem;

  /** @param field name of the field, material or header; never a value */
  constructor(status: number, code: ProblemCode, title: string, field?: string) {
    super(title);
    this.problem = { title, status, code, ...(field === undefined ? {} : { field }) };
  }
}
