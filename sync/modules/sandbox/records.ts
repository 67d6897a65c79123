import type { Caller, Ground } from '../../sandbox/ground.ts';
import { conflict, Refusal } from '../../sandbox/refusal.ts';
import type { ModuleName } from '../names.ts';

interface Row {
  readonly id: string;
  readonly body: string;
  readonly record: string;
}

/** What the modules of the sandbox remember, in its ledger, each record once for an idempotency key. */
export class ModuleRecords {
  readonly #ground: Ground;

  constructor(ground: Ground) {
    this.#ground = ground;
    ground.ledger.db.exec(`
      create table if not exists module_records (
        module text not null,
        id text not null,
        idempotency_key text not null,
        body text not null,
        record text not null,
        primary key (module, id),
        unique (module, idempotency_key)
      ) strict;
    `);
  }

  get now(): Date {
    return this.#ground.now();
  }

  /** The record of this key, made now when it is new. @throws Refusal when the key came with another body */
  once<T extends object>(
    module: ModuleName,
    { idempotencyKey }: Caller,
    body: object,
    make: () => { readonly id: string; readonly record: T },
  ): T {
    const { ledger } = this.#ground;
    const text = JSON.stringify(body);
    return ledger.transaction(() => {
      const there = ledger.get<Row>(
        'select id, body, record from module_records where module = ? and idempotency_key = ?',
        ...[module, idempotencyKey],
      );
      if (there && there.body !== text) throw conflict();
      if (there) return JSON.parse(there.record) as T;
      const { id, record } = make();
      ledger.run(
        'insert into module_records (module, id, idempotency_key, body, record) values (?, ?, ?, ?, ?)',
        ...[module, id, idempotencyKey, text, JSON.stringify(record)],
      );
      return record;
    });
  }

  get<T>(module: ModuleName, id: string): T | null {
    const row = this.#ground.ledger.get<Row>(
      'select id, body, record from module_records where module = ? and id = ?',
      ...[module, id],
    );
    return row ? (JSON.parse(row.record) as T) : null;
  }

  set(module: ModuleName, id: string, record: object): void {
    this.#ground.ledger.run(
      'update module_records set record = ? where module = ? and id = ?',
      ...[JSON.stringify(record), module, id],
    );
  }

  /** How many a module has. */
  count(module: ModuleName): number {
    const row = this.#ground.ledger.get<{ n: number }>(
      'select count(*) as n from module_records where module = ?',
      module,
    );
    return row?.n ?? 0;
  }

  /** @throws Refusal unless this terminal's application was accepted */
  accepted(
    caller: Caller,
    applyNo: string,
  ): { readonly matter: string; readonly receivedAt: string; readonly limitDate: string | null } {
    const row = this.#ground.ledger.get<{
      handle_item: string;
      received_at: string | null;
      limit_date: string | null;
    }>(
      'select handle_item, received_at, limit_date from applications where apply_no = ? and terminal_id = ?',
      ...[applyNo, caller.terminalId],
    );
    if (!row?.received_at) throw new Refusal('APPLICATION_UNKNOWN', 'no such application', 'applyNo');
    return { matter: row.handle_item, receivedAt: row.received_at, limitDate: row.limit_date };
  }
}
