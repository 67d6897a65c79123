import { beforeEach, describe, expect, it } from 'vitest';
import {
  addSignatures,
  makePrivateKey,
  onlineRoles,
  publicPemOf,
  rootFacts,
  signerWith,
  type Follower,
} from '../../published/index.ts';
import { eachDatabase } from '../testing/each-database.ts';
import { followerOf } from '../testing/follower.ts';
import { announceSomething, matterDeskOfToday, type MatterDesk } from '../testing/matter-desk.ts';

const nothingNew = { newOnlineKeys: false, holders: new Map<string, string>() };

eachDatabase('the root of the publication', (engine) => {
  let desk: MatterDesk;
  /** Private keys of the three holders. */
  let holders: readonly string[];
  let root: Buffer;
  let terminal: Follower;

  beforeEach(async () => {
    desk = await matterDeskOfToday(engine);
    const founded = (await desk.services.publisher.found())!;
    await desk.services.publisher.rootKeysHandedOver();
    holders = founded.rootKeys;
    ({ root } = founded);
    terminal = followerOf(desk, root);
    expect(await terminal.refresh()).toMatchObject({ kind: 'updated' });
  });

  const publisher = () => desk.services.publisher;
  const signedBy = (next: Uint8Array, keys: readonly string[]) => addSignatures(next, keys.map(signerWith));
  const announced = () => terminal.current()?.catalogue.announcements.length;

  it('is renewed for a year with the keys that there are, and terminals follow', async () => {
    const next = (await publisher().nextRoot(nothingNew))!;
    expect({ ...rootFacts(next), expires: null, version: 1 }).toEqual({
      ...{ ...rootFacts(root), expires: null, version: 1, signedBy: [] },
    });
    const adopted = await publisher().adoptRoot(await signedBy(next, holders.slice(1)));
    expect(adopted).toMatchObject({ kind: 'published' });
    expect(rootFacts((await publisher().root())!).version).toBe(2);
    await announceSomething(desk);
    expect(await publisher().drain()).toMatchObject({ kind: 'published' });
    expect(await terminal.refresh()).toMatchObject({ kind: 'updated' });
    expect(announced()).toBe(1);
  });

  it('that too few have signed is not adopted; publishing goes on', async () => {
    const next = (await publisher().nextRoot(nothingNew))!;
    const refused = await publisher().adoptRoot(await signedBy(next, holders.slice(0, 1)));
    expect(refused).toMatchObject({ kind: 'refused', reason: 'wrong-keys' });
    await announceSomething(desk);
    expect(await publisher().drain()).toMatchObject({ kind: 'published' });
    expect(await terminal.refresh()).toMatchObject({ kind: 'updated' });
  });

  describe('with new keys of the centre', () => {
    it('until it is adopted the old ones sign, from then on the new ones alone', async () => {
      const next = (await publisher().nextRoot({ ...nothingNew, newOnlineKeys: true }))!;
      const [before, after] = [rootFacts(root).keys, rootFacts(next).keys];
      for (const role of onlineRoles) expect(after[role]).not.toEqual(before[role]);
      expect(after.root).toEqual(before.root);

      await announceSomething(desk);
      expect(await publisher().drain()).toMatchObject({ kind: 'published' });
      expect(await terminal.refresh()).toMatchObject({ kind: 'updated' });

      const adopted = await publisher().adoptRoot(await signedBy(next, holders.slice(0, 2)));
      expect(adopted).toMatchObject({ kind: 'published' });
      await announceSomething(desk);
      expect(await publisher().drain()).toMatchObject({ kind: 'published' });
      expect(await terminal.refresh()).toMatchObject({ kind: 'updated' });
      expect(announced()).toBe(2);
      // Also a terminal that comes with the very first root, and one that comes with the newest.
      for (const given of [root, (await publisher().root())!])
        expect(await followerOf(desk, given).refresh()).toMatchObject({ kind: 'updated' });
    });

    it('while something is published both come into force, whichever is first', async () => {
      const next = (await publisher().nextRoot({ ...nothingNew, newOnlineKeys: true }))!;
      const signed = await signedBy(next, holders);
      await announceSomething(desk);
      expect(await Promise.all([publisher().drain(), publisher().adoptRoot(signed)])).toMatchObject([
        { kind: 'published' },
        { kind: 'published' },
      ]);
      expect(await publisher().state()).toMatchObject({ waiting: false, failure: null });
      expect(await terminal.refresh()).toMatchObject({ kind: 'updated' });
      expect(announced()).toBe(1);
    });

    it('of which a second one was composed is not adopted: its keys are not kept', async () => {
      const wanted = { ...nothingNew, newOnlineKeys: true };
      const first = await signedBy((await publisher().nextRoot(wanted))!, holders);
      const second = await signedBy((await publisher().nextRoot(wanted))!, holders);
      expect(await publisher().adoptRoot(first)).toMatchObject({ kind: 'refused', reason: 'wrong-keys' });
      expect(await publisher().adoptRoot(second)).toMatchObject({ kind: 'published' });
    });
  });

  it('takes a new holder in the place of one whose key is lost, and then the lost key signs nothing', async () => {
    const [lost = '', ...others] = holders;
    const fresh = makePrivateKey();
    const replaced = new Map([[signerWith(lost).key.keyID, publicPemOf(fresh)]]);
    const next = (await publisher().nextRoot({ ...nothingNew, holders: replaced }))!;
    expect(await publisher().adoptRoot(await signedBy(next, others))).toMatchObject({ kind: 'published' });

    const third = (await publisher().nextRoot(nothingNew))!;
    expect(await publisher().adoptRoot(await signedBy(third, [lost, others[0]!]))).toMatchObject({
      kind: 'refused',
    });
    expect(await publisher().adoptRoot(await signedBy(third, [fresh, others[0]!]))).toMatchObject({
      kind: 'published',
    });
    expect(await terminal.refresh()).toMatchObject({ kind: 'updated' });
  });

  it('that is adopted stands in the audit with its keys, once', async () => {
    const next = await signedBy((await publisher().nextRoot(nothingNew))!, holders);
    await publisher().adoptRoot(next);
    expect(await publisher().adoptRoot(next)).toMatchObject({ kind: 'refused' });
    const noted = await desk.services.audit.list({ limit: 50, subject: 'root/2' });
    expect(noted).toMatchObject([
      { action: 'publication.root', role: 'operator', details: rootFacts(next).keys },
    ]);
  });
});
