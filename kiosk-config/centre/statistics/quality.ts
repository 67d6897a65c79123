import type { QualityReturn, ReconciliationReport } from '../contract/index.ts';
import type { CentreDatabase, Write } from '../database/database.ts';
import type { Schema } from '../database/schema.ts';
import type { Clock } from '../server/clock.ts';
import { shanghaiDay } from '../../working-days/index.ts';

type State = { readonly state: QualityReturn['state']; readonly at: string };

interface ListQuery {
  readonly unitCode?: string | undefined;
  readonly limit: number;
}

/** 退回整改 and 对账, as reported: the youngest report of each counts. */
export function createQuality({ database, clock }: { database: CentreDatabase; clock: Clock }) {
  return {
    async store(given: {
      readonly returns: readonly QualityReturn[];
      readonly reconciliations: readonly ReconciliationReport[];
    }): Promise<void> {
      await database.write(async (write) => {
        for (const each of given.returns) await storeReturn(write, each);
        for (const each of given.reconciliations) await storeReconciliation(write, each);
      });
    },

    async returns({
      unitCode,
      limit,
      state,
    }: ListQuery & { readonly state?: QualityReturn['state'] | undefined }) {
      let query = database.sql
        .selectFrom('quality_returns')
        .selectAll()
        .orderBy('due')
        .orderBy('id')
        .limit(limit);
      if (unitCode !== undefined) query = query.where('unit_code', '=', unitCode);
      if (state !== undefined) query = query.where('state', '=', state);
      const today = shanghaiDay(clock());
      return (await query.execute()).map((row) => {
        const report = JSON.parse(row.report) as QualityReturn;
        const history = JSON.parse(row.history) as State[];
        return { ...report, overdue: report.state === 'open' && report.due < today, history };
      });
    },

    /** @param differing only days on which something was not the same */
    async reconciliations({
      unitCode,
      limit,
      differing,
    }: ListQuery & { readonly differing: boolean }): Promise<ReconciliationReport[]> {
      let query = database.sql
        .selectFrom('reconciliations')
        .selectAll()
        .orderBy('day', 'desc')
        .orderBy('unit_code')
        .orderBy('terminal_id')
        .limit(limit);
      if (unitCode !== undefined) query = query.where('unit_code', '=', unitCode);
      if (differing) {
        query = query.where((each) =>
          each.or([each('missing', '>', 0), each('extra', '>', 0), each('altered', '>', 0)]),
        );
      }
      return (await query.execute()).map(reportOf);
    },
  };
}

async function storeReturn({ sql }: Write, report: QualityReturn): Promise<void> {
  const before = await sql
    .selectFrom('quality_returns')
    .select(['state_at', 'history'])
    .where('id', '=', report.id)
    .executeTakeFirst();
  if (before && before.state_at >= report.stateAt) return;
  const earlier = before ? (JSON.parse(before.history) as State[]) : [];
  const row = {
    ...{ unit_code: report.unitCode, due: report.due, state: report.state, state_at: report.stateAt },
    report: JSON.stringify(report),
    history: JSON.stringify([...earlier, { state: report.state, at: report.stateAt }]),
  };
  await sql
    .insertInto('quality_returns')
    .values({ id: report.id, ...row })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
    .execute();
}

async function storeReconciliation({ sql }: Write, report: ReconciliationReport): Promise<void> {
  const { counted, missing, extra, altered } = report;
  const columns = { counted, missing, extra, altered, compared_at: report.comparedAt };
  await sql
    .insertInto('reconciliations')
    .values({ day: report.day, unit_code: report.unitCode, terminal_id: report.terminalId, ...columns })
    .onConflict((conflict) =>
      conflict
        .columns(['day', 'unit_code', 'terminal_id'])
        .doUpdateSet(columns)
        .where('reconciliations.compared_at', '<', report.comparedAt),
    )
    .execute();
}

function reportOf(row: Schema['reconciliations']): ReconciliationReport {
  const { day, counted, missing, extra, altered } = row;
  const whose = { unitCode: row.unit_code, terminalId: row.terminal_id, comparedAt: row.compared_at };
  return { day, counted, missing, extra, altered, ...whose };
}
