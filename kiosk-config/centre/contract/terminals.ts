import { z } from 'zod';
import { configurationName } from '../../provisioning/configuration.ts';
import { count, id, instant, line, ordinal, siteCode } from './common.ts';
import type { Operations } from './operation.ts';

/**
 * What terminals and the centre say to each other. Every request of a terminal but the first carries its proof
 * (provisioning/proof.ts) in the header `Tongban-Proof`.
 */

/** What an officer writes: the reason stands in the audit, and of a lock on the terminal's screen for staff. */
const reason = line;
/** As a terminal's own configuration writes it. */
export const enrolledId = z.string().regex(/^[0-9A-Za-z-]{1,32}$/);
/** A word for programs: the kind of a status, an event. */
export const word = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/);
const pem = z.string().max(8192);
const compactJws = z.string().max(4096);

/** The code is the permission. The same key again gets the same certificate. */
export const enrolmentRequest = z.strictObject({
  code: z.string().max(64),
  /** What the terminal's own configuration says; a code for another one is refused and stays good. */
  terminalId: enrolledId,
  siteCode,
  /** PKCS#10 in PEM, signed by the key that was made on the terminal. */
  request: pem,
});
export const enrolmentAnswer = z.object({
  terminalId: enrolledId,
  siteCode: z.string(),
  certificate: pem,
  /** Certificate of the centre's authority. */
  authority: pem,
});
export type EnrolmentAnswer = z.infer<typeof enrolmentAnswer>;

/** A new key, vouched for by the proof of the present one. */
export const renewalRequest = z.strictObject({ request: pem });
export const renewalAnswer = z.object({ certificate: pem });

export const securityEventKinds = [
  'case-open',
  'case-closed',
  'usb-appeared',
  'usb-gone',
  'tamper',
  'clock-moved',
  // At the terminal's own screen: with a code of the centre, back to citizens, a wrong code, the last that is taken for a while.
  'technician-entered',
  'technician-left',
  'technician-code-wrong',
  'technician-code-blocked',
] as const;

export const securityEvent = z.strictObject({
  /** Made on the terminal; the same event told twice is stored once. */
  id: id,
  kind: z.enum(securityEventKinds),
  at: instant,
  /** Such as `046d:c31c` of what was plugged in; never anything personal. */
  detail: z.string().regex(/^[0-9A-Za-z:. -]{0,64}$/),
});

/** What a technician found at the terminal's screen, the last time that a report was made there. */
export const readiness = z.strictObject({
  at: instant,
  /** Enrolled, measured, every device tested and well, and nothing else to be done. */
  ready: z.boolean(),
  /** As it was measured on the spot; null: nobody has. */
  panel: z
    .strictObject({ diagonalInches: z.number().min(10).max(100), centreMm: z.number().min(500).max(2500) })
    .nullable(),
  devices: z.array(z.strictObject({ family: word, check: z.enum(['passed', 'failed', 'not-made']) })).max(20),
  /** What was left to be done, devices and panel aside. */
  otherwise: count,
});
export type Readiness = z.infer<typeof readiness>;

/** About every 30 s, and at once when something has changed. */
export const heartbeat = z.strictObject({
  /** Start of the terminal's program and number of the heartbeat since: an older one never replaces a younger. */
  startedAt: instant,
  sequence: z.int().min(0),
  at: instant,
  software: z.string().regex(/^[0-9A-Za-z.+-]{1,50}$/),
  /** Version of the published catalogue that it serves; null before the first. */
  published: count.nullable(),
  /** The configuration that it was told to take, and what became of it. */
  configuration: z
    .strictObject({
      name: configurationName,
      version: ordinal,
      state: z.enum(['applied', 'failed']),
    })
    .nullable(),
  /** Submissions that wait, and since when the oldest does. */
  unsent: count,
  oldestUnsentAt: instant.nullable(),
  /** Part of the disk that is free, 0 to 1. */
  storageFree: z.number().min(0).max(1),
  intake: z.enum(['open', 'storage-full', 'terminal-revoked', 'keeps-failing']),
  /** Number of the newest order (lock, unlock) that it obeys; 0 before the first. */
  order: count,
  devices: z
    .array(
      z.strictObject({
        id: word,
        family: word,
        status: word,
        availability: z.enum(['ready', 'needs-attention', 'offline']),
      }),
    )
    .max(20),
  /** 缺字, counted on the terminal; left out while there is nothing. A code point stands alone, without whose it is. */
  missingCharacters: z
    .strictObject({
      /** How often a citizen said that a character cannot be found, and the day of the last time. */
      notFound: count,
      lastDay: z.iso.date().nullable(),
      /** Code points that no font of the terminal has, as `U+2A700`. */
      undrawable: z.array(z.string().regex(/^U\+[0-9A-F]{4,6}$/)).max(200),
    })
    .exactOptional(),
  /** Left out before the first. */
  readiness: readiness.exactOptional(),
  /** End of the terminal's audit chain, signed by its key (`checkpoint` below); only when it has changed. */
  checkpoint: compactJws.exactOptional(),
  events: z.array(securityEvent).max(50).exactOptional(),
});
export type Heartbeat = z.infer<typeof heartbeat>;

/** What a terminal signs of its audit chain. */
export const checkpoint = z.strictObject({
  terminalId: enrolledId,
  sequence: z.int().min(0),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  at: instant,
});

export const heartbeatAnswer = z.object({
  /** Milliseconds since 1970. */
  serverTime: z.int().min(0),
  /** Version of the catalogue in force; null while nothing has been published. */
  published: z.int().nullable(),
  /** The configuration that it shall take; its settings are asked for when it has another one. */
  configuration: z.object({ name: configurationName, version: z.int() }).nullable(),
  /** The newest order, signed by the authority (`order` below); null when there was none. */
  order: compactJws.nullable(),
  jobs: z.array(z.object({ id: id, kind: z.literal('log-bundle') })),
});
export type HeartbeatAnswer = z.infer<typeof heartbeatAnswer>;

/**
 * An order, signed by the authority so that no server in between can give one. `lock`: out of service until `unlock`;
 * `shred`: the certificate is revoked, destroy the keys. Of several the highest number counts.
 */
export const order = z.strictObject({
  terminalId: enrolledId,
  number: ordinal,
  kind: z.enum(['lock', 'unlock', 'shred']),
  reason,
  at: instant,
});
export type Order = z.infer<typeof order>;

/** `content`: JSON lines without anything personal. */
export const jobResult = z.strictObject({
  state: z.enum(['done', 'failed']),
  content: z.string().max(200_000),
});

/** GET /v1/terminals/{id}/push, Server-Sent Events: names only what is new, the terminal asks for the rest. */
export const pushEvents = {
  /** A catalogue is in force: GET /v1/published/bundle?have=… */
  published: z.object({ version: z.int() }),
  /** Something is meant for this terminal: beat at once. */
  assigned: z.object({}),
} as const;

const params = z.object({ terminalId: enrolledId });

export const terminalOperations = {
  enrolTerminal: {
    method: 'POST',
    path: '/v1/enrolments',
    summary: 'Redeems an enrolment code: certificate for a key that was made on the terminal.',
    access: 'enrolment',
    body: enrolmentRequest,
    answer: enrolmentAnswer,
    problems: [
      ...(['CODE_UNKNOWN', 'CODE_USED', 'CODE_EXPIRED', 'CODE_OF_ANOTHER'] as const),
      ...(['CERTIFICATE_REQUEST_INVALID', 'RATE_LIMITED'] as const),
    ],
  },
  renewCertificate: {
    method: 'POST',
    path: '/v1/terminals/{terminalId}/certificate',
    summary: 'Exchanges the key of a terminal for a new one.',
    access: 'terminal',
    params,
    body: renewalRequest,
    answer: renewalAnswer,
    problems: ['CERTIFICATE_REQUEST_INVALID'],
  },
  sendHeartbeat: {
    method: 'POST',
    path: '/v1/terminals/{terminalId}/heartbeat',
    summary: 'Says how the terminal is; answers what is meant for it.',
    access: 'terminal',
    params,
    body: heartbeat,
    answer: heartbeatAnswer,
  },
  readAssignedConfiguration: {
    method: 'GET',
    path: '/v1/terminals/{terminalId}/configuration',
    summary: 'The settings that the terminal shall take, signed by the authority for this terminal alone.',
    access: 'terminal',
    params,
    answer: z.object({ signed: z.string() }),
    problems: ['NOT_FOUND'],
  },
  finishJob: {
    method: 'PUT',
    path: '/v1/terminals/{terminalId}/jobs/{jobId}',
    summary: 'Hands in what a job came to.',
    access: 'terminal',
    params: params.extend({ jobId: id }),
    body: jobResult,
  },
} as const satisfies Operations;
