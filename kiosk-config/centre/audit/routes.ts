import type { FastifyInstance } from 'fastify';
import { auditOperations } from '../contract/index.ts';
import { serve } from '../server/serve.ts';
import type { Services } from '../server/services.ts';

export function registerAudit(app: FastifyInstance, { audit }: Services): void {
  serve(
    app,
    auditOperations,
    {
      listAudit: async ({ query }) => ({ entries: await audit.list(query) }),
      async verifyAudit({ actor }) {
        const verdict = await audit.verify();
        await audit.record({ actor, action: 'audit.read', subject: 'audit', details: { ok: verdict.ok } });
        return verdict;
      },
    },
    audit,
  );
}
