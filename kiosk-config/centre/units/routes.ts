import type { FastifyInstance } from 'fastify';
import { siteOperations, unitOperations } from '../contract/index.ts';
import { serve } from '../server/serve.ts';
import type { Services } from '../server/services.ts';

export function registerUnits(
  app: FastifyInstance,
  { units, credentials, sites, audit }: Pick<Services, 'units' | 'credentials' | 'sites' | 'audit'>,
): void {
  serve(
    app,
    unitOperations,
    {
      listUnits: async ({ reach, officer }) => ({
        units: await units.list(reach === 'own-unit' ? officer.unitCode : null),
      }),
      getUnit: ({ params }) => units.get(params.unitCode),
      createUnit: ({ body, actor }) => units.create(body, actor),
      changeUnit: ({ params, body, actor }) => units.change(params.unitCode, body, actor),
      recordSecurity: ({ params, body, actor }) => units.recordSecurity(params.unitCode, body, actor),
      listCredentials: async ({ params }) => ({ credentials: await credentials.list(params.unitCode) }),
      issueCredential: ({ params, body, actor }) => credentials.issue(params.unitCode, body.purpose, actor),
      revokeCredential: ({ params, actor }) =>
        credentials.revoke(params.unitCode, params.credentialId, actor),
    },
    audit,
  );
  serve(
    app,
    siteOperations,
    {
      listSites: async ({ reach, officer }) => ({
        sites: await sites.list(reach === 'own-site' ? officer.siteCode : null),
      }),
      createSite: ({ body, actor }) => sites.create(body, actor),
      changeSite: ({ params, body, actor }) => sites.change(params.siteCode, body, actor),
    },
    audit,
  );
}
