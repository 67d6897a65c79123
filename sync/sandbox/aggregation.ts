import { libraryRecord, type aggregationFrame, type Answer, type LibraryRecord } from '../contract/index.ts';
import type { z } from 'zod';
import type { Ground } from './ground.ts';

/** A record of a library as the platform has it. */
export interface StoredRecord {
  readonly record: LibraryRecord;
  readonly receivedAt: string;
  /** From the step at the terminal to its arrival here, in milliseconds. */
  readonly lagMs: number;
}

type Result = Answer<'reportEvents'>['results'][number];

/** The four libraries (事项库, 办件库, 材料库, 知识库) that terminals report to (art. 17 and 18). */
export class Libraries {
  readonly #ground: Ground;

  constructor(ground: Ground) {
    this.#ground = ground;
  }

  /** Judges each record for itself, in their order; one transaction for all. */
  report(terminalId: string, { records }: z.infer<typeof aggregationFrame>): Answer<'reportEvents'> {
    const { ledger } = this.#ground;
    return ledger.transaction(() => ({ results: records.map((each) => this.#take(terminalId, each)) }));
  }

  #take(terminalId: string, given: { row_guid: string; cd_batch: number }): Result {
    const named = { row_guid: given.row_guid, cd_batch: given.cd_batch };
    const parsed = libraryRecord.safeParse(given);
    if (!parsed.success) {
      return { ...named, result: 'refused', field: parsed.error.issues[0]?.path.join('.') ?? '' };
    }
    const record = parsed.data;
    if (record.terminal_id !== terminalId) return { ...named, result: 'refused', field: 'terminal_id' };
    const { ledger, now } = this.#ground;
    const { row_guid: id, cd_batch: batch } = record;
    const stored = ledger.run(
      `insert into library_records (row_guid, cd_batch, library, record, received_at) select ?, ?, ?, ?, ?
         where not exists (select 1 from library_records where row_guid = ? and cd_batch >= ?)`,
      ...[id, batch, record.library, JSON.stringify(record), now().toISOString(), id, batch],
    );
    return { ...named, result: stored > 0 ? 'stored' : 'repeated' };
  }

  /** The newest state of every record that was not deleted, oldest first. */
  records(): StoredRecord[] {
    return this.#ground.ledger
      .all<{ record: string; received_at: string }>(
        `select record, received_at, max(cd_batch) from library_records group by row_guid order by received_at`,
      )
      .map(({ record, received_at: receivedAt }) => {
        const parsed = libraryRecord.parse(JSON.parse(record));
        return { record: parsed, receivedAt, lagMs: Date.parse(receivedAt) - Date.parse(parsed.cd_time) };
      })
      .filter(({ record }) => record.cd_operation !== 'D');
  }
}
