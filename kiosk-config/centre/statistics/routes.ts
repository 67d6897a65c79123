import type { FastifyInstance } from 'fastify';
import { qualityOperations, statisticsOperations, type Officer, type Reach } from '../contract/index.ts';
import type { Actor, Audit } from '../audit/audit.ts';
import type { CredentialCaller } from '../server/callers.ts';
import { Refusal } from '../server/refusal.ts';
import { serve } from '../server/serve.ts';
import type { Services } from '../server/services.ts';
import { figuresCsv } from './csv.ts';

export function registerStatistics(
  app: FastifyInstance,
  { statistics, indicators, events, quality, units, audit }: Services,
): void {
  serve(
    app,
    statisticsOperations,
    {
      async reportEvents({ body, credential, actor }) {
        await onlyForFigures(credential, actor, audit);
        return { results: await events.store(body.events) };
      },
      getStatistics: ({ params, reach, officer }) => statistics.get(params.period, ownUnit(reach, officer)),
      listStatisticsByMonth: ({ params, reach, officer }) =>
        statistics.months(params.year, ownUnit(reach, officer)),
      async getStatisticsCsv({ params, reach, officer, reply }) {
        const only = ownUnit(reach, officer);
        const { figures, published, definition, from, to } = await statistics.get(params.period, only);
        const names = new Map((await units.list(only)).map(({ code, name }) => [code, name]));
        reply.header('content-disposition', `attachment; filename="statistics-${params.period}.csv"`);
        return figuresCsv(
          published?.figures ?? figures,
          { from, to },
          (published?.definition ?? definition).zh,
          (code) => names.get(code) ?? null,
        );
      },
      publishStatistics: ({ params, actor }) => statistics.publish(params.period, actor),
      recountStatistics: async ({ params, reach, officer }) => ({
        differences: await statistics.recount(params.period, ownUnit(reach, officer)),
      }),
      getIndicators: ({ params }) => indicators.get(params.year),
      setIndicators: ({ params, body, actor }) => indicators.set(params.year, body, actor),
    },
    audit,
  );
  serve(
    app,
    qualityOperations,
    {
      async reportQuality({ body, credential, actor }) {
        await onlyForFigures(credential, actor, audit);
        await quality.store(body);
      },
      async listQualityReturns({ query, reach, officer, permit }) {
        if (query.unitCode !== undefined) await permit({ unitCode: query.unitCode });
        const unitCode = ownUnit(reach, officer) ?? query.unitCode;
        return { returns: await quality.returns({ ...query, unitCode }) };
      },
      async listReconciliations({ query, reach, officer, permit }) {
        if (query.unitCode !== undefined) await permit({ unitCode: query.unitCode });
        const unitCode = ownUnit(reach, officer) ?? query.unitCode;
        const differing = query.differing === 'true';
        return { reconciliations: await quality.reconciliations({ ...query, unitCode, differing }) };
      },
    },
    audit,
  );
}

function ownUnit(reach: Reach | null, officer: Officer): string | null {
  return reach === 'own-unit' ? officer.unitCode : null;
}

/** @throws Refusal FORBIDDEN, audited, for a credential that was given for something else */
async function onlyForFigures(credential: CredentialCaller, actor: Actor, audit: Audit): Promise<void> {
  if (credential.purpose === 'aggregation') return;
  await audit.record({ actor, action: 'statistics.report', subject: 'statistics', outcome: 'refused' });
  throw new Refusal('FORBIDDEN');
}
