import { describe, expect, it } from 'vitest';
import { eachDatabase } from '../testing/each-database.ts';
import { matterDesks, notice, testDocument, words, type MatterDesk } from '../testing/matter-desk.ts';
import { testCentre } from '../testing/test-centre.ts';

const DAY_MS = 86_400_000;
const yes = { approve: true, words: 'TEST' };
const no = { approve: false, words: 'TEST' };

/** A request that waits for the reform department. */
async function atTheReform(desk: MatterDesk): Promise<string> {
  const requestId = await desk.apply('open', testDocument({ sunkDown: false }));
  return `/v1/matter-requests/${requestId}`;
}

async function step(desk: MatterDesk, at: string): Promise<unknown> {
  return (await desk.officers.auditor.ask('GET', at)).json<{ step: string }>().step;
}

eachDatabase('an officer decides', (engine) => {
  const newDesk = matterDesks(engine);

  it('on what was there before: told to look again, and nothing is decided', async () => {
    const desk = await newDesk();
    const at = await atTheReform(desk);
    const seen = (await desk.revision()) - 1;
    const stale = await desk.officers.reform.ask('POST', `${at}/sg-review`, { ...yes, revision: seen });
    expect([stale.statusCode, stale.json().code]).toEqual([409, 'STALE']);
    expect(await step(desk, at)).toBe('SG_REVIEW');
  });

  it('twice: the second one is refused, and the first one stands', async () => {
    const desk = await newDesk();
    const at = await atTheReform(desk);
    await desk.does('reform', `${at}/sg-review`, yes);
    const again = await desk.post('reform', `${at}/sg-review`, no);
    expect([again.statusCode, again.json()]).toMatchObject([409, { code: 'WRONG_STEP' }]);
    expect(await step(desk, at)).not.toBe('REJECTED');
  });

  it('as another one does at another server: exactly one of them has decided', async () => {
    const desk = await newDesk();
    const other = await testCentre(engine, desk.database);
    const colleague = await other.as('reform');
    for (let round = 0; round < 5; round++) {
      const each = await newDesk();
      const at = await atTheReform(each);
      const revision = await each.revision();
      const answers = await Promise.all([
        each.officers.reform.ask('POST', `${at}/sg-review`, { ...yes, revision }),
        colleague.ask('POST', `${at}/sg-review`, { ...no, revision }),
      ]);
      const codes = answers.map(({ statusCode }) => statusCode);
      expect(codes.toSorted()).toEqual([200, 409]);
      expect((await step(each, at)) === 'REJECTED').toBe(codes[1] === 200);
    }
    expect(await desk.services.audit.verify()).toMatchObject({ ok: true });
  });

  it('after the two working days: silence has approved nothing, it was overdue, and it counts all the same', async () => {
    const desk = await newDesk();
    const at = await atTheReform(desk);
    desk.forward(30 * DAY_MS);
    // The sessions of that day have run out.
    const reform = await desk.as('reform');
    const seen = async () => (await reform.ask('GET', at)).json<{ step: string }>().step;
    expect(await seen()).toBe('SG_REVIEW');
    expect((await reform.ask('GET', `/v1/matters/${desk.handleItem}`)).json()).toMatchObject({
      status: 'DRAFT',
    });
    const { tasks } = (await reform.ask('GET', '/v1/tasks')).json<{
      tasks: { handleItem: string; revision: number }[];
    }>();
    const task = tasks.find(({ handleItem }) => handleItem === desk.handleItem);
    expect(task).toMatchObject({ limit: { length: 2, from: 'rule', overdue: true } });
    const decided = await reform.ask('POST', `${at}/sg-review`, { ...yes, revision: task?.revision });
    expect(decided.statusCode).toBe(200);
    expect(await seen()).not.toBe('SG_REVIEW');
  });
});

eachDatabase('a unit', (engine) => {
  const newDesk = matterDesks(engine);
  async function openMatter(): Promise<MatterDesk> {
    const desk = await newDesk();
    await desk.passThrough(await desk.apply('open', testDocument({ sunkDown: false })));
    return desk;
  }

  it('files maintenance too late: told from when it may be, and then it may', async () => {
    const desk = await openMatter();
    const window = (start: Date) => ({
      ...{ handleItem: desk.handleItem, reason: words, start: start.toISOString() },
      end: new Date(start.getTime() + DAY_MS / 24).toISOString(),
    });
    const soon = await desk.post(
      'unit-technical',
      '/v1/maintenance-windows',
      window(new Date(desk.now().getTime() + DAY_MS)),
    );
    const refusal = soon.json<{ code: string; earliestStart: string }>();
    expect([soon.statusCode, refusal.code]).toEqual([422, 'NOTICE_TOO_SHORT']);
    const earliest = new Date(refusal.earliestStart);
    const tooEarly = window(new Date(earliest.getTime() - 1));
    expect((await desk.post('unit-technical', '/v1/maintenance-windows', tooEarly)).statusCode).toBe(422);
    await desk.does('unit-technical', '/v1/maintenance-windows', window(earliest));
  });

  describe('suspends in an emergency', () => {
    const announced = (until: Date) => ({
      ...{ notice, announcement: { title: words, text: words, until: until.toISOString() } },
    });
    async function announcementsOf(desk: MatterDesk): Promise<unknown[]> {
      const { announcements } = (await desk.officers.auditor.ask('GET', '/v1/announcements')).json<{
        announcements: { handleItem: string | null }[];
      }>();
      return announcements.filter(({ handleItem }) => handleItem === desk.handleItem);
    }
    const reports = async (desk: MatterDesk): Promise<unknown[]> =>
      (
        await Promise.all(
          (['unit-business', 'unit-technical', 'data-centre'] as const).map(async (role) => {
            const { tasks } = (await desk.officers[role].ask('GET', '/v1/tasks')).json<{
              tasks: { kind: string; handleItem: string }[];
            }>();
            return tasks.filter(
              ({ kind, handleItem }) => kind === 'emergency-report' && handleItem === desk.handleItem,
            );
          }),
        )
      ).flat();

    it('and status, announcement and filing are there together', async () => {
      const desk = await openMatter();
      const until = new Date(desk.now().getTime() + DAY_MS);
      await desk.does('unit-business', '/v1/emergency-suspensions', {
        ...{ handleItem: desk.handleItem, ...announced(until) },
      });
      expect(await desk.status()).toMatchObject({ status: 'SUSPENDED' });
      expect(await announcementsOf(desk)).toHaveLength(1);
      expect(await reports(desk)).not.toEqual([]);
    });

    it('until a time that is over: none of the three is there', async () => {
      const desk = await openMatter();
      const answer = await desk.post('unit-business', '/v1/emergency-suspensions', {
        ...{ handleItem: desk.handleItem, ...announced(new Date(desk.now().getTime() - DAY_MS)) },
      });
      expect([answer.statusCode, answer.json().code]).toEqual([422, 'TIME_INVALID']);
      expect(await desk.status()).toMatchObject({ status: 'OPEN' });
      expect(await announcementsOf(desk)).toEqual([]);
      expect(await reports(desk)).toEqual([]);
    });
  });
});
