import { readFileSync } from 'node:fs';
import type { LightMyRequestResponse } from 'fastify';
import { expect } from 'vitest';
import type { Role } from '../contract/index.ts';
import { testCentre, UNIT_A, type TestCentre, type TestOfficer } from './test-centre.ts';
import type { Engine } from './each-database.ts';

const MATTERS = new URL('../../catalogue/matters/', import.meta.url);
const evidenceSha256 = 'e'.repeat(64);
export const words = { zh: '测试', en: 'TEST' };
export const notice = { reason: words, otherChannel: words, until: null };

type Json = Record<string, unknown>;

/** A matter document of the catalogue as one of a test unit's, whatever else is changed. */
export function testDocument(change: Json = {}, unitCode = UNIT_A, name = 'old-age-allowance.json'): Json {
  const document = JSON.parse(readFileSync(new URL(name, MATTERS), 'utf8')) as Json & { handleItem: string };
  const handleItem = unitCode + document.handleItem.slice(18);
  const implementationCode = handleItem.slice(0, 31);
  return {
    ...document,
    ...{ handleItem, ...('implementationCode' in document && { implementationCode }) },
    ...{ version: '2026.1', unit: { code: unitCode, name: words } },
    ...change,
  };
}

/** A centre with an officer of each role, who do their part by HTTP. */
export interface MatterDesk extends TestCentre {
  readonly officers: Readonly<Record<Role, TestOfficer>>;
  readonly handleItem: string;
  revision(): Promise<number>;
  /** Asks with the revision that is there now. */
  post(role: Role, url: string, body?: Json): Promise<LightMyRequestResponse>;
  /** As `post`; what is refused fails the test. */
  does(role: Role, url: string, body?: Json): Promise<Json>;
  /** Imports a version, tests it and sends the request to open it or to change to it. */
  apply(action: 'open' | 'change', document: Json): Promise<string>;
  send(action: string, more?: Json): Promise<string>;
  /** Passes what gates there are, up to and with go-live. */
  passThrough(requestId: string): Promise<void>;
  status(): Promise<Json>;
}

const roles = [
  ...(['unit-business', 'unit-technical', 'bureau', 'reform', 'data-centre'] as const),
  ...(['centre-staff', 'technician', 'auditor', 'statistics-reader', 'administrator'] as const),
];

/** Desks in one centre, each with a matter of its own: a database is dear, a matter is not. */
export function matterDesks(engine: Engine): () => Promise<MatterDesk> {
  let serial = 0;
  let shared: Promise<[TestCentre, MatterDesk['officers']]> | undefined;
  return async () => {
    shared ??= openCentre(engine);
    serial += 1;
    return deskOf(...(await shared), String(serial).padStart(2, '0'));
  };
}

/** A desk whose centre begins now: what it signs is not out of date for who judges by the machine's clock. */
export async function matterDeskOfToday(engine: Engine): Promise<MatterDesk> {
  const [centre, officers] = await openCentre(engine, new Date());
  return deskOf(centre, officers, '01');
}

async function openCentre(engine: Engine, from?: Date): Promise<[TestCentre, MatterDesk['officers']]> {
  const centre = await testCentre(engine);
  if (from) centre.forward(from.getTime() - centre.now().getTime());
  const officers = Object.fromEntries(
    await Promise.all(roles.map(async (role) => [role, await centre.as(role)] as const)),
  ) as MatterDesk['officers'];
  return [centre, officers];
}

function deskOf(centre: TestCentre, officers: MatterDesk['officers'], serial: string): MatterDesk {
  const handleItem = `${(testDocument()['handleItem'] as string).slice(0, 31)}${serial}`;
  const url = `/v1/matters/${handleItem}`;

  const status = async (): Promise<Json> => (await officers.auditor.ask('GET', url)).json<Json>();
  const revision = async (): Promise<number> => ((await status())['revision'] as number | undefined) ?? 0;
  const post: MatterDesk['post'] = async (role, at, body = {}) =>
    officers[role].ask('POST', at, { revision: await revision(), ...body });
  const does: MatterDesk['does'] = async (role, at, body) => {
    const answer = await post(role, at, body);
    expect([at, answer.statusCode, answer.body]).toEqual([at, 200, answer.body]);
    return answer.json<Json>();
  };
  const send: MatterDesk['send'] = async (action, more = {}) => {
    const told = action === 'suspend' || action === 'terminate' ? { notice } : {};
    const body = { handleItem, action, reason: 'TEST', attachments: [], ...told, ...more };
    return (await does('unit-business', '/v1/matter-requests', body))['requestId'] as string;
  };
  return {
    ...centre,
    ...{ officers, handleItem, revision, post, does, send, status },
    async apply(action, document) {
      const { version } = await does('unit-business', '/v1/matter-versions', {
        document: { ...document, handleItem },
      });
      const cases = ['acceptance', 'payment', 'logistics'].map((module) => ({
        ...{ module, name: 'TEST', passed: true },
      }));
      const run = { version, cases, evidenceSha256, drill: false };
      await does('unit-technical', `${url}/joint-tests`, run);
      return send(action, { version });
    },
    async passThrough(requestId) {
      const at = `/v1/matter-requests/${requestId}`;
      const { step } = (await officers.auditor.ask('GET', at)).json<{ step: string }>();
      const yes = { approve: true, words: 'TEST' };
      if (step === 'MZ_REVIEW') await does('bureau', `${at}/mz-review`, { ...yes, approvalId: 'TEST-1' });
      await does('reform', `${at}/sg-review`, yes);
      await does('data-centre', `${at}/dbc-result`, { passed: true, words: 'TEST' });
    },
  };
}
