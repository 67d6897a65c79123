import { z } from 'zod';

/** Shapes that several operations share. */

/** Made at capture, or when a citizen corrects or supplements a submission; the same for every retry. */
export const idempotencyKeySchema = z.string().regex(/^[A-Za-z0-9_-]{8,128}$/);
/** 业务办理项编码: unit (18) + level (1) + basic code (12) + serial (2). */
export const handleItem = z.string().regex(/^[0-9A-Z]{33}$/);
/** 实施主体: shape only; the community pseudo-units do not pass the check digit of GB 32100. */
export const unitCode = z.string().regex(/^[0-9A-Z]{18}$/);
export const version = z.string().min(1).max(20);
/** 办件编号; opaque. */
export const applyNo = z.string().min(1).max(50);
/** Digest in lower-case hex, 256 bits; by which algorithm stands where it is used. */
export const digest = z.string().regex(/^[0-9a-f]{64}$/);
export const terminalId = z.string().regex(/^[A-Za-z0-9_-]{1,50}$/);
export const siteCode = z.string().min(1).max(50);
export const materialCode = z.string().min(1).max(50);
export const localText = z.object({ zh: z.string().min(1), en: z.string().min(1).optional() });
/** UTC, ISO 8601 with Z. */
export const instant = z.iso.datetime();
/** A day in Asia/Shanghai. */
export const day = z.iso.date();
/** Where a listing goes on; opaque, empty from the beginning. */
export const cursor = z.string().max(100);
/** Receipt of the platform: compact JWS over a `receiptSchema`. */
export const signedReceipt = z.string().min(1).max(4096);
