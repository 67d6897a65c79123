import { randomInt, randomUUID } from 'node:crypto';
import type { LocalText } from '@tongban/kiosk-config/catalogue';
import {
  HOTLINE_PLACE,
  shanghaiDay,
  type Announcement,
  type Answer,
  type RequestBody,
} from '../contract/index.ts';
import type { Caller, Ground } from './ground.ts';
import { openForm } from './open-envelope.ts';
import { conflict, Refusal } from './refusal.ts';

interface UnitRow {
  readonly code: string;
  readonly connected: number;
  readonly since: string | null;
  readonly notice: string | null;
}

/** Announcements, cut-off units, and what citizens say: ratings and tickets for 12345. */
export class Notices {
  readonly #ground: Ground;

  constructor(ground: Ground) {
    this.#ground = ground;
  }

  listAnnouncements(): Answer<'listAnnouncements'> {
    const now = this.#ground.now().toISOString();
    const all = this.#ground.ledger
      .all<{ announcement: string }>('select announcement from announcements order by rowid')
      .map((row) => JSON.parse(row.announcement) as Announcement);
    return {
      announcements: all.filter(({ from, until }) => from <= now && (until === null || until > now)),
    };
  }

  announce(announcement: Omit<Announcement, 'id' | 'from'>): Announcement {
    const whole = { id: randomUUID(), from: this.#ground.now().toISOString(), ...announcement };
    this.#ground.ledger.run(
      'insert into announcements (id, announcement) values (?, ?)',
      ...[whole.id, JSON.stringify(whole)],
    );
    return whole;
  }

  getUnitConnection(unitCode: string): Answer<'getUnitConnection'> {
    const unit = this.#ground.ledger.get<UnitRow>('select * from units where code = ?', unitCode);
    if (!unit) throw new Refusal('UNIT_UNKNOWN', 'there is no such unit', 'unitCode');
    const notice = JSON.parse(unit.notice ?? 'null') as LocalText | null;
    return { unitCode, connected: unit.connected === 1, since: unit.since, notice };
  }

  units(): Answer<'getUnitConnection'>[] {
    const rows = this.#ground.ledger.all<{ code: string }>('select code from units order by code');
    return rows.map(({ code }) => this.getUnitConnection(code));
  }

  /** Cuts a unit off (art. 24), or connects it again. */
  connect(unitCode: string, connected: boolean, notice: LocalText | null): void {
    const changed = this.#ground.ledger.run(
      'update units set connected = ?, since = ?, notice = ? where code = ?',
      ...[connected ? 1 : 0, this.#ground.now().toISOString(), notice && JSON.stringify(notice), unitCode],
    );
    if (changed === 0) throw new RangeError('there is no such unit');
  }

  rate(caller: Caller, body: RequestBody<'rate'>): Answer<'rate'> {
    this.#once(caller, 'rating', JSON.stringify(body), () => '');
    return { stored: true };
  }

  async createHotlineTicket(
    caller: Caller,
    body: RequestBody<'createHotlineTicket'>,
  ): Promise<Answer<'createHotlineTicket'>> {
    const { idempotencyKey } = caller;
    const place = { ...HOTLINE_PLACE, idempotencyKey, part: 'form' } as const;
    const { form } = await openForm(body.envelope, place, this.#ground.keys.decrypt);
    if (typeof form['text'] !== 'string') {
      throw new Refusal('VALIDATION_FAILED', 'a ticket needs a text', 'text');
    }
    const day = shanghaiDay(this.#ground.now()).replaceAll('-', '');
    const ticketNo = this.#once(
      caller,
      'ticket',
      JSON.stringify(body),
      () => `12345-${day}-${String(randomInt(1_000_000)).padStart(6, '0')}`,
    );
    return { ticketNo };
  }

  /** How many ratings and tickets have come. */
  counts(): { ratings: number; tickets: number } {
    const count = (kind: string): number =>
      this.#ground.ledger.get<{ n: number }>('select count(*) as n from citizens_words where kind = ?', kind)
        ?.n ?? 0;
    return { ratings: count('rating'), tickets: count('ticket') };
  }

  #once(caller: Caller, kind: string, body: string, number: () => string): string {
    const { ledger } = this.#ground;
    ledger.run(
      `insert into citizens_words (idempotency_key, kind, number, body) values (?, ?, ?, ?)
         on conflict do nothing`,
      ...[caller.idempotencyKey, kind, number(), body],
    );
    const row = ledger.get<{ kind: string; number: string; body: string }>(
      'select kind, number, body from citizens_words where idempotency_key = ?',
      caller.idempotencyKey,
    );
    if (row?.kind !== kind || row.body !== body) throw conflict();
    return row.number;
  }
}
