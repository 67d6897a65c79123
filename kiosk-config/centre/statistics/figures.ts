import { sql } from 'kysely';
import type { Figures } from '../contract/index.ts';
import type { CentreDatabase } from '../database/database.ts';

/** Printed with every figure: neither the law nor a standard defines the share, so this is our own and says so. */
export const DEFINITION = {
  zh:
    '事项数量：期末状态为在用或暂停的业务办理项数。办件数量：期内平台受理的办件数，同一办件只计一次，按上海时间的受理日归期。' +
    '网办比例＝（PC端＋移动端＋自助终端受理的办件数）÷全部办件数；另列不含自助终端的比例。本定义由本系统设定，依据沪府办〔2020〕55号第二十八条统计，该条未规定算法。',
  en:
    'Matters: handling items that are open or suspended at the end of the period. Cases: accepted by the platform in the period, each counted once, ' +
    'by the day of acceptance in Shanghai. Online share: cases accepted from PC, mobile and kiosk, divided by all cases; the share without kiosks stands beside it. ' +
    'This definition is a setting of this system: art. 28 of 沪府办〔2020〕55号 names the figures and no formula.',
} as const;

export interface Range {
  /** First and last day. */
  readonly from: string;
  readonly to: string;
}

/** @param period `2026` or `2026-03` */
export function rangeOf(period: string): Range {
  if (period.length === 4) return { from: `${period}-01-01`, to: `${period}-12-31` };
  const [year, month] = period.split('-').map(Number);
  const last = new Date(Date.UTC(year!, month!, 0)).toISOString().slice(0, 10);
  return { from: `${period}-01`, to: last };
}

/**
 * Counts from the events alone: of each record the highest batch, unless it is a deletion.
 * @param only the one unit that is asked for; null: all that have anything
 */
export async function countFigures(
  database: Pick<CentreDatabase, 'sql'>,
  { from, to }: Range,
  only: string | null,
): Promise<Figures[]> {
  const ofUnit = only === null ? sql`` : sql`and unit_code = ${only}`;
  const newest = sql`batch = (select max(batch) from platform_events as other where other.id = event.id) and operation <> 'D'`;
  const cases = await sql<{ unit_code: string; cases: number; online: number; without_kiosk: number }>`
    select unit_code,
      count(distinct case_key) as cases,
      count(distinct case when channel <> 'WINDOW' then case_key end) as online,
      count(distinct case when channel in ('PC', 'MOBILE') then case_key end) as without_kiosk
    from platform_events as event
    where kind = 'case' and happened_on >= ${from} and happened_on <= ${to} and ${newest} ${ofUnit}
    group by unit_code`.execute(database.sql);
  const matters = await sql<{ unit_code: string; matters: number }>`
    select unit_code, count(*) as matters from (
      select unit_code, state,
        row_number() over (partition by handle_item order by happened_at desc, id desc) as place
      from platform_events as event
      where kind = 'matter' and happened_on <= ${to} and ${newest}
    ) as latest
    where place = 1 and state in (1, 2) ${ofUnit}
    group by unit_code`.execute(database.sql);

  const mattersOf = new Map(matters.rows.map((row) => [row.unit_code, row.matters]));
  const casesOf = new Map(cases.rows.map((row) => [row.unit_code, row]));
  const units = new Set([...mattersOf.keys(), ...casesOf.keys()]);
  return [...units].sort().map((unitCode) => {
    const counted = casesOf.get(unitCode) ?? { cases: 0, online: 0, without_kiosk: 0 };
    return {
      unitCode,
      matters: mattersOf.get(unitCode) ?? 0,
      ...{ cases: counted.cases, onlineCases: counted.online },
      onlineShare: shareOf(counted.online, counted.cases),
      onlineShareWithoutKiosk: shareOf(counted.without_kiosk, counted.cases),
    };
  });
}

/** Four places, as it is printed: 12.34 %. */
export function shareOf(part: number, all: number): number | null {
  return all === 0 ? null : Math.round((part / all) * 10_000) / 10_000;
}
