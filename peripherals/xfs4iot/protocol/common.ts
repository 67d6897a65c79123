import { z } from 'zod';

/** What all classes share: interfaces Common and ServicePublisher. Source: CEN CWA 17852, "Common Interface". */

/** Null is how a provider says that something does not apply; to us it is the same as leaving it out. */
export const maybe = <T extends z.ZodType>(schema: T) =>
  schema.nullish().transform((value) => value ?? undefined);

/** Bytes, in base64 with padding. */
export const bytes = z.base64().transform((text) => new Uint8Array(Buffer.from(text, 'base64')));
export const toBase64 = (data: Uint8Array): string => Buffer.from(data).toString('base64');

/** The `errorCode` of a command that ended with `commandErrorCode`; what we do not know is told by its absence. */
export const errorCode = <T extends readonly [string, ...string[]]>(codes: T) =>
  maybe(z.enum(codes)).catch(undefined);

const DEVICE_STATES = [
  'online',
  'offline',
  'powerOff',
  'noDevice',
  'hardwareError',
  'userError',
  'deviceBusy',
  'fraudAttempt',
  'potentialFraud',
  'starting',
] as const;
export type DeviceState = (typeof DEVICE_STATES)[number];

/** `common` of Common.Status and Common.StatusChangedEvent; in an event what has not changed is left out. */
export const commonStatus = z.object({ device: maybe(z.enum(DEVICE_STATES)) });

export const CANCEL_ERRORS = ['noMatchingRequestIDs'] as const;
export const cancelPayload = z.object({ requestIds: z.array(z.int().min(1)).nullish() });
export const cancelled = z.object({ errorCode: errorCode(CANCEL_ERRORS) });

/** ServicePublisher.GetServices: who made the provider, and where its services are. */
export const services = z.object({
  vendorName: maybe(z.string()),
  services: z
    .array(z.object({ serviceURI: z.string() }))
    .nullish()
    .transform((given) => given ?? []),
});
