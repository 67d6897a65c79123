import { isCreditCode } from '@tongban/kiosk-config/catalogue/codes';
import { z } from 'zod';
import type { Operation } from '../contract/index.ts';
import type { ModuleClient, ModuleReply } from './module-client.ts';
import { pageContent } from './personal-page.ts';

/** 企业专属网页. */
export const enterprisePageOperations = {
  viewEnterprisePage: {
    method: 'POST',
    path: '/v1/enterprise-page/views',
    summary: 'Applications and licences of an enterprise, for a confirmed person who acts for it.',
    legacyName: null,
    query: null,
    body: z.strictObject({
      verificationId: z.string().min(1).max(100),
      creditCode: z.string().refine(isCreditCode),
    }),
    answer: z.object({ name: z.string().min(1).max(200), ...pageContent }),
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

  /** Refused as VALIDATION_FAILED: `creditCode` for one that is none, `agent` for who does not act for it. */
  async view(verificationId: string, creditCode: string): Promise<ModuleReply<EnterprisePageView>> {
    if (!isCreditCode(creditCode)) {
      return { kind: 'refused', code: 'VALIDATION_FAILED', field: 'creditCode' };
    }
    const { viewEnterprisePage } = enterprisePageOperations;
    return this.#client.call('enterprise-page', 'viewEnterprisePage', viewEnterprisePage, {
      body: { verificationId, creditCode },
    });
  }
}
