import { sha256Hex } from '../contract/index.ts';
import type { Applications } from './applications.ts';
import type { StatusFeed } from './feed.ts';
import type { Ground } from './ground.ts';
import type { ApplicationRow } from './ledger.ts';

type Row = Record<string, string | number | null | Uint8Array>;

/** What is not part of a backup: keys, which terminals pin, and the name of the feed. */
const NOT_IN_A_BACKUP = "('keep')";

/** Mishaps of a data centre: records lost, altered and doubled, and a ledger that goes back in time. */
export class Records {
  readonly #ground: Ground;
  readonly #applications: Applications;
  readonly #feed: StatusFeed;
  #backup: ReadonlyMap<string, Row[]> | null = null;

  constructor(ground: Ground, applications: Applications, feed: StatusFeed) {
    this.#ground = ground;
    this.#applications = applications;
    this.#feed = feed;
  }

  lose(application: ApplicationRow): void {
    const { ledger, forms } = this.#ground;
    const { apply_no: applyNo } = application;
    ledger.transaction(() => {
      this.#applications.removeUploads(applyNo);
      ledger.run('delete from revisions where apply_no = ?', applyNo);
      ledger.run('delete from applications where apply_no = ?', applyNo);
    });
    forms.delete(applyNo);
  }

  /** The stored record is no longer what was accepted. */
  alter({ apply_no: applyNo, digest }: ApplicationRow): void {
    this.#ground.ledger.run(
      'update applications set digest = ? where apply_no = ?',
      ...[sha256Hex(`altered ${String(digest)}`), applyNo],
    );
  }

  /** The same submission stands there twice. @returns the number of the double */
  double({ apply_no: applyNo }: ApplicationRow): string {
    const { ledger } = this.#ground;
    const copy = ledger.get<Row>('select * from applications where apply_no = ?', applyNo) as Row;
    const double = this.#applications.newApplyNo();
    insert(this.#ground, 'applications', { ...copy, apply_no: double, double_of: applyNo });
    return double;
  }

  /** Keeps the ledger as it is now, in memory. */
  backUp(): void {
    const { ledger } = this.#ground;
    this.#backup = new Map(
      this.#tables().map((table) => [table, ledger.all<Row>(`select * from "${table}"`)]),
    );
  }

  get hasBackup(): boolean {
    return this.#backup !== null;
  }

  /**
   * Goes back to the backup: what came later is forgotten. The feed begins anew under another name, with numbers that
   * were never given, as the contract has it.
   */
  restore(): void {
    const backup = this.#backup;
    if (!backup) throw new RangeError('there is no backup yet');
    const { ledger, forms } = this.#ground;
    ledger.transaction(() => {
      const last = this.#feed.last;
      for (const [table, rows] of backup) {
        ledger.run(`delete from "${table}"`);
        for (const row of rows) insert(this.#ground, table, row);
      }
      this.#feed.beginAnew(last);
    });
    forms.clear();
  }

  #tables(): string[] {
    return this.#ground.ledger
      .all<{ name: string }>(
        `select name from sqlite_master
           where type = 'table' and name not like 'sqlite_%' and name not in ${NOT_IN_A_BACKUP}`,
      )
      .map(({ name }) => name);
  }
}

function insert({ ledger }: Ground, table: string, row: Row): void {
  const names = Object.keys(row);
  ledger.run(
    `insert into "${table}" (${names.join(', ')}) values (${names.map(() => '?').join(', ')})`,
    ...Object.values(row),
  );
}
