import { z } from 'zod';
import { heartbeatAnswer, type Heartbeat, type HeartbeatAnswer } from '../centre/contract/terminals.ts';
import { CentreClient, type Fetch } from './centre-client.ts';
import { renew, shallRenew } from './enrol.ts';
import type { SecurityEvents } from './event-queue.ts';
import type { Identity, IdentityStore } from './identity-store.ts';
import { signJws } from './jws.ts';
import { readOrder } from './orders.ts';
import { readSettings, type AssignedSettings } from './signed-settings.ts';
import { PushChannel, type ServerEvent } from './push-stream.ts';

/** Whether the centre lets this terminal work. `expired`: its certificate ran out, a technician has to enrol it again. */
export type Standing = 'admitted' | 'locked' | 'revoked' | 'expired';

/** What the terminal says of itself in each heartbeat. */
export type Facts = Omit<Heartbeat, 'startedAt' | 'sequence' | 'at' | 'order' | 'checkpoint' | 'events'>;

export interface LinkDelays {
  /** Between two heartbeats, about; the answer is also the poll for what a lost push would have told. */
  readonly heartbeatMs: number;
  /** From a change to its heartbeat; several changes within it are told together. */
  readonly soonMs: number;
  /** Terminals of a city that hear of the same thing ask for it within this time, not all at once. */
  readonly spreadMs: number;
}

export interface LinkOptions {
  readonly store: IdentityStore;
  readonly identity: Identity;
  readonly events: SecurityEvents;
  readonly facts: () => Facts;
  /** End of the terminal's audit chain; null where there is none. */
  readonly auditHead: () => { readonly sequence: number; readonly hash: string } | null;
  /** The log without anything personal, as JSON lines. */
  readonly logBundle: () => string;
  /** A catalogue with this version is in force at the centre. */
  readonly onPublished: (version: number) => void;
  /** Whether these settings are in force, on trial or refused already. */
  readonly knowsSettings: (name: string, version: number) => boolean;
  readonly onSettings: (assigned: AssignedSettings) => void;
  readonly onStanding: (standing: Standing) => void;
  readonly log: (event: string, facts: Readonly<Record<string, string | number | boolean>>) => void;
  readonly delays?: Partial<LinkDelays>;
  readonly fetch?: Fetch;
}

export const linkDelays: LinkDelays = { heartbeatMs: 30_000, soonMs: 1000, spreadMs: 2000 };

/**
 * The terminal's line to the centre: a heartbeat about every 30 s, whose answer brings what is meant for the terminal, and
 * a push channel that makes it ask at once. Without the centre the terminal works on as it is.
 */
export class CentreLink {
  readonly #options: LinkOptions;
  readonly #delays: LinkDelays;
  readonly #client: CentreClient;
  readonly #startedAt = new Date().toISOString();
  readonly #doneJobs = new Set<string>();
  #identity: Identity;
  #standing: Standing;
  #sequence = 0;
  #heardAt: string | null = null;
  #saidAt: string | null = null;
  #toldHead = -1;
  #timer: NodeJS.Timeout | undefined;
  #publishedTimer: NodeJS.Timeout | undefined;
  #working: Promise<void> = Promise.resolve();
  #push: PushChannel | null = null;
  #stopped = false;

  constructor(options: LinkOptions) {
    this.#options = options;
    this.#delays = { ...linkDelays, ...options.delays };
    this.#identity = options.identity;
    this.#client = new CentreClient(options.identity.centre, options.identity, options.fetch);
    this.#standing = options.store.order?.kind === 'lock' ? 'locked' : 'admitted';
    const path = `/v1/terminals/${options.identity.terminalId}/push`;
    this.#push = new PushChannel(this.#client, path, (event) => this.#heard(event));
    this.#beatIn(Math.random() * this.#delays.soonMs);
  }

  get standing(): Standing {
    return this.#standing;
  }

  /** When the centre answered last (ISO 8601, UTC, by our clock); null before it has. */
  get heardAt(): string | null {
    return this.#heardAt;
  }

  /** What was so by then (ISO 8601, UTC) the centre has heard; null before it has answered. */
  get saidAt(): string | null {
    return this.#saidAt;
  }

  /** How far the centre's clock is ahead, ms. */
  get centreAheadMs(): number {
    return this.#client.centreAheadMs;
  }

  /** Something that the centre should know has changed. */
  soon(): void {
    this.#beatIn(this.#delays.soonMs);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#publishedTimer);
    await Promise.all([this.#push?.stop(), this.#working]);
  }

  #heard({ event, data }: ServerEvent): void {
    if (event === 'assigned') this.#beatIn(Math.random() * this.#delays.soonMs);
    if (event === 'published') this.#published(versionIn(data));
  }

  #published(version: number | null): void {
    if (version === null || version === this.#options.facts().published || this.#stopped) return;
    clearTimeout(this.#publishedTimer);
    this.#publishedTimer = setTimeout(
      () => this.#options.onPublished(version),
      Math.random() * this.#delays.spreadMs,
    );
  }

  #beatIn(ms: number): void {
    clearTimeout(this.#timer);
    if (this.#stopped || this.#standing === 'revoked') return;
    this.#timer = setTimeout(() => {
      this.#working = this.#working.then(() => this.#beat());
    }, ms);
  }

  async #beat(): Promise<void> {
    // Set before it is sent, so that what is new meanwhile comes sooner. Spread, so that the terminals of a city that was
    // switched on together do not beat together.
    this.#beatIn(this.#delays.heartbeatMs * (0.75 + Math.random() / 2));
    const { store, events, facts, auditHead } = this.#options;
    const { terminalId, privateKey } = this.#identity;
    const at = new Date().toISOString();
    const told = [...events.waiting];
    const head = auditHead();
    const body: Heartbeat = {
      ...{ ...facts(), startedAt: this.#startedAt, sequence: (this.#sequence += 1), at },
      order: store.order?.number ?? 0,
      ...(told.length > 0 && { events: told }),
      ...(head &&
        head.sequence !== this.#toldHead && {
          checkpoint: signJws({ typ: 'tongban-checkpoint+jwt' }, { terminalId, ...head, at }, privateKey),
        }),
    };
    const path = `/v1/terminals/${terminalId}/heartbeat`;
    const reply = await this.#client.call({ method: 'POST', path, body }, heartbeatAnswer);
    if (reply.kind === 'answer') {
      this.#heardAt = new Date().toISOString();
      this.#saidAt = at;
      events.told(told);
      if (head) this.#toldHead = head.sequence;
      this.#client.centreTimeIs(reply.value.serverTime);
      await this.#obey(reply.value);
    } else if (reply.kind === 'refused') this.#refused(reply.code, reply.problem.order);
  }

  async #obey({ published, configuration, order, jobs }: HeartbeatAnswer): Promise<void> {
    if (this.#standing === 'expired') this.#stand('admitted');
    if (order !== null) this.#follow(order);
    if (this.#standing === 'revoked') return;
    this.#published(published);
    if (configuration) await this.#fetchSettings(configuration);
    for (const { id } of jobs) await this.#doJob(id);
    if (shallRenew(this.#identity, Date.now() + this.#client.centreAheadMs)) await this.#renew();
  }

  /** An order that is not of the authority, or older than what is obeyed, changes nothing. */
  #follow(text: string): void {
    const { store, log } = this.#options;
    const order = readOrder(text, this.#identity.terminalId, this.#identity.authority);
    if (!order) return log('order-refused', {});
    if (order.number <= (store.order?.number ?? 0)) return;
    store.keepOrder(order);
    log('order-obeyed', { kind: order.kind, number: order.number });
    if (order.kind === 'shred') store.shred();
    this.#stand(order.kind === 'shred' ? 'revoked' : order.kind === 'lock' ? 'locked' : 'admitted');
    if (order.kind !== 'shred') this.soon();
  }

  #refused(code: string, order: string | undefined): void {
    this.#options.log('centre-refused', { code });
    if (order !== undefined) this.#follow(order);
    if (code === 'CERTIFICATE_EXPIRED') this.#stand('expired');
  }

  #stand(standing: Standing): void {
    if (standing === this.#standing) return;
    this.#standing = standing;
    if (standing === 'revoked') {
      clearTimeout(this.#timer);
      void this.#push?.stop();
    }
    this.#options.onStanding(standing);
  }

  async #fetchSettings({ name, version }: NonNullable<HeartbeatAnswer['configuration']>): Promise<void> {
    const { knowsSettings, onSettings, log } = this.#options;
    if (knowsSettings(name, version)) return;
    const { terminalId, authority } = this.#identity;
    const path = `/v1/terminals/${terminalId}/configuration`;
    const reply = await this.#client.call({ method: 'GET', path }, signedSettings);
    if (reply.kind !== 'answer') return;
    const assigned = readSettings(reply.value.signed, terminalId, authority);
    if (!assigned) log('settings-refused', {});
    else if (!knowsSettings(assigned.name, assigned.version)) onSettings(assigned);
  }

  async #doJob(id: string): Promise<void> {
    if (this.#doneJobs.has(id)) return;
    const path = `/v1/terminals/${this.#identity.terminalId}/jobs/${id}`;
    const body = { state: 'done', content: this.#options.logBundle() };
    const reply = await this.#client.call({ method: 'PUT', path, body }, z.null());
    if (reply.kind === 'answer') this.#doneJobs.add(id);
  }

  async #renew(): Promise<void> {
    const outcome = await renew(this.#options.store, this.#identity, this.#client);
    if (outcome.kind === 'enrolled') {
      this.#identity = outcome.identity;
      // By the first proof with the new key the centre knows that it has arrived.
      this.soon();
    }
    this.#options.log('certificate-renewal', { outcome: outcome.kind });
  }
}

const signedSettings = z.object({ signed: z.string() });
const published = z.object({ version: z.int() });

function versionIn(data: string): number | null {
  try {
    return published.parse(JSON.parse(data)).version;
  } catch {
    return null; // nothing that the centre sends
  }
}
