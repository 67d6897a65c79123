import { z } from 'zod';

/**
 * The envelope of every XFS4IoT message: one JSON text a WebSocket message, with a header and a payload. Source: CEN CWA
 * 17852, "Messages"; names and values as in the SP-Dev framework (MessageHeader, version 3.0).
 */

/** Why a command was not even queued; there are no further messages for it. */
export const REFUSALS = ['invalidMessage', 'invalidRequestID', 'tooManyRequests'] as const;
export type Refusal = (typeof REFUSALS)[number];

/** Every way in which a command ends; `commandErrorCode`: the payload's `errorCode` says more. */
export const COMPLETION_CODES = [
  'success',
  'commandErrorCode',
  'canceled',
  'deviceNotReady',
  'hardwareError',
  'internalError',
  'invalidCommand',
  'invalidRequestID',
  'timeOut',
  'unsupportedCommand',
  'invalidData',
  'userError',
  'unsupportedData',
  'fraudAttempt',
  'sequenceError',
  'authorisationRequired',
  'noCommandNonce',
  'invalidToken',
  'invalidTokenNonce',
  'invalidTokenHMAC',
  'invalidTokenFormat',
  'invalidTokenKeyNoValue',
  'notEnoughSpace',
] as const;
export type CompletionCode = (typeof COMPLETION_CODES)[number];

/** What no answer of ours comes near; only the picture of a card, for which nobody asks, would. */
export const MAX_MESSAGE_BYTES = 1 << 20;
/** The version of what our own provider says; a client does not look at it. */
const ANSWER_VERSION = '3.0';

const name = z.string().regex(/^[A-Za-z]{1,40}\.[A-Za-z0-9]{1,60}$/);
const requestId = z.int().min(1);
const payload = z
  .record(z.string(), z.unknown())
  .nullish()
  .transform((given) => given ?? {});

const commandSchema = z.object({
  header: z.object({
    type: z.literal('command'),
    name,
    requestId,
    version: z.string(),
    /** Milliseconds; 0 or nothing: for ever. */
    timeout: z
      .int()
      .min(0)
      .nullish()
      .transform((ms) => ms ?? 0),
  }),
  payload,
});

const answerSchema = z.union([
  z.object({
    header: z.object({
      type: z.literal('acknowledge'),
      name,
      requestId,
      status: z
        .enum(REFUSALS)
        .nullish()
        .transform((status) => status ?? null),
    }),
  }),
  z.object({ header: z.object({ type: z.literal('event'), name, requestId }), payload }),
  z.object({
    header: z.object({
      type: z.literal('completion'),
      name,
      requestId,
      completionCode: z.enum(COMPLETION_CODES),
    }),
    payload,
  }),
  z.object({ header: z.object({ type: z.literal('unsolicited'), name }), payload }),
]);

export type Payload = Readonly<Record<string, unknown>>;
export interface CommandMessage {
  readonly name: string;
  readonly requestId: number;
  /** Of this command, as the specification counts it. */
  readonly version: string;
  readonly timeoutMs: number;
  readonly payload: Payload;
}
/** What a provider says. Its `errorDescription` is left out: it is free text, which may quote what a card holds. */
export type ProviderMessage =
  | {
      readonly type: 'acknowledge';
      readonly name: string;
      readonly requestId: number;
      readonly status: Refusal | null;
    }
  | { readonly type: 'event'; readonly name: string; readonly requestId: number; readonly payload: Payload }
  | {
      readonly type: 'completion';
      readonly name: string;
      readonly requestId: number;
      readonly completionCode: CompletionCode;
      readonly payload: Payload;
    }
  | { readonly type: 'unsolicited'; readonly name: string; readonly payload: Payload };

/** @throws RangeError when the request id is none: a whole number from 1 */
export function encodeCommand({ name, requestId, version, timeoutMs, payload }: CommandMessage): string {
  if (!Number.isSafeInteger(requestId) || requestId < 1)
    throw new RangeError('request ids are counted from 1');
  return JSON.stringify({
    header: { type: 'command', name, requestId, version, timeout: timeoutMs },
    payload,
  });
}

/** The provider's side of {@link encodeCommand}. */
export function encodeAnswer(message: ProviderMessage): string {
  const { type, name } = message;
  const header = { type, name, version: ANSWER_VERSION };
  switch (message.type) {
    case 'acknowledge':
      return JSON.stringify({
        header: { ...header, requestId: message.requestId, status: message.status },
      });
    case 'event':
      return JSON.stringify({
        header: { ...header, requestId: message.requestId },
        payload: message.payload,
      });
    case 'completion': {
      const { requestId, completionCode } = message;
      return JSON.stringify({ header: { ...header, requestId, completionCode }, payload: message.payload });
    }
    case 'unsolicited':
      return JSON.stringify({ header, payload: message.payload });
  }
}

/** What a provider said; null when it is no message of the protocol. Never throws, whatever the text. */
export function decodeAnswer(text: string): ProviderMessage | null {
  const read = answerSchema.safeParse(fromJson(text));
  if (!read.success) return null;
  const { header } = read.data;
  return 'payload' in read.data
    ? ({ ...header, payload: read.data.payload } as ProviderMessage)
    : (header as ProviderMessage);
}

/** What a client asked; null when it is no command. */
export function decodeCommand(text: string): CommandMessage | null {
  const read = commandSchema.safeParse(fromJson(text));
  if (!read.success) return null;
  const { header } = read.data;
  return {
    name: header.name,
    requestId: header.requestId,
    version: header.version,
    timeoutMs: header.timeout,
    payload: read.data.payload,
  };
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // no JSON is undefined
  }
}
