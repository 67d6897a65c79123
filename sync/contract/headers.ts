import { z } from 'zod';
import { terminalId } from './common.ts';

/** Headers of every request; names in lower case as HTTP libraries give them. */
export const requestHeaders = z.object({
  'x-app-id': z.string().min(1).max(50),
  /** Name of the operation (`x-legacy-name` where it has one). */
  'x-api-name': z.string().max(50).optional(),
  'x-terminal-id': terminalId,
  /** Milliseconds since 1970, within 300 s of the platform's clock. */
  'x-timestamp': z.string().regex(/^\d{13}$/),
  /** New with every attempt, unlike the idempotency key. */
  'x-request-id': z.uuid(),
});

/** Headers of a signed request, besides. */
export const signatureHeaders = z.object({
  /** New with every attempt; a platform takes it once in 10 minutes. */
  'x-nonce': z.string().regex(/^[A-Za-z0-9_-]{16,64}$/),
  'x-signature-alg': z.enum(['HMAC-SM3', 'SM2-SM3']),
  /** Lower-case hex: 32 bytes of HMAC, or r and s of SM2, 32 bytes each. */
  'x-signature': z.string().regex(/^([0-9a-f]{64}|[0-9a-f]{128})$/),
});

/** Required on everything but GET. */
export const IDEMPOTENCY_HEADER = 'idempotency-key';
