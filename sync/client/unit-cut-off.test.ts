import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../sandbox/index.ts';
import { startLine, untilChange } from '../testing/line.ts';
import { citizen, inputOf, promisedMatter } from '../testing/test-matters.ts';

const OTHER_UNIT = '310000999000RS0000';

/** A matter of a second unit. */
function publishMatterOfOtherUnit(sandbox: Sandbox, catalogueFolder: string): typeof promisedMatter {
  const document = JSON.parse(readFileSync(join(catalogueFolder, 'promised.json'), 'utf8')) as {
    handleItem: string;
    unit: { code: string };
  };
  const handleItem = OTHER_UNIT + document.handleItem.slice(OTHER_UNIT.length);
  const unit = { ...document.unit, code: OTHER_UNIT };
  const implementationCode = handleItem.slice(0, 31);
  const published = { ...document, handleItem, implementationCode, unit };
  sandbox.order({ verb: 'publish-document', document: published });
  return { ...promisedMatter, handleItem, unitCode: OTHER_UNIT };
}

const submissionSteps = ['getApplyNo', 'saveApplyInfo', 'uploadApplyStuff', 'putChunk', 'submitApplyInfo'];

describe('a unit is cut off (art. 24)', () => {
  it('at this terminal alone: the centre says so, the platform hears nothing of it, and it drains when it is back', async () => {
    const { sync, sandbox } = await startLine();
    const card = await sync.cardKey(citizen);
    const notice = { zh: '测试', en: 'TEST' };
    sync.cutOffHere([{ unitCode: promisedMatter.unitCode, notice }]);
    const ids = [randomUUID(), randomUUID()];
    for (const id of ids) await sync.submit(inputOf(id, { card }));
    await untilChange(sync, () => sync.submissionsOf(card).every(({ state }) => state === 'held'));
    expect(sync.state.cutOffUnits).toEqual([{ unitCode: promisedMatter.unitCode, notice }]);
    expect(sandbox.applications()).toEqual([]);
    sync.cutOffHere([]);
    for (const id of ids)
      expect(await sync.waitForOutcome(id, 5000)).toMatchObject({ state: 'accepted', problem: null });
    expect(sync.state.cutOffUnits).toEqual([]);
    expect(sandbox.applications()).toHaveLength(2);
  });

  it('nothing is sent for it, not even a probe; others go on; it drains in order when it is back', async () => {
    const { sync, sandbox, catalogueFolder, logged } = await startLine();
    const other = publishMatterOfOtherUnit(sandbox, catalogueFolder);
    const card = await sync.cardKey(citizen);
    sandbox.order({ verb: 'cut-off-unit', unitCode: OTHER_UNIT });
    const [first, second, third] = [randomUUID(), randomUUID(), randomUUID()];
    await sync.submit(inputOf(first, { card, matter: other }));
    await untilChange(
      sync,
      () => sync.state.cutOffUnits[0]?.notice !== null && sync.submissionsOf(card)[0]?.state === 'held',
    );
    expect(sync.state.cutOffUnits).toMatchObject([
      { unitCode: OTHER_UNIT, notice: { zh: expect.any(String) } },
    ]);

    const before = sandbox.traffic.total;
    await sync.submit(inputOf(second, { card, matter: other }));
    await sync.submit(inputOf(third, { card, matter: other }));
    const unaffected = randomUUID();
    await sync.submit(inputOf(unaffected, { matter: promisedMatter }));
    expect(await sync.waitForOutcome(unaffected, 5000)).toMatchObject({ state: 'accepted' });
    const polls = () =>
      sandbox.traffic.latest.filter(({ operation }) => operation === 'getUnitConnection').length;
    const polled = polls();
    await expect.poll(polls, { interval: 10 }).toBeGreaterThan(polled + 1);
    // Of all that was sent since, the submission of the other unit alone made steps.
    const steps = sandbox.traffic.latest
      .slice(before - sandbox.traffic.total)
      .filter(({ operation }) => submissionSteps.includes(operation));
    expect(steps.filter(({ status }) => status >= 400)).toEqual([]);
    expect(sync.submissionsOf(card).map(({ state }) => state)).toEqual(['held', 'held', 'held']);

    sandbox.order({ verb: 'connect-unit', unitCode: OTHER_UNIT });
    for (const id of [first, second, third]) {
      expect(await sync.waitForOutcome(id, 5000)).toMatchObject({ state: 'accepted', problem: null });
    }
    expect(sync.state.cutOffUnits).toEqual([]);
    expect(sandbox.applications().filter(({ unitCode }) => unitCode === OTHER_UNIT)).toHaveLength(3);
    const numbered = logged
      .filter((line) => line.includes('"submission-accepted"'))
      .map((line) => line.slice(0, 80));
    expect(numbered).toHaveLength(4);
  });

  it('is still known after a restart, from what is stored', async () => {
    const { sync, sandbox, reopen } = await startLine();
    sandbox.order({ verb: 'cut-off-unit', unitCode: promisedMatter.unitCode });
    const id = randomUUID();
    await sync.submit(inputOf(id));
    await untilChange(sync, () => sync.state.cutOffUnits.length === 1);
    await expect.poll(() => sync.heldCount).toBe(1);
    await sync.close();
    const before = sandbox.traffic.total;
    const again = await reopen();
    await expect
      .poll(() =>
        sandbox.traffic.latest.slice(before - sandbox.traffic.total).map(({ operation }) => operation),
      )
      .toContain('getUnitConnection');
    const since = sandbox.traffic.latest.slice(before - sandbox.traffic.total);
    expect(since.map(({ operation }) => operation)).not.toContain('getApplyNo');
    sandbox.order({ verb: 'connect-unit', unitCode: promisedMatter.unitCode });
    expect((await again.waitForOutcome(id, 5000)).state).toBe('accepted');
  });
});
