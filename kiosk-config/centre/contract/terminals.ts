import { z } from 'zod';
import {
  configurationDocument,
  configurationName,
  remoteSettings,
} from '../../provisioning/configuration.ts';

/**
 * Terminals, as they speak with the centre and as the console shows them; addresses stand beside the shapes. Every request
 * of a terminal but the first carries its proof (provisioning/proof.ts) in the header `Tongban-Proof`.
 */

const instant = z.iso.datetime();
const words = z.strictObject({ zh: z.string().min(1).max(500), en: z.string().min(1).max(500) });
/** What an officer writes: the reason stands in the audit, and of a lock on the terminal's screen for staff. */
const reason = z.string().trim().min(1).max(200);
export const terminalId = z.string().regex(/^[0-9A-Za-z-]{1,32}$/);
const name = z.string().trim().min(1).max(100);
/** A word for programs: the kind of a status, an event. */
const word = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/);
const pem = z.string().max(8192);
const compactJws = z.string().max(4096);

// ---- What terminals say and hear

/** POST /v1/enrolments, without a proof: the code is the permission. The same key again gets the same certificate. */
export const enrolmentRequest = z.strictObject({
  code: z.string().max(64),
  /** PKCS#10 in PEM, signed by the key that was made on the terminal. */
  request: pem,
});
export const enrolmentAnswer = z.object({
  terminalId,
  siteCode: z.string(),
  certificate: pem,
  /** Certificate of the centre's authority. */
  authority: pem,
});
export type EnrolmentAnswer = z.infer<typeof enrolmentAnswer>;

/** POST /v1/terminals/{id}/certificate: a new key, vouched for by the proof of the present one. */
export const renewalRequest = z.strictObject({ request: pem });
export const renewalAnswer = z.object({ certificate: pem });

export const securityEventKinds = [
  'case-open',
  'case-closed',
  'usb-appeared',
  'usb-gone',
  'tamper',
  'clock-moved',
] as const;

const securityEvent = z.strictObject({
  /** Made on the terminal; the same event told twice is stored once. */
  id: z.uuid(),
  kind: z.enum(securityEventKinds),
  at: instant,
  /** Such as `046d:c31c` of what was plugged in; never anything personal. */
  detail: z.string().regex(/^[0-9A-Za-z:. -]{0,64}$/),
});

/** POST /v1/terminals/{id}/heartbeat, about every 30 s and at once when something has changed. */
export const heartbeat = z.strictObject({
  /** Start of the terminal's program and number of the heartbeat since: an older one never replaces a younger. */
  startedAt: instant,
  sequence: z.int().min(0),
  at: instant,
  software: z.string().regex(/^[0-9A-Za-z.+-]{1,50}$/),
  /** Version of the published catalogue that it serves; null before the first. */
  published: z.int().min(0).nullable(),
  /** The configuration that it was told to take, and what became of it. */
  configuration: z
    .strictObject({
      name: configurationName,
      version: z.int().min(1),
      state: z.enum(['applied', 'failed']),
    })
    .nullable(),
  /** Submissions that wait, and since when the oldest does. */
  unsent: z.int().min(0),
  oldestUnsentAt: instant.nullable(),
  /** Part of the disk that is free, 0 to 1. */
  storageFree: z.number().min(0).max(1),
  intake: z.enum(['open', 'storage-full', 'terminal-revoked']),
  /** Number of the newest order (lock, unlock) that it obeys; 0 before the first. */
  order: z.int().min(0),
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
  /** End of the terminal's audit chain, signed by its key (`checkpoint` below); only when it has changed. */
  checkpoint: compactJws.exactOptional(),
  events: z.array(securityEvent).max(50).exactOptional(),
});
export type Heartbeat = z.infer<typeof heartbeat>;

/** What a terminal signs of its audit chain. */
export const checkpoint = z.strictObject({
  terminalId,
  sequence: z.int().min(0),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  at: instant,
});

export const heartbeatAnswer = z.object({
  /** Milliseconds since 1970. */
  serverTime: z.int().min(0),
  /** Version of the catalogue in force; null while nothing has been published. */
  published: z.int().nullable(),
  /** The configuration that it shall take: the target `configurations/<name>-<version>.json`. */
  configuration: z.object({ name: configurationName, version: z.int() }).nullable(),
  /** The newest order, signed by the authority (`order` below); null when there was none. */
  order: compactJws.nullable(),
  jobs: z.array(z.object({ id: z.uuid(), kind: z.literal('log-bundle') })),
});
export type HeartbeatAnswer = z.infer<typeof heartbeatAnswer>;

/**
 * An order, signed by the authority so that no server in between can give one. `lock`: out of service until `unlock`;
 * `shred`: the certificate is revoked, destroy the keys. Of several the highest number counts.
 */
export const order = z.strictObject({
  terminalId,
  number: z.int().min(1),
  kind: z.enum(['lock', 'unlock', 'shred']),
  reason,
  at: instant,
});
export type Order = z.infer<typeof order>;

/** PUT /v1/terminals/{id}/jobs/{jobId}: JSON lines without anything personal. */
export const jobResult = z.strictObject({
  state: z.enum(['done', 'failed']),
  content: z.string().max(2_000_000),
});

/** GET /v1/terminals/{id}/push, Server-Sent Events: names only what is new, the terminal asks for the rest. */
export const pushEvents = {
  /** A catalogue is in force: GET /v1/published/bundle?have=… */
  published: z.object({ version: z.int() }),
  /** Something is meant for this terminal: beat at once. */
  assigned: z.object({}),
} as const;

// ---- What the console shows

export const alertKinds = [
  'paper-low',
  'paper-out',
  'device-lost',
  'device-trouble',
  'offline',
  'disk-low',
  'clock-off',
  'tamper',
  'certificate-expiring',
  'queue-old',
  'configuration-failed',
] as const;
export type AlertKind = (typeof alertKinds)[number];

/** `online`: beats · `offline`: missed its heartbeats · `locked`, `revoked`: by order · `registered`: not enrolled yet. */
export const terminalStates = ['registered', 'online', 'offline', 'locked', 'revoked'] as const;

export const rings = ['first', 'early', 'all'] as const;

/** POST /v1/terminals; PATCH takes any of it but the id, with `revision`. */
export const terminalInput = z.strictObject({
  id: terminalId,
  siteCode: z.string().min(1).max(32),
  siteName: name,
  district: name,
  street: name,
  /** Of the manufacturer; null until somebody has looked. */
  serial: z.string().trim().min(1).max(64).nullable(),
  model: z.string().trim().min(1).max(64).nullable(),
  /** Families of devices that it is built with. */
  modules: z.array(word).max(20),
  /** Null: by the id, so that 1 % are `first` and 9 % `early`. */
  ring: z.enum(rings).nullable(),
  /** Name of its configuration; null takes what is on the terminal. */
  configuration: configurationName.nullable(),
});
export const terminalPatch = terminalInput
  .omit({ id: true })
  .partial()
  .extend({ revision: z.int().min(0) });

export const alert = z.object({
  id: z.uuid(),
  terminalId,
  siteName: z.string(),
  district: z.string(),
  street: z.string(),
  kind: z.enum(alertKinds),
  /** The device that it is about; empty where it is about the whole. */
  subject: z.string(),
  severity: z.enum(['notice', 'warning', 'urgent']),
  words,
  /** What to do. */
  next: words,
  openedAt: instant,
  /** Null while it is open; it resolves itself. */
  resolvedAt: instant.nullable(),
});
export type Alert = z.infer<typeof alert>;

export const terminalSummary = terminalInput.extend({
  state: z.enum(terminalStates),
  ring: z.enum(rings),
  revision: z.int(),
  lastSeenAt: instant.nullable(),
  software: z.string().nullable(),
  published: z.int().nullable(),
  unsent: z.int().nullable(),
  /** Open ones. */
  alerts: z.array(z.object({ kind: z.enum(alertKinds), subject: z.string() })),
  devices: heartbeat.shape.devices,
});
export type TerminalSummary = z.infer<typeof terminalSummary>;

/** GET /v1/terminals */
export const terminalQuery = z.strictObject({
  district: z.string().max(100).optional(),
  street: z.string().max(100).optional(),
  siteCode: z.string().max(32).optional(),
  state: z.enum(terminalStates).optional(),
  alert: z.enum(alertKinds).optional(),
  /** In id, serial or name of the site. */
  text: z.string().trim().max(100).optional(),
  /** Id of the last one before. */
  after: terminalId.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const terminalList = z.object({
  terminals: z.array(terminalSummary),
  total: z.int(),
  /** For `after` of the next page; null on the last. */
  next: terminalId.nullable(),
});

/** GET /v1/terminals/map: by district and street. */
export const terminalMap = z.object({
  districts: z.array(
    z.object({
      district: z.string(),
      streets: z.array(
        z.object({
          street: z.string(),
          counts: z.record(z.enum(terminalStates), z.int()),
          openAlerts: z.int(),
        }),
      ),
    }),
  ),
});

const change = z.object({
  at: instant,
  /** `device:id-card-reader`, `software`, `network`, `intake`, `configuration`, … */
  what: z.string(),
  from: z.string(),
  to: z.string(),
});
const certificate = z.object({
  thumbprint: z.string(),
  notBefore: instant,
  notAfter: instant,
  /** Null while it is good. */
  endedAt: instant.nullable(),
});
const job = z.object({
  id: z.uuid(),
  kind: z.literal('log-bundle'),
  state: z.enum(['waiting', 'done', 'failed']),
  orderedAt: instant,
  endedAt: instant.nullable(),
});

/** GET /v1/terminals/{id} */
export const terminalDetail = terminalSummary.extend({
  startedAt: instant.nullable(),
  oldestUnsentAt: instant.nullable(),
  storageFree: z.number().nullable(),
  intake: heartbeat.shape.intake.nullable(),
  /** How far its clock is ahead of the centre's. */
  clockAheadMs: z.int().nullable(),
  takenConfiguration: heartbeat.shape.configuration,
  lock: z.object({ at: instant, reason: z.string(), obeyed: z.boolean() }).nullable(),
  certificates: z.array(certificate),
  openAlerts: z.array(alert),
  pastAlerts: z.array(alert),
  /** Newest first, 200 at most. */
  history: z.array(change),
  securityEvents: z.array(securityEvent.extend({ receivedAt: instant })),
  checkpoint: checkpoint.extend({ receivedAt: instant }).nullable(),
  jobs: z.array(job),
});
export type TerminalDetail = z.infer<typeof terminalDetail>;

/** POST /v1/terminals/{id}/enrolment-codes */
export const enrolmentCode = z.object({
  code: z.string(),
  /** Text of the QR code that the terminal's own scanner reads. */
  qrText: z.string(),
  expiresAt: instant,
});

/** POST /v1/terminals/{id}/lock, …/unlock, …/revoke */
export const orderInput = z.strictObject({ reason, revision: z.int().min(0) });

/** GET /v1/alerts */
export const alertQuery = z.strictObject({
  open: z.enum(['true', 'false']).default('true'),
  kind: z.enum(alertKinds).optional(),
  district: z.string().max(100).optional(),
  terminalId: terminalId.optional(),
  after: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const alertList = z.object({ alerts: z.array(alert), total: z.int(), next: z.uuid().nullable() });

/** GET /v1/security-events, newest first. */
export const securityEventQuery = z.strictObject({
  terminalId: terminalId.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const securityEventList = z.object({
  events: z.array(securityEvent.extend({ terminalId, receivedAt: instant })),
});

// ---- Configurations

export const rolloutStates = ['rolling', 'stopped', 'done', 'rolled-back'] as const;

const rollout = z.object({
  state: z.enum(rolloutStates),
  /** The ring that it has reached. */
  ring: z.enum(rings),
  startedAt: instant,
  ringSince: instant,
  /** The version that terminals keep or get back. */
  former: z.int().nullable(),
  /** Terminals of the rings reached so far. */
  counts: z.object({ assigned: z.int(), applied: z.int(), failed: z.int() }),
  /** Why it stopped; null while it goes on. */
  stoppedBecause: words.nullable(),
});
export const configurationVersion = z.object({
  name: configurationName,
  version: z.int(),
  document: configurationDocument,
  createdAt: instant,
  createdBy: z.string(),
  revision: z.int(),
  /** Null: a draft that nobody has got yet. */
  rollout: rollout.nullable(),
});
export type ConfigurationVersion = z.infer<typeof configurationVersion>;

/** POST /v1/configurations/{name}/versions; `basedOn`: the newest version that was seen, 0 for a first one. */
export const configurationInput = z.strictObject({
  basedOn: z.int().min(0),
  everywhere: remoteSettings,
  sites: configurationDocument.shape.sites,
  terminals: configurationDocument.shape.terminals,
});
/** GET /v1/configurations, GET /v1/configurations/{name}: newest first. */
export const configurationList = z.object({ configurations: z.array(configurationVersion) });
/** POST /v1/configurations/{name}/versions/{version}/{start|stop|resume|roll-back} */
export const rolloutInput = z.strictObject({ revision: z.int().min(0) });
