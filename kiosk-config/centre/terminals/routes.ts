import type { FastifyInstance, FastifyRequest } from 'fastify';
import {
  configurationOperations,
  fleetOperations,
  technicianOperations,
  terminalOperations,
  type Officer,
  type Reach,
} from '../contract/index.ts';
import { Refusal } from '../server/refusal.ts';
import { serve } from '../server/serve.ts';
import type { Services } from '../server/services.ts';
import { PushHub } from './push-hub.ts';
import type { Scope } from './reader.ts';

/** @param origin address of the centre for terminals; null: as the request of the officer names it */
export function registerTerminals(
  app: FastifyInstance,
  { terminals, attempts, audit, database }: Services,
  { origin }: { readonly origin: string | null },
): void {
  const { enrolment, registry, reader, rollouts, technicians } = terminals;

  serve(
    app,
    terminalOperations,
    {
      enrolTerminal: ({ body, request }) =>
        attempts.limit('enrolment', request.ip, () => enrolment.redeem(body)),
      renewCertificate: ({ params, terminal, body }) =>
        enrolment.renew(itself(terminal, params), body.request),
      sendHeartbeat: ({ params, terminal, body }) => terminals.beat(itself(terminal, params), body),
      readAssignedConfiguration: async ({ params, terminal }) => ({
        signed: await rollouts.settingsOf(itself(terminal, params)),
      }),
      finishJob: ({ params, terminal, body }) =>
        registry.finishJob(itself(terminal, params), params.jobId, body.state, body.content),
    },
    audit,
  );

  serve(
    app,
    fleetOperations,
    {
      listTerminals: ({ query, officer, reach }) => reader.list(query, scopeOf(officer, reach)),
      readTerminalMap: ({ officer, reach }) => reader.map(scopeOf(officer, reach)),
      async readTerminal({ params, permit }) {
        await permit({ siteCode: await reader.siteOf(params.terminalId) });
        return reader.detail(params.terminalId);
      },
      registerTerminal: ({ body, actor }) => registry.register(body, actor),
      changeTerminal: ({ params, body, actor }) => registry.change(params.terminalId, body, actor),
      makeEnrolmentCode: ({ params, actor, request }) =>
        enrolment.makeCode(params.terminalId, origin ?? addressOf(request), actor),
      lockTerminal: ({ params, body, actor }) => registry.lock(params.terminalId, body, actor),
      unlockTerminal: ({ params, body, actor }) => registry.unlock(params.terminalId, body, actor),
      revokeTerminal: ({ params, body, actor }) => registry.revoke(params.terminalId, body, actor),
      orderLogBundle: ({ params, actor }) => registry.orderLogBundle(params.terminalId, actor),
      readLogBundle: ({ params }) => reader.logBundle(params.terminalId, params.jobId),
      listAlerts: ({ query, officer, reach }) => reader.alerts(query, scopeOf(officer, reach)),
      listSecurityEvents: ({ query, officer, reach }) =>
        reader.securityEvents(query, scopeOf(officer, reach)),
    },
    audit,
  );

  serve(
    app,
    technicianOperations,
    {
      async makeTechnicianCode({ params, body, actor }) {
        await attempts.ration('technician-code', actor, 'terminal.technician-code');
        return technicians.answer(params.terminalId, body, actor);
      },
    },
    audit,
  );

  serve(
    app,
    configurationOperations,
    {
      listConfigurations: async () => ({ configurations: await rollouts.newest() }),
      listConfigurationVersions: async ({ params }) => ({
        configurations: await rollouts.versions(params.name),
      }),
      writeConfiguration: ({ params, body, actor }) => rollouts.write(params.name, body, actor),
      startRollout: ({ params, body, actor }) => rollouts.start(params, body.revision, actor),
      stopRollout: ({ params, body, actor }) => rollouts.stop(params, body.revision, actor),
      resumeRollout: ({ params, body, actor }) => rollouts.resume(params, body.revision, actor),
      rollBack: ({ params, body, actor }) => rollouts.rollBack(params, body.revision, actor),
    },
    audit,
  );

  const hub = new PushHub(database.push, terminals.publishedVersion);
  app.get<{ Params: { terminalId: string } }>(
    '/v1/terminals/:terminalId/push',
    { config: { access: 'terminal' }, schema: { hide: true } },
    (request, reply) => {
      const terminalId = itself(request.terminal, request.params);
      reply.hijack();
      reply.raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      hub.add(terminalId, reply.raw);
    },
  );

  app.addHook('preClose', async () => hub.close());
}

/** A terminal speaks for itself alone. */
function itself(
  caller: { readonly terminalId: string } | null,
  { terminalId }: { readonly terminalId: string },
): string {
  if (caller?.terminalId !== terminalId) throw new Refusal('TERMINAL_REFUSED');
  return terminalId;
}

function scopeOf(officer: Officer, reach: Reach | null): Scope {
  return { siteCode: reach === 'own-site' ? (officer.siteCode ?? '') : null };
}

function addressOf({ protocol, headers }: FastifyRequest): string {
  return `${protocol}://${headers.host ?? ''}`;
}
