import type { Generated } from 'kysely';
import type { AlertKind } from '../../contract/fleet.ts';
import type { rings, rolloutStates } from '../../contract/index.ts';

/** What the register says, and what was decided about a terminal. */
export interface TerminalRow {
  id: string;
  site_code: string;
  site_name: string;
  district: string;
  street: string;
  serial: string | null;
  model: string | null;
  /** JSON array of families. */
  modules: string;
  ring: (typeof rings)[number];
  configuration: string | null;
  /** Version of its configuration that it shall take; null: none yet. */
  configuration_version: number | null;
  standing: 'registered' | 'enrolled' | 'locked' | 'revoked';
  /** Of the newest order; 0 before the first. */
  order_number: number;
  /** The newest order as the terminal gets it, signed. */
  order_text: string | null;
  order_reason: string | null;
  order_at: string | null;
  /** Begin of the present enrolment. */
  enrolled_at: string | null;
  revision: number;
}

/** What a terminal said last. One row each, written with every heartbeat, so without an index but its key. */
export interface TerminalStateRow {
  terminal_id: string;
  last_seen_at: string;
  started_at: string;
  sequence: number;
  clock_ahead_ms: number;
  /** JSON of what it said (contract/terminals.ts) without what belongs to one heartbeat alone. */
  said: string;
  /** JSON of the open alerts' kinds and subjects. */
  findings: string;
  /** JSON array: what about it may have been tampered with. */
  tampered: string;
  /** Grows when something else than times has changed: of two that compare at once one wins. */
  revision: number;
}

export interface TerminalTables {
  terminals: TerminalRow;
  terminal_states: TerminalStateRow;
  terminal_certificates: {
    thumbprint: string;
    terminal_id: string;
    /** SPKI, DER, base64: never used for two. */
    public_key: string;
    pem: string;
    not_before: string;
    not_after: string;
    /** From when on it counts no more: renewed or revoked. */
    ended_at: string | null;
    /** When a proof by it first came; null: none has yet, and the terminal may never have got it. */
    proved_at: Generated<string | null>;
  };
  enrolment_codes: {
    code_hash: string;
    terminal_id: string;
    expires_at: string;
    /** Thumbprint of the certificate that it was redeemed for. */
    redeemed_for: string | null;
    /** A younger code took its place. */
    replaced: 0 | 1;
  };
  /** Numbers of proofs within their window. */
  terminal_proofs: { jti: string; until: string };
  terminal_alerts: {
    id: string;
    terminal_id: string;
    kind: AlertKind;
    subject: string;
    opened_at: string;
    resolved_at: string | null;
    /** `terminal/kind/subject` while it is open: unique, so that nothing is open twice. */
    open_key: string | null;
  };
  terminal_changes: {
    id: string;
    terminal_id: string;
    at: string;
    what: string;
    former: string;
    present: string;
  };
  terminal_events: {
    id: string;
    terminal_id: string;
    kind: string;
    at: string;
    detail: string;
    received_at: string;
  };
  /** The terminal's audit chain as it signed it: the last of each day. */
  terminal_checkpoints: {
    terminal_id: string;
    day: string;
    sequence: number;
    hash: string;
    at: string;
    received_at: string;
    signed: string;
  };
  terminal_jobs: {
    id: string;
    terminal_id: string;
    kind: 'log-bundle';
    state: 'waiting' | 'done' | 'failed';
    ordered_at: string;
    ended_at: string | null;
    content: string | null;
  };
  configuration_versions: {
    name: string;
    version: number;
    /** JSON. */
    document: string;
    created_at: string;
    created_by: string;
    revision: number;
    /** Null: a draft. */
    state: (typeof rolloutStates)[number] | null;
    ring: (typeof rings)[number] | null;
    started_at: string | null;
    ring_since: string | null;
    former: number | null;
    /** JSON of words. */
    stopped_because: string | null;
  };
  /** When a task that one process at a time does was last taken up. */
  terminal_tasks: { name: string; taken_at: string };
}
