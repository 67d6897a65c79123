import { z } from 'zod';

/** Shapes that several operations share. */

/** 实施主体: shape only; the community pseudo-units do not pass the check digit of GB 32100. */
export const unitCode = z.string().regex(/^[0-9A-Z]{18}$/);
export const siteCode = z.string().regex(/^[A-Za-z0-9_-]{1,50}$/);
export const terminalId = z.string().regex(/^[A-Za-z0-9_-]{1,50}$/);
/** 业务办理项编码: unit (18) + level (1) + basic code (12) + serial (2). */
export const handleItem = z.string().regex(/^[0-9A-Z]{33}$/);
/** Id that the centre made: UUID. */
export const id = z.uuid();
/** UTC, ISO 8601 with ms and Z, as the centre writes it. */
export const instant = z.iso.datetime({ precision: 3 });
/** A day in Asia/Shanghai. */
export const day = z.iso.date();
/** SHA-256 in lower-case hex. */
export const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
/** A line that people wrote: nothing that a screen or a CSV reader would take for a command, no control characters. */
export const line = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .regex(/^[^\p{Cc}\p{Cs}\u2028\u2029]+$/u);
/** The most that a column `integer` of PostgreSQL holds; what is counted in `bigint` says so itself. */
const MOST_COUNTED = 2 ** 31 - 1;
export const count = z.int().min(0).max(MOST_COUNTED);
/** Counted from 1: versions, revisions, orders. */
export const ordinal = count.min(1);
/** As {@link ordinal}, in an address. */
export const ordinalInAddress = z.coerce.number().int().min(1).max(MOST_COUNTED);
/** What an officer saw when deciding; another one that is there now is answered as STALE. */
export const revision = ordinal;
