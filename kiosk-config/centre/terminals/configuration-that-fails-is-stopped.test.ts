import { expect, it } from 'vitest';
import type { HeartbeatAnswer } from '../contract/index.ts';
import { readSettings } from '../../provisioning/signed-settings.ts';
import { eachDatabase } from '../testing/each-database.ts';
import { testCentre, type TestCentre } from '../testing/test-centre.ts';
import { rolloutLimits } from './rings.ts';
import { enrolled, STAFF, type TestTerminal } from './test-support.ts';

const content = (zh: string) => ({ everywhere: { site: { hours: { zh } } }, sites: {}, terminals: {} });

async function fleet(centre: TestCentre) {
  const make = (ring: 'first' | 'early' | 'all') => enrolled(centre, { ring, configuration: 'standard' });
  return [await make('first'), await make('early'), await make('all')] as const;
}

/** What each terminal is told; with `state` it says next what became of it. */
async function told(terminals: readonly TestTerminal[], state?: 'applied' | 'failed') {
  const versions: (number | null)[] = [];
  for (const terminal of terminals) {
    const reply = await terminal.beat();
    const { configuration } = (reply as { value: HeartbeatAnswer }).value;
    versions.push(configuration?.version ?? null);
    if (state && configuration) await terminal.beat({ configuration: { ...configuration, state } });
  }
  return versions;
}

eachDatabase('a configuration', (engine) => {
  it('reaches the next ring when the one before has taken it, and at last all', async () => {
    const centre = await testCentre(engine);
    const { rollouts } = centre.services.terminals;
    const terminals = await fleet(centre);
    const written = await rollouts.write('standard', { basedOn: 0, ...content('周一至周五') }, STAFF);
    expect(await told(terminals)).toEqual([null, null, null]);
    await rollouts.start(written, written.revision, STAFF);
    expect(await told(terminals, 'applied')).toEqual([1, null, null]);
    await rollouts.goOn();
    expect(await told(terminals)).toEqual([1, null, null]);
    for (const reached of [
      [1, 1, null],
      [1, 1, 1],
    ]) {
      centre.forward(rolloutLimits.soakMs);
      await told(terminals, 'applied');
      await rollouts.goOn();
      expect(await told(terminals, 'applied')).toEqual(reached);
    }
    centre.forward(rolloutLimits.soakMs);
    await told(terminals, 'applied');
    await rollouts.goOn();
    expect((await rollouts.newest())[0]?.rollout).toMatchObject({
      state: 'done',
      counts: { applied: 3, failed: 0 },
    });
    // Signed for one terminal, and of no use to another.
    const [one, other] = terminals;
    const signed = await rollouts.settingsOf(one.id);
    const { authority } = one.identity;
    const { everywhere: settings } = content('周一至周五');
    expect(readSettings(signed, one.id, authority)).toMatchObject({ version: 1, settings });
    expect(readSettings(signed, other.id, authority)).toBeNull();
  });

  it('that terminals refuse stops by itself in its ring, and is taken back', async () => {
    const centre = await testCentre(engine);
    const { rollouts } = centre.services.terminals;
    const terminals = await fleet(centre);
    const written = await rollouts.write('standard', { basedOn: 0, ...content('全天') }, STAFF);
    await rollouts.start(written, written.revision, STAFF);
    await told(terminals, 'failed');
    await rollouts.goOn();
    const [stopped] = await rollouts.newest();
    expect(stopped?.rollout).toMatchObject({ state: 'stopped', ring: 'first', counts: { failed: 1 } });
    centre.forward(10 * rolloutLimits.soakMs);
    await rollouts.goOn();
    expect(await told(terminals)).toEqual([1, null, null]);
    // What the officer saw before it stopped is no longer there.
    await expect(rollouts.rollBack(written, written.revision, STAFF)).rejects.toMatchObject({
      code: 'STALE',
    });
    await rollouts.rollBack(written, stopped!.revision, STAFF);
    expect(await told(terminals)).toEqual([null, null, null]);
  });

  it('after which a terminal is not heard of again counts as failed', async () => {
    const centre = await testCentre(engine);
    const { rollouts } = centre.services.terminals;
    const terminals = await fleet(centre);
    const written = await rollouts.write('standard', { basedOn: 0, ...content('上午') }, STAFF);
    await rollouts.start(written, written.revision, STAFF);
    await told([terminals[0]], 'applied');
    centre.forward(rolloutLimits.soakMs);
    await rollouts.goOn();
    expect((await rollouts.newest())[0]?.rollout).toMatchObject({ state: 'stopped', ring: 'first' });
  });

  it('is written on the version that was seen, and one at a time is on its way', async () => {
    const centre = await testCentre(engine);
    const { rollouts } = centre.services.terminals;
    const first = await rollouts.write('standard', { basedOn: 0, ...content('一') }, STAFF);
    await expect(rollouts.write('standard', { basedOn: 0, ...content('二') }, STAFF)).rejects.toMatchObject({
      code: 'STALE',
    });
    const second = await rollouts.write('standard', { basedOn: 1, ...content('二') }, STAFF);
    await rollouts.start(first, first.revision, STAFF);
    await expect(rollouts.start(second, second.revision, STAFF)).rejects.toMatchObject({
      code: 'ROLLOUT_STATE',
    });
  });
});
