import type { FastifyInstance } from 'fastify';
import { peopleOperations } from '../contract/index.ts';
import { SESSION_COOKIE, setSession } from '../server/guard.ts';
import { serve } from '../server/serve.ts';
import type { Services } from '../server/services.ts';
import { SESSION_LONGEST_MS } from './sessions.ts';

export function registerPeople(
  app: FastifyInstance,
  { accounts, attempts, invitations, sessions, audit }: Services,
  { secure }: { readonly secure: boolean },
): void {
  serve(
    app,
    peopleOperations,
    {
      async logIn({ body, request, reply }) {
        const { token, officer } = await attempts.limit('log-in', request.ip, () => sessions.logIn(body));
        setSession(reply, token, SESSION_LONGEST_MS / 1000, secure);
        return officer;
      },
      whoAmI: async ({ officer }) => officer,
      async logOut({ request, reply, officer }) {
        await sessions.end(request.cookies[SESSION_COOKIE] ?? '', officer);
        setSession(reply, '', 0, secure);
      },
      openInvitation: ({ body }) => invitations.open(body.token),
      acceptInvitation: ({ body }) => invitations.accept(body.token, body.password, body.code),
      listAccounts: async () => ({ accounts: await accounts.list() }),
      createAccount: ({ body, actor }) => accounts.create(body, actor),
      changeAccount: ({ params, body, actor }) => accounts.change(params.accountId, body, actor),
      inviteAgain: ({ params, body, actor }) => accounts.inviteAgain(params.accountId, body.revision, actor),
    },
    audit,
  );
}
