import type { FormValues } from '@tongban/kiosk-config/catalogue';
import type { Ground } from './ground.ts';
import type { ApplicationRow, ApplicationState } from './ledger.ts';

/** An application as the platform has it. */
export interface SandboxApplication {
  readonly applyNo: string;
  readonly idempotencyKey: string;
  /** The right number of the same submission, where this record is a double of it. */
  readonly doubleOf: string | null;
  readonly state: ApplicationState;
  readonly handleItem: string;
  readonly version: string;
  readonly unitCode: string;
  readonly terminalId: string;
  readonly receivedAt: string | null;
  readonly limitDate: string | null;
  /** Of the newest accepted revision. */
  readonly digest: string | null;
  /** cd_batch: 1 for the submission, more with every revision. */
  readonly batch: number;
  /** How often submit was carried out, repeats included. */
  readonly submits: number;
  /** Null after a restart of the sandbox: it is kept in memory only. */
  readonly form: FormValues | null;
}

/** Everything that the platform has, oldest first. */
export function applicationsOf({ ledger, forms }: Ground): SandboxApplication[] {
  return ledger.all<ApplicationRow>('select * from applications order by rowid').map((row) => ({
    ...{ applyNo: row.apply_no, idempotencyKey: row.idempotency_key, doubleOf: row.double_of },
    ...{ state: row.state, handleItem: row.handle_item, version: row.version, unitCode: row.unit_code },
    ...{ terminalId: row.terminal_id, receivedAt: row.received_at, limitDate: row.limit_date },
    ...{ digest: row.digest, batch: row.batch, submits: row.submits },
    form: forms.get(row.apply_no) ?? null,
  }));
}
