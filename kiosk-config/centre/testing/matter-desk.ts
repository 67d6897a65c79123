import { readFileSync } from 'node:fs';
import type { LightMyRequestResponse } from 'fastify';
import { expect } from 'vitest';
import type { Role } from '../contract/index.ts';
import { UNIT_A, type Callers, type TestOfficer } from './callers.ts';
import type { Engine } from './each-database.ts';
import { testCentre, type TestCentre } from './test-centre.ts';

const MATTERS = new URL('../../catalogue/matters/', import.meta.url);
const evidenceSha256 = 'e'.repeat(64);
const HOUR_MS = 3_600_000;
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

export type Officers = Readonly<Record<Role, TestOfficer>>;

/** What an officer of each role does to one matter, by HTTP. */
export interface Desk {
  readonly officers: Officers;
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

/** A centre with its desk. */
export type MatterDesk = TestCentre & Desk;

const roles = [
  ...(['unit-business', 'unit-technical', 'bureau', 'reform', 'data-centre'] as const),
  ...(['centre-staff', 'technician', 'auditor', 'statistics-reader', 'administrator'] as const),
];

/** Desks in one centre, each with a matter of its own: a database is dear, a matter is not. */
export function matterDesks(engine: Engine): () => Promise<MatterDesk> {
  let serial = 0;
  let shared: Promise<[TestCentre, Officers]> | undefined;
  return async () => {
    shared ??= openCentre(engine);
    serial += 1;
    const [centre, officers] = await shared;
    return { ...centre, ...deskOf(officers, itemNumber(serial)) };
  };
}

/** The bureau announces something for an hour: there is something to publish. */
export async function announceSomething({ now, officers }: MatterDesk): Promise<void> {
  const [from, until] = [now().toISOString(), new Date(now().getTime() + HOUR_MS).toISOString()];
  const announcement = { title: words, text: words, from, until, severity: 'notice' };
  const answer = await officers.bureau.ask('POST', '/v1/announcements', announcement);
  expect(answer.statusCode).toBe(200);
}

/** A desk whose centre begins now: what it signs is not out of date for who judges by the machine's clock. */
export function matterDeskOfToday(engine: Engine): Promise<MatterDesk> {
  return matterDeskFrom(engine, new Date());
}

/** A desk of its own centre, whose clock begins there. */
export async function matterDeskFrom(engine: Engine, from: Date): Promise<MatterDesk> {
  const [centre, officers] = await openCentre(engine, from);
  return { ...centre, ...deskOf(officers, itemNumber(1)) };
}

async function openCentre(engine: Engine, from?: Date): Promise<[TestCentre, Officers]> {
  const centre = await testCentre(engine);
  if (from) centre.forward(from.getTime() - centre.now().getTime());
  return [centre, await officersOf(centre)];
}

const itemNumber = (serial: number): string =>
  `${(testDocument()['handleItem'] as string).slice(0, 31)}${String(serial).padStart(2, '0')}`;

/** One of each role. */
export async function officersOf(callers: Callers): Promise<Officers> {
  return Object.fromEntries(
    await Promise.all(roles.map(async (role) => [role, await callers.as(role)] as const)),
  ) as Officers;
}

export function deskOf(officers: Officers, handleItem: string): Desk {
  const url = `/v1/matters/${handleItem}`;

  const status = async (): Promise<Json> => (await officers.auditor.ask('GET', url)).json<Json>();
  const revision = async (): Promise<number> => ((await status())['revision'] as number | undefined) ?? 0;
  const post: Desk['post'] = async (role, at, body = {}) =>
    officers[role].ask('POST', at, { revision: await revision(), ...body });
  const does: Desk['does'] = async (role, at, body) => {
    const answer = await post(role, at, body);
    expect([at, answer.statusCode, answer.body]).toEqual([at, 200, answer.body]);
    return answer.json<Json>();
  };
  const send: Desk['send'] = async (action, more = {}) => {
    const told = action === 'suspend' || action === 'terminate' ? { notice } : {};
    const body = { handleItem, action, reason: 'TEST', attachments: [], ...told, ...more };
    return (await does('unit-business', '/v1/matter-requests', body))['requestId'] as string;
  };
  return {
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
