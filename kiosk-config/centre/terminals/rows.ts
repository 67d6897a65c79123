import { sql as raw } from 'kysely';
import type { TerminalDetail, TerminalSummary } from '../contract/index.ts';
import type { Schema } from '../database/schema.ts';
import { wordsOf } from './alert-words.ts';
import type { Finding } from './alerts.ts';
import type { Said } from './said.ts';

/** Rows as the console sees them. A state is what the alerts say: one engine, one answer. */

const OFFLINE = '%"kind":"offline"%';

export function isInState(state: TerminalSummary['state']) {
  switch (state) {
    case 'online':
      return raw<boolean>`standing = 'enrolled' and findings is not null and findings not like ${OFFLINE}`;
    case 'offline':
      return raw<boolean>`standing = 'enrolled' and (findings is null or findings like ${OFFLINE})`;
    default:
      return raw<boolean>`standing = ${state}`;
  }
}

export function stateOf(standing: string, isOffline: boolean): TerminalSummary['state'] {
  if (standing === 'enrolled') return isOffline ? 'offline' : 'online';
  return standing as Exclude<TerminalSummary['state'], 'online' | 'offline'>;
}

interface SummaryRow {
  readonly id: string;
  readonly site_code: string;
  readonly site_name: string;
  readonly district: string;
  readonly street: string;
  readonly serial: string | null;
  readonly model: string | null;
  readonly modules: string;
  readonly ring: TerminalSummary['ring'];
  readonly configuration: string | null;
  readonly standing: string;
  readonly revision: number;
  readonly last_seen_at: string | null;
  readonly said: string | null;
  readonly findings: string | null;
}

export function summaryOf(row: SummaryRow): TerminalSummary {
  const said = saidOf(row.said);
  const findings = JSON.parse(row.findings ?? '[]') as Finding[];
  const isOffline = row.findings === null || findings.some(({ kind }) => kind === 'offline');
  return {
    ...{ id: row.id, siteCode: row.site_code, siteName: row.site_name, district: row.district },
    ...{ street: row.street, serial: row.serial, model: row.model, ring: row.ring },
    ...{ modules: JSON.parse(row.modules) as string[], configuration: row.configuration },
    ...{ state: stateOf(row.standing, isOffline), revision: row.revision, lastSeenAt: row.last_seen_at },
    ...{ software: said?.software ?? null, published: said?.published ?? null, unsent: said?.unsent ?? null },
    alerts: row.standing === 'revoked' ? [] : findings,
    devices: said?.devices ?? [],
  };
}

export function saidOf(text: string | null): Said | null {
  return text === null ? null : (JSON.parse(text) as Said);
}

export function alertOf(row: {
  readonly id: string;
  readonly terminal_id: string;
  readonly site_name: string;
  readonly district: string;
  readonly street: string;
  readonly kind: Finding['kind'];
  readonly subject: string;
  readonly opened_at: string;
  readonly resolved_at: string | null;
}) {
  const { id, kind, subject } = row;
  return {
    ...{
      id,
      terminalId: row.terminal_id,
      siteName: row.site_name,
      district: row.district,
      street: row.street,
    },
    ...{ kind, subject, ...wordsOf(kind, subject), openedAt: row.opened_at, resolvedAt: row.resolved_at },
  };
}

export function eventOf({ id, kind, at, detail, received_at }: Schema['terminal_events']) {
  const known = kind as TerminalDetail['securityEvents'][number]['kind'];
  return { id, kind: known, at, detail, receivedAt: received_at };
}
