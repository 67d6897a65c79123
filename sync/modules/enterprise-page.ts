import { isCreditCode } from '@tongban/kiosk-config/catalogue/codes';
import { z } from 'zod';
import type { Operation } from '../contract/index.ts';
import type { ModuleClient, ModuleReply } from './module-client.ts';
import { pageContent } from './personal-page.ts';

const verificationId = z.string().min(1).max(100);

/** Which enterprise: by its code, or by the one that its 电子营业执照 shows, which is opaque. */
export type WhichEnterprise = { readonly creditCode: string } | { readonly licenceCode: string };

/** 企业专属网页. */
export const enterprisePageOperations = {
  viewEnterprisePage: {
    method: 'POST',
    path: '/v1/enterprise-page/views',
    summary: 'Applications and licences of an enterprise, for a confirmed person who acts for it.',
    legacyName: null,
    query: null,
    body: z.union([
      z.strictObject({ verificationId, creditCode: z.string().refine(isCreditCode) }),
      z.strictObject({ verificationId, licenceCode: z.string().min(1).max(256) }),
    ]),
    answer: z.object({
      creditCode: z.string().refine(isCreditCode),
      /** Both as on the business licence (营业执照). */
      name: z.string().min(1).max(200),
      legalRepresentative: z.string().min(1).max(200),
      /** 法定代表人, or who the enterprise has authorised (经办人). */
      actsAs: z.enum(['legal-representative', 'authorised']),
      ...pageContent,
    }),
    problems: ['VALIDATION_FAILED'],
  },
} as const satisfies Record<string, Operation>;

export type EnterprisePageView = z.infer<typeof enterprisePageOperations.viewEnterprisePage.answer>;

/** Nothing of it is kept on the terminal: without the module there is no page. */
export class EnterprisePage {
  readonly #client: ModuleClient;

  constructor(client: ModuleClient) {
    this.#client = client;
  }

  /**
   * Refused as VALIDATION_FAILED: `creditCode` or `licenceCode` for one that is none, `agent` for who does not act for the
   * enterprise.
   */
  async view(confirmed: string, which: WhichEnterprise): Promise<ModuleReply<EnterprisePageView>> {
    if ('creditCode' in which && !isCreditCode(which.creditCode)) {
      return { kind: 'refused', code: 'VALIDATION_FAILED', field: 'creditCode' };
    }
    const { viewEnterprisePage } = enterprisePageOperations;
    return this.#client.call('enterprise-page', 'viewEnterprisePage', viewEnterprisePage, {
      body: { verificationId: confirmed, ...which },
    });
  }
}
