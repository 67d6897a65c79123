import type { z } from 'zod';
import type { Action } from './permissions.ts';
import type { ProblemCode } from './problems.ts';

/**
 * Who may call: anybody · an officer who is logged in · an officer whose role has the action (permissions.ts) ·
 * a terminal with its proof · a terminal that holds an enrolment code · a machine with a credential of its unit.
 */
export type Access = 'public' | 'logged-in' | Action | 'terminal' | 'enrolment' | 'credential';

/** One operation of the centre. Bodies are strict; answers may grow members that an older caller does not know. */
export interface Operation {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Begins with `/v1/`; values that a caller fills in stand in braces, as in OpenAPI. */
  readonly path: string;
  readonly summary: string;
  readonly access: Access;
  /** Of the path's braces; a `unitCode` or `siteCode` here is checked against the caller's own by the guard. */
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** JSON with 200; absent: 204 and nothing. A media type: the handler answers text of that type. */
  readonly answer?: z.ZodType | `text/${string}`;
  /** Refusals besides those that every request may meet. */
  readonly problems?: readonly ProblemCode[];
}

export type Operations = Readonly<Record<string, Operation>>;
