import { expect, it } from 'vitest';
import { eachDatabase } from '../testing/each-database.ts';
import { followerOf } from '../testing/follower.ts';
import { announceSomething, matterDeskOfToday } from '../testing/matter-desk.ts';
import { enrolled } from '../terminals/test-support.ts';

eachDatabase('a centre whose publication is that of a backup', (engine) => {
  it('is told of by terminals that have more, and is taken again once it is signed above them', async () => {
    const desk = await matterDeskOfToday(engine);
    const { publisher, terminals, audit } = desk.services;
    const { root } = (await publisher.found())!;
    const terminal = await enrolled(desk);
    const follower = followerOf(desk, root);
    const state = async () =>
      (await desk.officers['data-centre'].ask('GET', '/v1/publication')).json<{
        version: number;
        terminalsHave: number | null;
      }>();
    expect(await state()).toMatchObject({ terminalsHave: null });

    const { sql } = desk.database;
    const backup = await sql.selectFrom('published_files').selectAll().execute();
    for (const _ of [1, 2]) {
      await announceSomething(desk);
      expect(await publisher.drain()).toMatchObject({ kind: 'published' });
    }
    await follower.refresh();
    const newest = follower.current()!.version;
    await sql.deleteFrom('published_files').execute();
    await sql.insertInto('published_files').values(backup).execute();

    expect(await follower.refresh()).toMatchObject({ kind: 'refused', reason: 'older' });
    await terminal.beat({ published: newest });
    const told = await state();
    expect(told.terminalsHave).toBe(newest);
    expect(told.version).toBeLessThan(newest);

    expect(await publisher.overtake((await terminals.reader.newestPublished())!)).toMatchObject({
      kind: 'published',
    });
    expect(await follower.refresh()).toMatchObject({ kind: 'updated' });
    const after = await state();
    expect(after.version).toBeGreaterThan(newest);
    expect(await audit.list({ limit: 50, subject: `publication/${newest}` })).toMatchObject([
      { action: 'publication.restored', role: 'operator' },
    ]);
  });

  it('believes no terminal that was revoked', async () => {
    const desk = await matterDeskOfToday(engine);
    const terminal = await enrolled(desk);
    const { reader } = desk.services.terminals;
    await terminal.beat({ published: 57 });
    expect(await reader.newestPublished()).toBe(57);
    await desk.database.sql.updateTable('terminals').set({ standing: 'revoked' }).execute();
    expect(await reader.newestPublished()).toBeNull();
  });
});
