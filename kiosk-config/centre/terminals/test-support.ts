import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { onTestFinished } from 'vitest';
import { CentreClient, type Fetch } from '../../provisioning/centre-client.ts';
import { enrol } from '../../provisioning/enrol.ts';
import { readEnrolmentCode } from '../../provisioning/enrolment-code.ts';
import { IdentityStore, type Identity } from '../../provisioning/identity-store.ts';
import { heartbeat, heartbeatAnswer, type Heartbeat, type TerminalInput } from '../contract/index.ts';
import type { TestCentre } from '../testing/test-centre.ts';

export const CENTRE_URL = 'http://centre.test';
export const STAFF = { id: null, role: 'technician' } as const;

/** What a terminal's `fetch` is in a test: the centre without a socket. */
export function fetchOf(app: FastifyInstance): Fetch {
  return async (url, init) => {
    const { status, headers, body } = await app
      .inject({
        method: (init.method ?? 'GET') as 'GET',
        url: url.slice(CENTRE_URL.length),
        headers: init.headers as Record<string, string>,
        ...(typeof init.body === 'string' && { payload: init.body }),
      })
      .then((response) => ({
        ...response,
        status: response.statusCode,
        body: response.body,
        headers: response.headers,
      }));
    return new Response(status === 204 ? null : body, {
      status,
      headers: { 'content-type': String(headers['content-type']) },
    });
  };
}

export function inputOf(id: string): TerminalInput {
  return {
    ...{ id, siteCode: 'TEST-SITE-A', siteName: '测试受理中心', district: '测试区', street: '测试街道' },
    ...{ serial: null, model: null, modules: [], ring: null, configuration: null },
  };
}

/** A folder that is gone with its test. */
export function dataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tongban-terminal-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

export interface TestTerminal {
  readonly id: string;
  readonly store: IdentityStore;
  readonly identity: Identity;
  readonly client: CentreClient;
  beat(change?: Partial<Heartbeat>): ReturnType<CentreClient['call']>;
}

/** Registers and enrols a terminal, as a technician and the terminal do. */
export async function enrolled(
  centre: TestCentre,
  change: Partial<TerminalInput> = {},
): Promise<TestTerminal> {
  const { terminals } = centre.services;
  const id = change.id ?? `TEST-${randomUUID().slice(0, 8)}`;
  await terminals.registry.register({ ...inputOf(id), ...change }, STAFF);
  const { code } = await terminals.enrolment.makeCode(id, CENTRE_URL, STAFF);
  const store = new IdentityStore(dataFolder());
  const terminal = { terminalId: id, siteCode: 'TEST-SITE-A' };
  const outcome = await enrol(store, readEnrolmentCode(code)!, CENTRE_URL, terminal, fetchOf(centre.app));
  if (outcome.kind !== 'enrolled') throw new Error(JSON.stringify(outcome));
  return terminalOf(centre, store, outcome.identity);
}

export function terminalOf(centre: TestCentre, store: IdentityStore, identity: Identity): TestTerminal {
  const id = identity.terminalId;
  const client = new CentreClient(CENTRE_URL, identity, fetchOf(centre.app), () => centre.now().getTime());
  const startedAt = centre.now().toISOString();
  let sequence = 0;
  return {
    ...{ id, store, identity, client },
    beat: (said = {}) =>
      client.call(
        {
          method: 'POST',
          path: `/v1/terminals/${id}/heartbeat`,
          body: heartbeat.parse({
            ...{ startedAt, sequence: (sequence += 1), at: centre.now().toISOString(), software: '0.1.0' },
            ...{ published: null, configuration: null, unsent: 0, oldestUnsentAt: null, storageFree: 0.8 },
            ...{ intake: 'open', order: 0, devices: [], ...said },
          }),
        },
        heartbeatAnswer,
      ),
  };
}
