import { gunzipSync } from 'node:zlib';
import { beforeAll, expect, it } from 'vitest';
import type { Bundle } from '../../published/index.ts';
import { eachDatabase, onDatabase } from '../testing/each-database.ts';
import { announceSomething, matterDeskOfToday, type MatterDesk } from '../testing/matter-desk.ts';
import { createServedBundles } from './served-bundles.ts';

const TIMESTAMP = 'metadata/timestamp.json';

async function publishSomething(desk: MatterDesk): Promise<void> {
  await announceSomething(desk);
  expect(await desk.services.publisher.drain()).toMatchObject({ kind: 'published' });
}

eachDatabase('the bundle that terminals fetch', (engine) => {
  let desk: MatterDesk;
  beforeAll(async () => {
    desk = await matterDeskOfToday(engine);
  });

  const fetched = async (have: number): Promise<Bundle> => {
    const answer = await desk.ask('GET', `/v1/published/bundle?have=${have}`);
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
    return answer.json();
  };

  it('is none before the centre was founded, and there is one right afterwards', async () => {
    expect((await desk.ask('GET', '/v1/published/bundle?have=0')).statusCode).toBe(404);
    await desk.services.publisher.found();
    expect(await fetched(0)).toMatchObject({ files: { [TIMESTAMP]: expect.any(String) as string } });
  });

  it('is the new one after a publication, and the timestamp alone for who has that', async () => {
    const { version: old } = await fetched(0);
    expect(Object.keys((await fetched(old)).files)).toEqual([TIMESTAMP]);
    await publishSomething(desk);
    const bundle = await fetched(old);
    expect(bundle.version).toBe(old + 1);
    expect(Object.keys(bundle.files).some((path) => path.endsWith('.catalogue.json'))).toBe(true);
    expect(Object.keys((await fetched(old + 1)).files)).toEqual([TIMESTAMP]);
  });

  it('comes compressed to who takes it so, and is the same', async () => {
    const at = '/v1/published/bundle?have=0';
    const [plain, packed] = await Promise.all([
      desk.ask('GET', at, undefined, { 'accept-encoding': 'identity' }),
      desk.ask('GET', at, undefined, { 'accept-encoding': 'br, gzip, deflate' }),
    ]);
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(packed.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'accept-encoding' });
    expect(packed.rawPayload.length).toBeLessThan(plain.rawPayload.length / 2);
    expect(gunzipSync(packed.rawPayload).equals(plain.rawPayload)).toBe(true);
  });

  it('is read from the database once for many who ask, and again after one more publication', async () => {
    const { version } = await fetched(0);
    const served = createServedBundles(desk.database);
    const first = await served(version);
    expect(first).not.toBeNull();
    for (const each of await Promise.all([served(version), served(version)])) expect(each).toBe(first);
    await publishSomething(desk);
    expect(JSON.parse(String((await served(version))?.json))).toMatchObject({ version: version + 1 });
  });
});

onDatabase('PostgreSQL', (engine) => {
  it('what one process publishes is what the other serves next, though it kept the old one', async () => {
    const source = await engine.place();
    const [one, other] = [await engine.open(source), await engine.open(source)];
    const desk = await matterDeskOfToday({ ...engine, open: async () => one });
    await desk.services.publisher.found();
    const served = createServedBundles(other);
    const old = JSON.parse(String((await served(0))?.json)) as Bundle;
    await publishSomething(desk);
    expect(JSON.parse(String((await served(old.version))?.json))).toMatchObject({ version: old.version + 1 });
    expect(JSON.parse(String((await served(0))?.json))).toMatchObject({ version: old.version + 1 });
  });
});
