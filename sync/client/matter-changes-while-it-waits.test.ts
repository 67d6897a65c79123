import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { startLine, untilChange } from '../testing/line.ts';
import { citizen, inputOf, promisedMatter } from '../testing/test-matters.ts';

const { handleItem } = promisedMatter;

describe('a matter changes while a submission waits', () => {
  it('suspended: its state is asked for, the submission is not sent again until it is resumed', async () => {
    const { sync, sandbox } = await startLine();
    sandbox.suspend(handleItem);
    const id = randomUUID();
    const card = await sync.cardKey(citizen);
    await sync.submit(inputOf(id, { card }));
    await untilChange(sync, () => sync.submissionsOf(card)[0]?.state === 'held');
    expect(sync.state.suspendedMatters).toEqual([handleItem]);
    const count = (operation: string) =>
      sandbox.traffic.latest.filter((each) => each.operation === operation).length;
    await expect.poll(() => count('getCatalogue'), { interval: 10 }).toBeGreaterThan(2);
    expect(count('getApplyNo')).toBe(1);
    sandbox.resume(handleItem);
    expect(await sync.waitForOutcome(id, 5000)).toMatchObject({ state: 'accepted', problem: null });
    expect(sync.state.suspendedMatters).toEqual([]);
  });

  it('ended: the citizen is told so, in the platform’s words', async () => {
    const { sync, sandbox } = await startLine();
    sandbox.suspend(handleItem);
    const id = randomUUID();
    const card = await sync.cardKey(citizen);
    await sync.submit(inputOf(id, { card }));
    await untilChange(sync, () => sync.submissionsOf(card)[0]?.state === 'held');
    sandbox.order({ verb: 'terminate-matter', handleItem, notice: { zh: '该事项已取消' } });
    expect(await sync.waitForOutcome(id, 5000)).toMatchObject({
      state: 'needs-citizen',
      need: { what: 'matter-ended', words: { zh: '该事项已取消' } },
    });
  });

  it('other words alone: goes on by itself under the new version, also after it was saved under the old one', async () => {
    const { sync, sandbox } = await startLine();
    sandbox.faults.failRepeatedly('submitApplyInfo', 'error-500');
    const id = randomUUID();
    await sync.submit(inputOf(id));
    await expect.poll(() => sandbox.faults.taken, { interval: 5 }).toBeGreaterThan(0);
    const version = sandbox.order({ verb: 'publish-version', handleItem, change: 'text' });
    sandbox.faults.clear();
    expect(await sync.waitForOutcome(id, 5000)).toMatchObject({ state: 'accepted', matter: promisedMatter });
    expect(sandbox.applications()).toMatchObject([{ version, submits: 1 }]);
  });

  it('a new material: never filled in silently; the citizen adds it, and it takes the place of the first one', async () => {
    const { sync, sandbox } = await startLine();
    const version = sandbox.order({ verb: 'publish-version', handleItem, change: 'new-material' }) ?? '';
    const id = randomUUID();
    const card = await sync.cardKey(citizen);
    const first = await sync.submit(inputOf(id, { card }));
    expect(await sync.waitForOutcome(id, 5000)).toMatchObject({
      state: 'needs-citizen',
      problem: { code: 'VERSION_STALE' },
      need: { what: 'matter-changed', parts: [{ kind: 'material', name: `NEW-${version}` }] },
    });
    const reopened = await sync.reopen(card, id);
    expect(reopened?.given?.form).toEqual(inputOf(id).form);
    const bytes = Buffer.from('the new paper');
    const paper = { code: `NEW-${version}`, stuffType: 0 as const, mediaType: 'image/png', bytes };
    const corrected = await sync.correct({
      ...inputOf(randomUUID(), { card, matter: { ...promisedMatter, version } }),
      materials: [...(reopened?.materials ?? []), paper],
      corrects: id,
    });
    expect(corrected?.tempNo).toBe(first.tempNo);
    expect(await sync.waitForOutcome(corrected?.id ?? '', 5000)).toMatchObject({ state: 'accepted' });
    // One case, one record: the card shows what took the place of the first one.
    expect(sync.submissionsOf(card).map((record) => record.id)).toEqual([corrected?.id]);
    expect(sandbox.applications().filter(({ receivedAt }) => receivedAt !== null)).toHaveLength(1);
    expect(await sync.reopen(card, id)).toBeNull();
  });
});
