import { z } from 'zod';
import { configurationName } from '../../provisioning/configuration.ts';
import { id, instant, line, revision, siteCode } from './common.ts';
import type { Operations } from './operation.ts';
import { checkpoint, enrolledId, heartbeat, securityEvent, word } from './terminals.ts';

/** Terminals as the console shows them, and what officers do with them. */

const words = z.object({ zh: z.string(), en: z.string() });

export const alertKinds = [
  'paper-low',
  'paper-out',
  'device-lost',
  'device-trouble',
  'offline',
  'disk-low',
  'clock-off',
  'tamper',
  'technician-code-blocked',
  'certificate-expiring',
  'queue-old',
  'configuration-failed',
] as const;
export type AlertKind = (typeof alertKinds)[number];

/** `online`: beats · `offline`: missed its heartbeats · `locked`, `revoked`: by order · `registered`: not enrolled yet. */
export const terminalStates = ['registered', 'online', 'offline', 'locked', 'revoked'] as const;

export const rings = ['first', 'early', 'all'] as const;

export const terminalInput = z.strictObject({
  id: enrolledId,
  siteCode,
  siteName: line,
  district: line,
  street: line,
  /** Of the manufacturer; null until somebody has looked. */
  serial: line.max(64).nullable(),
  model: line.max(64).nullable(),
  /** Families of devices that it is built with. */
  modules: z.array(word).max(20),
  /** Null: by the id, so that 1 % are `first` and 9 % `early`. */
  ring: z.enum(rings).nullable(),
  /** Name of its configuration; null takes what is on the terminal. */
  configuration: configurationName.nullable(),
});
export type TerminalInput = z.infer<typeof terminalInput>;

export const terminalChange = terminalInput.omit({ id: true }).partial().extend({ revision });
export type TerminalChange = z.infer<typeof terminalChange>;

export const alert = z.object({
  id: id,
  terminalId: enrolledId,
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
  revision,
  lastSeenAt: instant.nullable(),
  software: z.string().nullable(),
  published: z.int().nullable(),
  unsent: z.int().nullable(),
  /** Open ones. */
  alerts: z.array(z.object({ kind: z.enum(alertKinds), subject: z.string() })),
  devices: heartbeat.shape.devices,
});
export type TerminalSummary = z.infer<typeof terminalSummary>;

export const terminalQuery = z.strictObject({
  district: z.string().max(100).optional(),
  street: z.string().max(100).optional(),
  siteCode: siteCode.optional(),
  state: z.enum(terminalStates).optional(),
  alert: z.enum(alertKinds).optional(),
  /** In id, serial or name of the site. */
  text: z.string().trim().max(100).optional(),
  /** Id of the last one before. */
  after: enrolledId.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const terminalList = z.object({
  terminals: z.array(terminalSummary),
  total: z.int(),
  /** For `after` of the next page; null on the last. */
  next: enrolledId.nullable(),
});

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
  id: id,
  kind: z.literal('log-bundle'),
  state: z.enum(['waiting', 'done', 'failed']),
  orderedAt: instant,
  endedAt: instant.nullable(),
});

export const terminalDetail = terminalSummary.extend({
  startedAt: instant.nullable(),
  oldestUnsentAt: instant.nullable(),
  storageFree: z.number().nullable(),
  intake: heartbeat.shape.intake.nullable(),
  /** How far its clock is ahead of the centre's. */
  clockAheadMs: z.int().nullable(),
  takenConfiguration: heartbeat.shape.configuration,
  /** Null while it has told of none. */
  missingCharacters: heartbeat.shape.missingCharacters.unwrap().nullable(),
  readiness: heartbeat.shape.readiness.unwrap().nullable(),
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

export const enrolmentCode = z.object({
  code: z.string(),
  /** Text of the QR code that the terminal's own scanner reads. */
  qrText: z.string(),
  expiresAt: instant,
});

export const orderInput = z.strictObject({ reason: line, revision });

export const alertQuery = z.strictObject({
  open: z.enum(['true', 'false']).default('true'),
  kind: z.enum(alertKinds).optional(),
  district: z.string().max(100).optional(),
  terminalId: enrolledId.optional(),
  after: id.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const alertList = z.object({ alerts: z.array(alert), total: z.int(), next: id.nullable() });

export const securityEventQuery = z.strictObject({
  terminalId: enrolledId.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const securityEventList = z.object({
  events: z.array(securityEvent.extend({ terminalId: enrolledId, receivedAt: instant })),
});

const terminal = z.object({ terminalId: enrolledId });

export const fleetOperations = {
  listTerminals: {
    method: 'GET',
    path: '/v1/terminals',
    summary: 'Terminals by their ids, filtered.',
    access: 'terminal.read',
    query: terminalQuery,
    answer: terminalList,
  },
  readTerminalMap: {
    method: 'GET',
    path: '/v1/terminal-map',
    summary: 'Counts by district and street.',
    access: 'terminal.read',
    answer: terminalMap,
  },
  readTerminal: {
    method: 'GET',
    path: '/v1/terminals/{terminalId}',
    summary: 'A terminal with its history.',
    access: 'terminal.read',
    params: terminal,
    answer: terminalDetail,
    problems: ['NOT_FOUND'],
  },
  registerTerminal: {
    method: 'POST',
    path: '/v1/terminals',
    summary: 'Enters a terminal in the register, before it is enrolled.',
    access: 'terminal.enrol',
    body: terminalInput,
    answer: terminalSummary,
    problems: ['ALREADY_THERE'],
  },
  changeTerminal: {
    method: 'PUT',
    path: '/v1/terminals/{terminalId}',
    summary: 'Changes what the register says.',
    access: 'terminal.configure',
    params: terminal,
    body: terminalChange,
    answer: terminalSummary,
    problems: ['NOT_FOUND', 'STALE'],
  },
  makeEnrolmentCode: {
    method: 'POST',
    path: '/v1/terminals/{terminalId}/enrolment-codes',
    summary: 'A code that admits this terminal once; one that was made before ends.',
    access: 'terminal.enrol',
    params: terminal,
    answer: enrolmentCode,
    problems: ['NOT_FOUND'],
  },
  lockTerminal: {
    method: 'POST',
    path: '/v1/terminals/{terminalId}/lock',
    summary: 'Takes a terminal out of service until it is unlocked.',
    access: 'terminal.lock',
    params: terminal,
    body: orderInput,
    answer: terminalSummary,
    problems: ['NOT_FOUND', 'STALE', 'TERMINAL_STATE'],
  },
  unlockTerminal: {
    method: 'POST',
    path: '/v1/terminals/{terminalId}/unlock',
    summary: 'Puts a locked terminal back in service.',
    access: 'terminal.lock',
    params: terminal,
    body: orderInput,
    answer: terminalSummary,
    problems: ['NOT_FOUND', 'STALE', 'TERMINAL_STATE'],
  },
  revokeTerminal: {
    method: 'POST',
    path: '/v1/terminals/{terminalId}/revoke',
    summary: 'Ends the certificates of a terminal for good; it destroys its keys when it hears of it.',
    access: 'terminal.revoke',
    params: terminal,
    body: orderInput,
    answer: terminalSummary,
    problems: ['NOT_FOUND', 'STALE', 'TERMINAL_STATE'],
  },
  orderLogBundle: {
    method: 'POST',
    path: '/v1/terminals/{terminalId}/log-bundles',
    summary: 'Asks a terminal for its log, without anything personal.',
    access: 'terminal.logs',
    params: terminal,
    answer: job,
    problems: ['NOT_FOUND', 'TERMINAL_STATE'],
  },
  readLogBundle: {
    method: 'GET',
    path: '/v1/terminals/{terminalId}/log-bundles/{jobId}',
    summary: 'The log that a terminal handed in, as JSON lines.',
    access: 'terminal.logs',
    params: terminal.extend({ jobId: id }),
    answer: 'text/plain',
    problems: ['NOT_FOUND'],
  },
  listAlerts: {
    method: 'GET',
    path: '/v1/alerts',
    summary: 'Alerts, the youngest first.',
    access: 'terminal.read',
    query: alertQuery,
    answer: alertList,
  },
  listSecurityEvents: {
    method: 'GET',
    path: '/v1/security-events',
    summary: 'What terminals told of their security, the youngest first.',
    access: 'terminal.read',
    query: securityEventQuery,
    answer: securityEventList,
  },
} as const satisfies Operations;
