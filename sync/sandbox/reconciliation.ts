import { bucketDigest, type Answer, type ReconciliationEntry, type RequestBody } from '../contract/index.ts';
import type { Ground } from './ground.ts';

type Body = RequestBody<'reconcile'>;
type Hour = Answer<'reconcile'>['hours'][number];

const SHANGHAI_OFFSET_HOURS = 8;
const DAY_MS = 86_400_000;

/** 对账, the platform's half: compares what it has with what a terminal says, and takes doubles back. */
export class Reconciliation {
  readonly #ground: Ground;

  constructor(ground: Ground) {
    this.#ground = ground;
  }

  /** @param date day in Asia/Shanghai */
  reconcile(terminalId: string, date: string, body: Body): Answer<'reconcile'> {
    return this.#ground.ledger.transaction(() => {
      for (const double of body.withdraw ?? []) this.#withdraw(terminalId, double);
      const ours = this.#entriesByHour(terminalId, date, body.unitCode);
      const theirs = new Map(body.hours.map((each) => [each.hour, each]));
      const hours = [...new Set([...ours.keys(), ...theirs.keys()])].sort((a, b) => a - b);
      const compared = hours.map((hour) => compareHour(hour, ours.get(hour) ?? [], theirs.get(hour)));
      return {
        closed: compared.every(({ result }) => result === 'equal'),
        hours: compared,
        units: this.#units(terminalId, date),
      };
    });
  }

  /** Takes a double back, as long as the submission also stands under its right number. */
  #withdraw(terminalId: string, { key, applyNo }: { key: string; applyNo: string }): void {
    this.#ground.ledger.run(
      `delete from applications where apply_no = ? and idempotency_key = ? and terminal_id = ?
         and double_of in (select apply_no from applications where double_of is null)`,
      ...[applyNo, key, terminalId],
    );
  }

  #entriesByHour(terminalId: string, date: string, unitCode: string): Map<number, ReconciliationEntry[]> {
    const rows = this.#ground.ledger.all<{
      idempotency_key: string;
      apply_no: string;
      digest: string;
      received_at: string;
    }>(
      `select idempotency_key, apply_no, digest, received_at from applications
         where terminal_id = ? and received_at >= ? and received_at < ? and unit_code = ? and receipt is not null`,
      ...[terminalId, ...dayBounds(date), unitCode],
    );
    const byHour = new Map<number, ReconciliationEntry[]>();
    for (const row of rows) {
      const hour = (new Date(row.received_at).getUTCHours() + SHANGHAI_OFFSET_HOURS) % 24;
      const entry = { key: row.idempotency_key, applyNo: row.apply_no, digest: row.digest };
      byHour.set(hour, [...(byHour.get(hour) ?? []), entry]);
    }
    return byHour;
  }

  #units(terminalId: string, date: string): string[] {
    return this.#ground.ledger
      .all<{ unit_code: string }>(
        `select distinct unit_code from applications
           where terminal_id = ? and received_at >= ? and received_at < ? and receipt is not null order by 1`,
        ...[terminalId, ...dayBounds(date)],
      )
      .map((row) => row.unit_code);
  }
}

/** First instant of the day and of the next one, as they are stored. */
function dayBounds(date: string): [string, string] {
  const start = Date.parse(`${date}T00:00:00+08:00`);
  return [new Date(start).toISOString(), new Date(start + DAY_MS).toISOString()];
}

function compareHour(
  hour: number,
  ours: readonly ReconciliationEntry[],
  theirs: Body['hours'][number] | undefined,
): Hour {
  const own = { hour, count: ours.length, digest: bucketDigest(ours) };
  const nothing = { missing: [], extra: [], altered: [] };
  if (own.count === (theirs?.count ?? 0) && own.digest === (theirs?.digest ?? bucketDigest([]))) {
    return { ...own, ...nothing, result: 'equal' };
  }
  // An hour that the terminal does not name at all is empty there: nothing more to ask.
  const entries = theirs ? theirs.entries : [];
  if (!entries) return { ...own, ...nothing, result: 'differs' };
  const name = (entry: { key: string; applyNo: string }): string => `${entry.key} ${entry.applyNo}`;
  const known = new Map(ours.map((entry) => [name(entry), entry]));
  const said = new Map(entries.map((entry) => [name(entry), entry]));
  return {
    ...{ ...own, result: 'compared' },
    missing: [...said.values()]
      .filter((entry) => !known.has(name(entry)))
      .map(({ key, applyNo }) => ({ key, applyNo })),
    extra: ours.filter((entry) => !said.has(name(entry))),
    altered: ours.filter((entry) => {
      const other = said.get(name(entry));
      return other !== undefined && other.digest !== entry.digest;
    }),
  };
}
