import type { Actor, Audit } from '../audit/audit.ts';
import { measures, type Figures, type Publication } from '../contract/index.ts';
import type { CentreDatabase } from '../database/database.ts';
import type { Clock } from '../server/clock.ts';
import { Refusal } from '../server/refusal.ts';
import { shanghaiDay } from '../../working-days/index.ts';
import { countFigures, DEFINITION, rangeOf, shareOf } from './figures.ts';
import type { createIndicators } from './indicators.ts';

export interface Difference {
  readonly unitCode: string;
  readonly measure: (typeof measures)[number];
  readonly published: number | null;
  readonly recounted: number | null;
}

const MONTHS = Array.from({ length: 12 }, (_, at) => String(at + 1).padStart(2, '0'));

interface Ground {
  readonly database: CentreDatabase;
  readonly clock: Clock;
  readonly audit: Audit;
  readonly indicators: ReturnType<typeof createIndicators>;
}

/** What was published stays as it was, with its definition; what events came later shows in the recount. */
export function createStatistics({ database, clock, audit, indicators }: Ground) {
  const published = async (sql: CentreDatabase['sql'], period: string, only: string | null) => {
    const row = await sql
      .selectFrom('statistics_publications')
      .select('publication')
      .where('period', '=', period)
      .executeTakeFirst();
    if (row === undefined) return null;
    const all = JSON.parse(row.publication) as Publication;
    return only === null ? all : { ...all, figures: all.figures.filter(({ unitCode }) => unitCode === only) };
  };

  return {
    /** @param only the one unit that the asker may see; null: all */
    async get(period: string, only: string | null) {
      const range = rangeOf(period);
      return {
        ...{ period, ...range, definition: DEFINITION },
        figures: await countFigures(database, range, only),
        published: await published(database.sql, period, only),
      };
    },

    /** @param only the one unit that the asker may see; null: all */
    async months(year: number, only: string | null) {
      const present = shanghaiDay(clock()).slice(0, 7);
      const periods = MONTHS.map((month) => `${year}-${month}`).filter((period) => period <= present);
      const months = [];
      for (const period of periods) {
        const before = await published(database.sql, period, only);
        const figures = before?.figures ?? (await countFigures(database, rangeOf(period), only));
        const sum = (name: 'cases' | 'onlineCases'): number =>
          figures.reduce((all, each) => all + each[name], 0);
        const [cases, onlineCases] = [sum('cases'), sum('onlineCases')];
        const onlineShare = shareOf(onlineCases, cases);
        months.push({ period, published: before !== null, cases, onlineCases, onlineShare });
      }
      return { months };
    },

    /** @throws Refusal PERIOD_NOT_OVER, ALREADY_THERE */
    async publish(period: string, actor: Actor): Promise<Publication> {
      const range = rangeOf(period);
      if (range.to >= shanghaiDay(clock())) throw new Refusal('PERIOD_NOT_OVER');
      const ofYear = await indicators.get(Number(period.slice(0, 4)));
      return database.change(async (change) => {
        if (await published(change.sql, period, null)) throw new Refusal('ALREADY_THERE');
        const publication: Publication = {
          ...{ publishedAt: clock().toISOString(), publishedBy: actor.id ?? '', definition: DEFINITION },
          figures: await countFigures(change, range, null),
          indicators: ofYear.indicators,
        };
        await change.sql
          .insertInto('statistics_publications')
          .values({ period, publication: JSON.stringify(publication) })
          .execute();
        await audit.append(change, { actor, action: 'statistics.publish', subject: `statistics/${period}` });
        return publication;
      });
    },

    /** @throws Refusal NOT_FOUND when nothing was published */
    async recount(period: string, only: string | null): Promise<Difference[]> {
      const before = await published(database.sql, period, only);
      if (before === null) throw new Refusal('NOT_FOUND');
      return differences(before.figures, await countFigures(database, rangeOf(period), only));
    },
  };
}

function differences(before: readonly Figures[], now: readonly Figures[]): Difference[] {
  const units = new Set([...before, ...now].map(({ unitCode }) => unitCode));
  return [...units].sort().flatMap((unitCode) => {
    const [then, today] = [before, now].map((all) => all.find((each) => each.unitCode === unitCode));
    return measures.flatMap((measure) => {
      const [was, is] = [then?.[measure] ?? null, today?.[measure] ?? null];
      return was === is ? [] : [{ unitCode, measure, published: was, recounted: is }];
    });
  });
}
