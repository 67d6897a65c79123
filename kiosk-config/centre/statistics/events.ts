import { platformEvent, type PlatformEvent } from '../contract/index.ts';
import type { CentreDatabase } from '../database/database.ts';
import type { Schema } from '../database/schema.ts';
import type { Clock } from '../server/clock.ts';
import { shanghaiDay } from '../../working-days/index.ts';

interface Frame {
  readonly id: string;
  readonly batch: number;
}

export interface EventResult extends Frame {
  readonly result: 'stored' | 'repeated' | 'refused';
  readonly field?: string;
}

/** Stores records as they came; what is there already is not written again. One result each, in the same order. */
export function createEvents({ database, clock }: { database: CentreDatabase; clock: Clock }) {
  return {
    async store(records: readonly Frame[]): Promise<EventResult[]> {
      const judged = records.map((record) => ({ record, parsed: platformEvent.safeParse(record) }));
      const rows = judged.flatMap(({ parsed }) => (parsed.success ? [rowOf(parsed.data, clock())] : []));
      const inserted =
        rows.length === 0
          ? []
          : await database.sql
              .insertInto('platform_events')
              .values(rows)
              .onConflict((conflict) => conflict.columns(['id', 'batch']).doNothing())
              .returning(['id', 'batch'])
              .execute();
      const isNew = new Set(inserted.map(({ id, batch }) => `${id} ${batch}`));
      return judged.map(({ record: { id, batch }, parsed }) => {
        if (!parsed.success) {
          const field = parsed.error.issues[0]?.path.join('/') ?? '';
          return { id, batch, result: 'refused', field };
        }
        // The second of two in one request is a repeat.
        return { id, batch, result: isNew.delete(`${id} ${batch}`) ? 'stored' : 'repeated' };
      });
    },
  };
}

function rowOf(event: PlatformEvent, now: Date): Schema['platform_events'] {
  const happenedAt = event.kind === 'case' ? event.acceptedAt : event.at;
  return {
    ...{ id: event.id, batch: event.batch, kind: event.kind, operation: event.operation },
    ...{ unit_code: event.unitCode, handle_item: event.handleItem },
    case_key: event.kind === 'case' ? event.caseKey : null,
    channel: event.kind === 'case' ? event.channel : null,
    state: event.kind === 'matter' ? event.state : null,
    ...{ happened_at: happenedAt, happened_on: shanghaiDay(new Date(happenedAt)) },
    received_at: now.toISOString(),
  };
}
