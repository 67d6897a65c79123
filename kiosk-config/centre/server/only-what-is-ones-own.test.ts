import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import {
  operationsByName,
  permissions,
  reachOf,
  ROLES,
  type Action,
  type Reach,
  type Role,
} from '../contract/index.ts';
import { enrolled } from '../terminals/test-support.ts';
import { SITE_A, SITE_B, UNIT_A, UNIT_B } from '../testing/callers.ts';
import { eachDatabase } from '../testing/each-database.ts';
import { matterDeskOfToday, notice, testDocument, words, type MatterDesk } from '../testing/matter-desk.ts';
import { platformCredential } from '../testing/platform-credential.ts';

/** What is about no unit or site, and what every citizen reads. */
const OF_NOBODY = new Set([
  ...['listSunkDownBySite', 'listAnnouncements', 'publicationState', 'listCalendars', 'conformance'],
  ...['getIndicators', 'listConfigurations', 'listConfigurationVersions', 'own-unit listSites'],
]);

const DAY_MS = 86_400_000;
const TERMINAL = 'TEST-OF-A';

interface Case {
  readonly name: string;
  readonly role: Role;
  readonly path: string;
}

/** What there is of unit A and site A: one of each thing that an operation asks for. */
async function belongings(desk: MatterDesk) {
  const { handleItem, does, officers } = desk;
  const unit = { name: 'TEST', type: 'city-department', businessLead: 'TEST', technicalLead: 'TEST' };
  for (const code of [UNIT_A, UNIT_B])
    await officers['data-centre'].ask('POST', '/v1/units', { code, ...unit, budgetLevel: 'city' });
  const site = { name: 'TEST', district: '310199', street: 'TEST', address: 'TEST' };
  for (const code of [SITE_A, SITE_B])
    await officers['data-centre'].ask('POST', '/v1/sites', { code, ...site });
  await desk.passThrough(await desk.apply('open', testDocument()));
  const from = (days: number): string => new Date(desk.now().getTime() + days * DAY_MS).toISOString();
  const window = { handleItem, start: from(20), end: from(21), reason: words };
  const { windowId } = await does('unit-technical', '/v1/maintenance-windows', window);
  const requestId = await desk.send('terminate');
  const announcement = { title: words, text: words, until: from(9) };
  const emergency = { handleItem, notice, announcement };
  const { suspensionId } = await does('unit-business', '/v1/emergency-suspensions', emergency);
  const terminal = await enrolled(desk, { id: TERMINAL, siteCode: SITE_A });
  const tampered = {
    id: randomUUID(),
    kind: 'tamper',
    at: desk.now().toISOString(),
    detail: 'TEST',
  } as const;
  await terminal.beat({ storageFree: 0.01, events: [tampered] });
  const platform = await platformCredential(desk);
  const returned = {
    ...{ id: 'TEST-1', unitCode: UNIT_A, terminalId: TERMINAL, handleItem, errType: 'incomplete' },
    ...{ field: 'applicant/phone', returnedAt: from(-9), due: from(-2).slice(0, 10), state: 'open' },
    stateAt: from(-9),
  };
  const compared = {
    ...{ day: from(-3).slice(0, 10), unitCode: UNIT_A, terminalId: TERMINAL, counted: 9 },
    ...{ missing: 1, extra: 0, altered: 0, comparedAt: from(-2) },
  };
  const report = { returns: [returned], reconciliations: [compared] };
  expect((await desk.ask('POST', '/v1/quality/reports', report, platform)).statusCode).toBe(204);
  const event = {
    ...{ kind: 'case', id: 'TEST-RECORD-1', batch: 1, operation: 'I', unitCode: UNIT_A, handleItem },
    ...{ caseKey: 'TEST-CASE-1', channel: 'KIOSK', acceptedAt: '2026-02-10T02:00:00.000Z' },
  };
  const tell = (told: object) => desk.ask('POST', '/v1/events/batch', { events: [told] }, platform);
  expect((await tell(event)).json()).toMatchObject({ results: [{ result: 'stored' }] });
  await officers['data-centre'].ask('POST', '/v1/statistics/2026-02/publication');
  // Comes after the figures were published, so that a recount differs.
  await tell({ ...event, id: 'TEST-RECORD-2', caseKey: 'TEST-CASE-2' });
  const revision = await desk.revision();
  const places: Readonly<Record<string, string>> = {
    ...{ unitCode: UNIT_A, siteCode: SITE_A, terminalId: TERMINAL, handleItem, version: '2026.1' },
    ...{ requestId, windowId: String(windowId), suspensionId: String(suspensionId) },
    ...{ credentialId: '00000000-0000-4000-8000-000000000000', name: 'TEST' },
    ...{ period: '2026-02', year: '2026' },
  };
  const run = { cases: [{ module: 'acceptance', name: 'TEST', passed: true }], drill: false };
  const security = { securityDepartment: null, securityPerson: null, grading: null, usesVendors: false };
  const bodies: Readonly<Record<string, object>> = {
    recordSecurity: { revision: 1, ...security, agreements: [] },
    issueCredential: { purpose: 'interface' },
    checkDocument: { document: testDocument({ handleItem }) },
    importVersion: { revision, document: testDocument({ handleItem, version: '2026.2' }) },
    recordJointTest: { revision, version: '2026.1', ...run, evidenceSha256: 'e'.repeat(64) },
    sendRequest: { handleItem, revision, action: 'resume', reason: 'TEST', attachments: [] },
    resubmit: { revision, words: 'TEST' },
    withdraw: { revision, words: 'TEST' },
    fileMaintenance: { ...window, revision },
    cancelMaintenance: { revision, words: 'TEST' },
    suspendInEmergency: { ...emergency, revision },
    reportEmergency: { revision, words: 'TEST' },
  };
  const queries: Readonly<Record<string, string>> = {
    compareVersions: '?from=2026.1&to=2026.1',
    listTerminals: '?limit=50',
  };
  return { places, bodies, queries };
}

function casesOf(reach: Reach, { places, queries }: Awaited<ReturnType<typeof belongings>>): Case[] {
  return Object.entries(operationsByName).flatMap(([name, { access, path }]) =>
    ROLES.filter((role) => access in permissions && reachOf(role, access as Action) === reach)
      .filter(() => !OF_NOBODY.has(name) && !OF_NOBODY.has(`${reach} ${name}`))
      .map((role) => ({
        ...{ name, role },
        path: path.replaceAll(/\{(\w+)\}/g, (_, place: string) => places[place]!) + (queries[name] ?? ''),
      })),
  );
}

eachDatabase('an officer of another unit or community centre', (engine) => {
  it('is refused what belongs to the first one, and finds nothing of it in a list', async () => {
    const desk = await matterDeskOfToday(engine);
    const things = await belongings(desk);
    const reaches = [
      ['own-unit', { unitCode: UNIT_B }, UNIT_A, desk.handleItem],
      ['own-site', { siteCode: SITE_B }, SITE_A, TERMINAL],
    ] as const;
    for (const [reach, elsewhere, ...marks] of reaches) {
      const cases = casesOf(reach, things);
      expect(cases.length).toBeGreaterThan(4);
      for (const { name, role, path } of cases) {
        const { method, body } = operationsByName[name as keyof typeof operationsByName] as {
          method: string;
          body?: unknown;
        };
        const given = things.bodies[name];
        expect([name, given !== undefined]).toEqual([name, body !== undefined]);
        const stranger = await (await desk.as(role, elsewhere)).ask(method, path, given);
        const shows = marks.some((mark) => stranger.body.includes(mark));
        if (stranger.statusCode !== 200) expect([name, stranger.statusCode]).toEqual([name, 403]);
        else expect([name, shows]).toEqual([name, false]);
        // The same words of one of its own are not refused for who asks.
        const own = await desk.officers[role].ask(method, path, given);
        expect([name, role, own.statusCode]).not.toEqual([name, role, 403]);
        // Figures name nobody: there the answer is another one.
        if (stranger.statusCode === 200) expect([name, own.body]).not.toEqual([name, stranger.body]);
      }
    }
  });
});
