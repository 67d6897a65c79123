import type { z } from 'zod';
import type { ProblemCode } from './problem.ts';

/** One operation of the platform. Bodies are strict; answers may grow members that an older terminal does not know. */
export interface Operation {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Begins with `/v1/`; values that a caller fills in stand in braces, as in OpenAPI. */
  readonly path: string;
  readonly summary: string;
  /** Name of the call at the city's real gateway, where it has one; becomes `x-legacy-name`. */
  readonly legacyName: string | null;
  /** Parameters of the query; null where there are none. */
  readonly query: z.ZodObject | null;
  /** JSON body; null where there is none. An operation of method PUT without a JSON body takes bytes. */
  readonly body: z.ZodType | null;
  readonly answer: z.ZodType;
  /** Refusals that this operation has besides those that every request may meet. */
  readonly problems: readonly ProblemCode[];
}
