import type { Actor, Audit } from '../audit/audit.ts';
import type { Indicator, IndicatorSet } from '../contract/index.ts';
import type { CentreDatabase } from '../database/database.ts';
import type { Clock } from '../server/clock.ts';
import { Refusal } from '../server/refusal.ts';
import { shanghaiDay } from '../../working-days/index.ts';

const ALL_WEIGHTS = 100;

/** Until the reform department sets others: the three figures that art. 28 names. */
const FIRST_INDICATORS: readonly Indicator[] = [
  { measure: 'matters', title: { zh: '事项数量', en: 'Matters' }, weight: 30, target: null },
  { measure: 'cases', title: { zh: '办件数量', en: 'Cases' }, weight: 30, target: null },
  { measure: 'onlineShare', title: { zh: '网办比例', en: 'Online share' }, weight: 40, target: null },
];

interface Ground {
  readonly database: CentreDatabase;
  readonly clock: Clock;
  readonly audit: Audit;
}

/** Indicators by year. A year without its own takes the newest earlier ones, so that a later change never reaches back. */
export function createIndicators({ database, clock, audit }: Ground) {
  const get = async (sql: CentreDatabase['sql'], year: number): Promise<IndicatorSet> => {
    const row = await sql
      .selectFrom('indicator_sets')
      .selectAll()
      .where('year', '<=', year)
      .orderBy('year', 'desc')
      .limit(1)
      .executeTakeFirst();
    if (row === undefined) return { year, indicators: [...FIRST_INDICATORS], revision: 0, from: null };
    const indicators = JSON.parse(row.indicators) as Indicator[];
    const isOwn = row.year === year;
    return { year, indicators, revision: isOwn ? row.revision : 0, from: isOwn ? null : row.year };
  };

  return {
    get: (year: number): Promise<IndicatorSet> => get(database.sql, year),

    /** @throws Refusal YEAR_CLOSED, WEIGHTS_NOT_100, STALE */
    set(
      year: number,
      given: { readonly revision: number; readonly indicators: readonly Indicator[] },
      actor: Actor,
    ): Promise<IndicatorSet> {
      const thisYear = Number(shanghaiDay(clock()).slice(0, 4));
      const weights = given.indicators.reduce((sum, { weight }) => sum + weight, 0);
      return database.change(async (change) => {
        if (year < thisYear) throw new Refusal('YEAR_CLOSED');
        if (weights !== ALL_WEIGHTS) throw new Refusal('WEIGHTS_NOT_100', { field: 'body/indicators' });
        const before = await get(change.sql, year);
        if (before.revision !== given.revision) throw new Refusal('STALE', { current: before });
        const row = { indicators: JSON.stringify(given.indicators), revision: given.revision + 1 };
        await change.sql
          .insertInto('indicator_sets')
          .values({ year, ...row })
          .onConflict((conflict) => conflict.column('year').doUpdateSet(row))
          .execute();
        const details = { measures: given.indicators.map(({ measure }) => measure) };
        await audit.append(change, {
          ...{ actor, action: 'statistics.indicators', subject: `indicators/${year}`, details },
        });
        return get(change.sql, year);
      });
    },
  };
}
