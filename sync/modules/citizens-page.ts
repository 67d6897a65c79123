import { z } from 'zod';
import type { Operation } from '../contract/index.ts';
import type { ModuleClient, ModuleReply } from './module-client.ts';
import { pageContent } from './personal-page.ts';

/** 市民主页. */
export const citizensPageOperations = {
  viewCitizensPage: {
    method: 'POST',
    path: '/v1/citizens-page/views',
    summary: 'Applications and licences of a confirmed person.',
    legacyName: null,
    query: null,
    body: z.strictObject({ verificationId: z.string().min(1).max(100) }),
    answer: z.object(pageContent),
    problems: ['VALIDATION_FAILED'],
  },
} as const satisfies Record<string, Operation>;

export type CitizensPageView = z.infer<typeof citizensPageOperations.viewCitizensPage.answer>;

/** Nothing of it is kept on the terminal: without the module there is no page. */
export class CitizensPage {
  readonly #client: ModuleClient;

  constructor(client: ModuleClient) {
    this.#client = client;
  }

  view(verificationId: string): Promise<ModuleReply<CitizensPageView>> {
    const { viewCitizensPage } = citizensPageOperations;
    return this.#client.call('citizens-page', 'viewCitizensPage', viewCitizensPage, {
      body: { verificationId },
    });
  }
}
