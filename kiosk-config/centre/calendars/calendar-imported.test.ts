import { expect, it } from 'vitest';
import type { Bundle } from '../../published/index.ts';
import { eachDatabase } from '../testing/each-database.ts';
import { matterDeskFrom, testDocument, type MatterDesk } from '../testing/matter-desk.ts';

/** The fixed days of that year, and one more: a Monday on which nobody would think of a holiday. */
const of2027 = {
  year: 2027,
  sources: [{ title: 'TEST', issued: '2026-11-20' }],
  off: ['2027-01-01', '2027-01-04', '2027-05-01', '2027-10-01'],
  work: [],
};

function importAs(
  desk: MatterDesk,
  { year = 2027, revision = 0, ...document }: { year?: number; revision?: number; document?: unknown } = {},
) {
  return desk.officers['data-centre'].ask('PUT', `/v1/calendars/${year}`, {
    ...{ revision, document: document.document ?? of2027 },
  });
}

async function limitOfReform(desk: MatterDesk): Promise<unknown> {
  const { tasks } = (await desk.officers.reform.ask('GET', '/v1/tasks')).json<{
    tasks: { limit: unknown }[];
  }>();
  return tasks[0]?.limit;
}

eachDatabase('the calendar of a year', (engine) => {
  it('that was not announced is provisional, and limits move when it is imported', async () => {
    const desk = await matterDeskFrom(engine, new Date('2026-12-31T02:00:00.000Z'));
    await desk.apply('open', testDocument({ sunkDown: false }));
    expect(await limitOfReform(desk)).toMatchObject({ date: '2027-01-05', provisional: true });
    expect((await importAs(desk)).statusCode).toBe(200);
    expect(await limitOfReform(desk)).toMatchObject({ date: '2027-01-06', provisional: false });
    const listed = (await desk.officers.reform.ask('GET', '/v1/calendars')).json<{
      calendars: { year: number; document: unknown; revision: number }[];
    }>();
    expect(listed.calendars.map(({ year }) => year)).toEqual([
      2020, 2021, 2022, 2023, 2024, 2025, 2026, 2027,
    ]);
    expect(listed.calendars.at(-1)).toMatchObject({ document: of2027, revision: 1 });
    expect(listed.calendars[0]).toMatchObject({ document: null, revision: 0 });
  });

  it('that cannot be used is refused with what is wrong, and nothing moves', async () => {
    const desk = await matterDeskFrom(engine, new Date('2026-12-31T02:00:00.000Z'));
    const contradictory = { ...of2027, work: ['2027-01-04'] };
    const refused = await importAs(desk, { document: contradictory });
    expect([refused.statusCode, refused.json().code]).toEqual([422, 'CALENDAR_UNUSABLE']);
    expect(refused.json<{ faults: unknown[] }>().faults).toContainEqual({
      ...{ code: 'off-and-work', list: 'work', day: '2027-01-04' },
      message: '2027-01-04 is listed as off and as work',
    });
    const ofAnother = await importAs(desk, { year: 2028 });
    expect(ofAnother.json()).toMatchObject({
      faults: [
        { code: 'not-the-year', year: 2027, message: 'year: it is the calendar of 2027, not of 2028' },
      ],
    });
    expect((await importAs(desk, { document: {} })).statusCode).toBe(422);
    expect((await importAs(desk)).statusCode).toBe(200);
    expect((await importAs(desk)).json()).toMatchObject({ code: 'STALE', current: { revision: 1 } });
    expect(await desk.services.audit.verify()).toMatchObject({ ok: true });
  });

  it('is published with the catalogue', async () => {
    const desk = await matterDeskFrom(engine, new Date('2026-12-31T02:00:00.000Z'));
    await desk.services.publisher.found();
    await importAs(desk);
    await desk.services.publisher.drain();
    const bundle = JSON.parse(String((await desk.services.servedBundles(0))?.json)) as Bundle;
    const names = Object.keys(bundle.files).filter((each) => each.includes('calendars/'));
    expect(names).toEqual([expect.stringMatching(/2027\.json$/)]);
    const [name = ''] = names;
    expect(JSON.parse(bundle.files[name]!)).toEqual(of2027);
  });
});
