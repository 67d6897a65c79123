import { afterAll, beforeAll, expect, it } from 'vitest';
import { cutOffsAt, type CutOff, type Follower } from '../../published/index.ts';
import { SITE_A, UNIT_A } from '../testing/callers.ts';
import { eachDatabase } from '../testing/each-database.ts';
import { followerOf } from '../testing/follower.ts';
import { matterDeskOfToday, notice, testDocument, words, type MatterDesk } from '../testing/matter-desk.ts';

const HOUR_MS = 3_600_000;

eachDatabase('what is decided reaches who follows', (engine) => {
  let desk: MatterDesk;
  let terminal: Follower;
  let rootKeys: readonly string[];

  beforeAll(async () => {
    desk = await matterDeskOfToday(engine);
    const founded = await desk.services.publisher.found();
    if (!founded) throw new Error('the centre was founded before');
    ({ rootKeys } = founded);
    terminal = followerOf(desk, founded.root, afterAll);
  });

  const entry = () =>
    terminal.current()?.catalogue.matters.find(({ handleItem }) => handleItem === desk.handleItem);

  it('answers the same founding until the root keys are handed over, and then none', async () => {
    const { publisher } = desk.services;
    expect((await publisher.found())?.rootKeys).toEqual(rootKeys);
    await publisher.rootKeysHandedOver();
    expect(await publisher.found()).toBeNull();
  });

  it('publishes a matter when the data centre lets it go live, not before', async () => {
    const request = await desk.apply('open', testDocument());
    await desk.services.publisher.drain();
    expect(await terminal.refresh()).toMatchObject({ kind: 'updated' });
    expect(entry()).toBeUndefined();

    await desk.passThrough(request);
    await desk.services.publisher.drain();
    expect(await terminal.refresh()).toMatchObject({ kind: 'updated' });
    expect(entry()).toMatchObject({ status: 'in-force' });
  });

  it('publishes an emergency with its announcement in one version', async () => {
    const until = new Date(desk.now().getTime() + HOUR_MS).toISOString();
    await desk.does('unit-business', '/v1/emergency-suspensions', {
      ...{ handleItem: desk.handleItem, notice },
      announcement: { title: words, text: words, until },
    });
    await desk.services.publisher.drain();
    await terminal.refresh();
    expect(entry()).toMatchObject({ status: 'suspended', suspension: { reason: words } });
    expect(terminal.current()?.catalogue.announcements).toMatchObject([{ title: words }]);
  });

  it('publishes where a unit is cut off: at a site, at a terminal, everywhere; an exercise nowhere', async () => {
    const dataCentre = desk.officers['data-centre'];
    const connection = async () => {
      const answer = await dataCentre.ask('GET', '/v1/connections');
      return answer
        .json<{ connections: { unitCode: string; revision: number }[] }>()
        .connections.find(({ unitCode }) => unitCode === UNIT_A)!;
    };
    const cut = async (scope: object, drill = false): Promise<void> => {
      const { revision } = await connection();
      const body = { unitCode: UNIT_A, revision, scope, drill, reason: '测试', notice: words };
      expect((await dataCentre.ask('POST', '/v1/cut-offs', body)).statusCode).toBe(200);
    };
    const at = async (siteCode: string, id: string): Promise<(CutOff['scope'] | null)[]> => {
      await desk.services.publisher.drain();
      await terminal.refresh();
      const { catalogue } = terminal.current()!;
      return cutOffsAt(catalogue, { siteCode, terminalId: id }, new Date()).map(({ scope }) => scope ?? null);
    };
    await cut({ kind: 'unit' }, true);
    expect(await at(SITE_A, 'TEST-1')).toEqual([]);
    await cut({ kind: 'site', site: SITE_A });
    const site = { kind: 'site', site: SITE_A };
    expect([await at(SITE_A, 'TEST-1'), await at('TEST-ELSEWHERE', 'TEST-1')]).toEqual([[site], []]);
    await cut({ kind: 'terminal', terminal: 'TEST-2' });
    await cut({ kind: 'unit' });
    expect(await at(SITE_A, 'TEST-2')).toEqual([null, site, { kind: 'terminal', terminal: 'TEST-2' }]);
    // What holds for every channel is the one without a place.
    expect(cutOffsAt(terminal.current()!.catalogue, null, new Date())).toHaveLength(1);
  });

  it('publishes once when two processes find the same decision at once', async () => {
    const from = desk.now().toISOString();
    const until = new Date(desk.now().getTime() + HOUR_MS).toISOString();
    const announcement = { title: words, text: words, from, until, severity: 'notice' };
    const answer = await desk.officers.bureau.ask('POST', '/v1/announcements', announcement);
    expect(answer.statusCode).toBe(200);
    const before = terminal.current()!.catalogue.revision;
    await Promise.all([desk.services.publisher.drain(), desk.services.publisher.drain()]);
    await terminal.refresh();
    expect(terminal.current()!.catalogue.revision).toBe(before + 1);
    expect(await desk.services.publisher.state()).toMatchObject({ waiting: false, failure: null });
  });
});
