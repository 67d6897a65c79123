import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Figures, PlatformEvent } from '../contract/index.ts';
import { eachDatabase } from '../testing/each-database.ts';
import { platformCredential } from '../testing/platform-credential.ts';
import { UNIT_A, UNIT_B } from '../testing/callers.ts';
import { testCentre, type TestCentre } from '../testing/test-centre.ts';

const DAY_MS = 86_400_000;
const ITEMS = ['A', 'B', 'C'].map((letter) => `${UNIT_A}531010510900${letter}01`);

/** Instants around the turns of the month in Shanghai, which lie eight hours before those of UTC. */
const instant = fc
  .integer({ min: Date.parse('2025-12-30T00:00:00Z'), max: Date.parse('2026-03-02T00:00:00Z') })
  .map((time) => new Date(time).toISOString());
const shared = {
  id: fc.integer({ min: 0, max: 40 }).map((n) => `record-${n}`),
  batch: fc.integer({ min: 1, max: 4 }),
  operation: fc.constantFrom('I' as const, 'U' as const, 'U' as const, 'D' as const),
  unitCode: fc.constantFrom(UNIT_A, UNIT_B),
  handleItem: fc.constantFrom(...ITEMS),
};
const event: fc.Arbitrary<PlatformEvent> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('case' as const),
      ...shared,
      caseKey: fc.integer({ min: 0, max: 25 }).map((n) => `case-key-${n}`),
      channel: fc.constantFrom('WINDOW' as const, 'PC' as const, 'MOBILE' as const, 'KIOSK' as const),
      acceptedAt: instant,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('matter' as const),
      ...shared,
      id: fc.integer({ min: 0, max: 8 }).map((n) => `matter-${n}`),
      state: fc.constantFrom(1 as const, 2 as const, 3 as const),
      at: instant,
    }),
  },
);

/** The figures of February counted in the plainest way; `events` in the order in which they came. */
function countPlainly(events: readonly PlatformEvent[]): Figures[] {
  const first = new Map<string, PlatformEvent>();
  for (const each of events) {
    const key = `${each.id} ${each.batch}`;
    if (!first.has(key)) first.set(key, each);
  }
  const newest = new Map<string, PlatformEvent>();
  for (const each of first.values()) {
    if ((newest.get(each.id)?.batch ?? 0) < each.batch) newest.set(each.id, each);
  }
  const alive = [...newest.values()].filter(({ operation }) => operation !== 'D');
  const inFebruary = (at: string) => at >= '2026-01-31T16:00:00.000Z' && at < '2026-02-28T16:00:00.000Z';
  const cases = alive.flatMap((each) => (each.kind === 'case' && inFebruary(each.acceptedAt) ? [each] : []));
  const matters = alive
    .flatMap((each) => (each.kind === 'matter' && each.at < '2026-02-28T16:00:00.000Z' ? [each] : []))
    .sort((a, b) => (a.at + a.id < b.at + b.id ? -1 : 1));
  const last = new Map(matters.map((each) => [each.handleItem, each]));
  const count = (all: readonly { caseKey: string }[]) => new Set(all.map(({ caseKey }) => caseKey)).size;
  return [UNIT_A, UNIT_B].flatMap((unitCode) => {
    const own = cases.filter((each) => each.unitCode === unitCode);
    const open = [...last.values()].filter((each) => each.unitCode === unitCode && each.state !== 3).length;
    if (own.length === 0 && open === 0) return [];
    const all = count(own);
    const online = count(own.filter(({ channel }) => channel !== 'WINDOW'));
    const without = count(own.filter(({ channel }) => channel === 'PC' || channel === 'MOBILE'));
    const share = (part: number) => (all === 0 ? null : Math.round((part / all) * 10_000) / 10_000);
    return [
      {
        unitCode,
        matters: open,
        cases: all,
        onlineCases: online,
        onlineShare: share(online),
        onlineShareWithoutKiosk: share(without),
      },
    ];
  });
}

function report(centre: TestCentre, headers: Record<string, string>, events: readonly unknown[]) {
  return centre.ask('POST', '/v1/events/batch', { events }, headers);
}

function caseEvent(n: number, more: object = {}) {
  return {
    ...{ kind: 'case', id: `record-${n}`, batch: 1, operation: 'I', unitCode: UNIT_A, handleItem: ITEMS[0] },
    ...{ caseKey: `case-key-${n}`, channel: 'KIOSK', acceptedAt: '2026-02-10T02:00:00.000Z', ...more },
  };
}

eachDatabase('figures of art. 28', (engine) => {
  it('are what counting the events plainly gives, and a recount finds no difference', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(event, { minLength: 1, maxLength: 120 }), async (events) => {
        const centre = await testCentre(engine);
        const platform = await platformCredential(centre);
        for (let n = 0; n < events.length; n += 50) {
          expect((await report(centre, platform, events.slice(n, n + 50))).statusCode).toBe(200);
        }
        const dataCentre = await centre.as('data-centre');
        const published = await dataCentre.ask('POST', '/v1/statistics/2026-02/publication');
        expect(published.json().figures).toEqual(countPlainly(events));
        const recount = await dataCentre.ask('GET', '/v1/statistics/2026-02/recount');
        expect(recount.json()).toEqual({ differences: [] });
      }),
      { numRuns: engine.name === 'SQLite' ? 15 : 4 },
    );
  });

  it('stay as they were published, and what came later is named by the recount', async () => {
    const centre = await testCentre(engine);
    const platform = await platformCredential(centre);
    await report(centre, platform, [caseEvent(1), caseEvent(2, { channel: 'WINDOW' })]);
    const dataCentre = await centre.as('data-centre');
    const path = '/v1/statistics/2026-02';
    expect((await dataCentre.ask('POST', `${path}/publication`)).statusCode).toBe(200);
    expect((await dataCentre.ask('POST', `${path}/publication`)).json()).toMatchObject({
      code: 'ALREADY_THERE',
    });
    await report(centre, platform, [caseEvent(3)]);
    const now = (await dataCentre.ask('GET', path)).json();
    expect(now.figures).toMatchObject([{ unitCode: UNIT_A, cases: 3, onlineShare: 0.6667 }]);
    expect(now.published.figures).toMatchObject([{ unitCode: UNIT_A, cases: 2, onlineShare: 0.5 }]);
    expect(now.published.definition.zh).toContain('网办比例＝');
    expect((await dataCentre.ask('GET', `${path}/recount`)).json().differences).toContainEqual({
      ...{ unitCode: UNIT_A, measure: 'cases', published: 2, recounted: 3 },
    });
    const march = await dataCentre.ask('POST', '/v1/statistics/2026-03/publication');
    expect(march.json()).toMatchObject({ code: 'PERIOD_NOT_OVER' });
  });

  it('are added up for each month that has begun, published ones as published', async () => {
    const centre = await testCentre(engine);
    const platform = await platformCredential(centre);
    const ofB = { unitCode: UNIT_B, channel: 'WINDOW' };
    await report(centre, platform, [caseEvent(1), caseEvent(2, ofB), caseEvent(3, ofB)]);
    const dataCentre = await centre.as('data-centre');
    await dataCentre.ask('POST', '/v1/statistics/2026-02/publication');
    await report(centre, platform, [caseEvent(4)]);
    const { months } = (await dataCentre.ask('GET', '/v1/statistics/2026/months')).json();
    expect(months.slice(0, 2)).toEqual([
      { period: '2026-01', published: false, cases: 0, onlineCases: 0, onlineShare: null },
      { period: '2026-02', published: true, cases: 3, onlineCases: 1, onlineShare: 0.3333 },
    ]);
    expect(months.at(-1).period).toBe(centre.now().toISOString().slice(0, 7));
    const own = await (await centre.as('unit-business')).ask('GET', '/v1/statistics/2026/months');
    expect(own.json().months[1]).toMatchObject({ cases: 1, onlineShare: 1 });
  });

  it('come as CSV that no spreadsheet takes for a formula; a unit sees its own alone', async () => {
    const centre = await testCentre(engine);
    const platform = await platformCredential(centre);
    const dataCentre = await centre.as('data-centre');
    const unit = { type: 'other', businessLead: 'TEST', technicalLead: 'TEST', budgetLevel: 'city' };
    await dataCentre.ask('POST', '/v1/units', { code: UNIT_A, name: '=TEST "甲", 局', ...unit });
    await report(centre, platform, [caseEvent(1), caseEvent(2, { unitCode: UNIT_B, channel: 'WINDOW' })]);
    const csv = await (await centre.as('unit-business')).ask('GET', '/v1/statistics/2026-02/figures.csv');
    expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8');
    const lines = csv.body.split('\r\n');
    expect(lines[0]).toBe(
      '\uFEFF接入单位,单位编码,事项数量,办件数量,网办件数,网办比例,网办比例（不含自助终端）',
    );
    expect(lines[1]).toBe(`"'=TEST ""甲"", 局",${UNIT_A},0,1,1,1,0`);
    expect(lines[2]).toBe('统计期间,2026-02-01 – 2026-02-28');
    expect(csv.body).not.toContain(UNIT_B);
  });
});

eachDatabase('records of the platform', (engine) => {
  it('are judged each for itself, and a repeat is not counted', async () => {
    const centre = await testCentre(engine);
    const platform = await platformCredential(centre);
    const bad = caseEvent(2, { channel: 'PIGEON' });
    const answer = await report(centre, platform, [caseEvent(1), bad, caseEvent(1), caseEvent(3)]);
    expect(answer.json().results).toEqual([
      { id: 'record-1', batch: 1, result: 'stored' },
      { id: 'record-2', batch: 1, result: 'refused', field: 'channel' },
      { id: 'record-1', batch: 1, result: 'repeated' },
      { id: 'record-3', batch: 1, result: 'stored' },
    ]);
    const refused = await report(centre, { authorization: `Bearer ${'x'.repeat(43)}` }, [caseEvent(1)]);
    expect(refused.statusCode).toBe(401);
  });
});

eachDatabase('indicators', (engine) => {
  const set = (weight: number) => [
    { measure: 'onlineShare', title: { zh: '网办比例', en: 'Online share' }, weight, target: 0.8 },
  ];

  it('of a year can be changed without those of earlier years', async () => {
    const centre = await testCentre(engine);
    const reform = await centre.as('reform');
    const put = (year: number, revision: number, weight = 100) =>
      reform.ask('PUT', `/v1/indicators/${year}`, { revision, indicators: set(weight) });
    const before = (await reform.ask('GET', '/v1/indicators/2025')).json();
    expect((await put(2026, 0)).json()).toMatchObject({ year: 2026, revision: 1, from: null });
    expect((await put(2026, 0)).json()).toMatchObject({ code: 'STALE', current: { revision: 1 } });
    expect((await put(2026, 1, 90)).json()).toMatchObject({ code: 'WEIGHTS_NOT_100' });
    expect((await put(2025, 0)).json()).toMatchObject({ code: 'YEAR_CLOSED' });
    expect((await reform.ask('GET', '/v1/indicators/2025')).json()).toEqual(before);
    expect((await reform.ask('GET', '/v1/indicators/2027')).json()).toMatchObject({
      revision: 0,
      from: 2026,
    });
    centre.forward(366 * DAY_MS);
    const nextYear = await centre.as('reform');
    await nextYear.ask('PUT', '/v1/indicators/2027', {
      revision: 0,
      indicators: [{ ...set(100)[0], target: 0.9 }],
    });
    expect((await nextYear.ask('GET', '/v1/indicators/2026')).json().indicators).toEqual(set(100));
  });
});
