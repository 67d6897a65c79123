import { randomUUID } from 'node:crypto';
import { describe, expect, it, onTestFinished } from 'vitest';
import { suiteNames, type SuiteName } from '../contract/index.ts';
import { startSandbox } from '../sandbox/index.ts';
import { startLine } from '../testing/line.ts';
import { newPrivateKey, publicHalf } from '../testing/suite-keys.ts';
import { citizen, inputOf, scanBytes } from '../testing/test-matters.ts';

const other: Readonly<Record<SuiteName, SuiteName>> = { jose: 'shangmi', shangmi: 'jose' };
const materials = [{ code: 'CARD-01', stuffType: 0 as const, mediaType: 'image/png', bytes: scanBytes }];
const form = { name: citizen.name, idNumber: citizen.idNumber, phone: citizen.phone };

describe.each(suiteNames)('a platform that asks for the suite %s', (suite) => {
  it('accepts a form with a scan, from sealing to the signed receipt', async () => {
    const { sync, sandbox, logged } = await startLine({ suite });
    const { crv } = sandbox.keys.encryptionKey;
    expect(crv).toBe(suite === 'jose' ? 'P-256' : 'SM2');
    expect(sync.suite).toEqual({ name: suite, hardware: false });
    expect(logged[0]).toBe(JSON.stringify({ event: 'sync-opened', unsent: 0, suite, hardware: false }));
    const id = randomUUID();
    await sync.submit(inputOf(id, { card: await sync.cardKey(citizen), materials }));
    expect(await sync.waitForOutcome(id, 10_000)).toMatchObject({ state: 'accepted', problem: null });
    expect(sandbox.applications()).toMatchObject([{ idempotencyKey: id, form }]);
  });

  it('accepts what was sealed before its suite was changed, and what is sealed after', async () => {
    const { sync, sandbox, reopen, platformFolder, catalogueFolder } = await startLine({
      suite: other[suite],
    });
    sandbox.faults.failRepeatedly('any', 'reset');
    const card = await sync.cardKey(citizen);
    const [before, after] = [randomUUID(), randomUUID()];
    await sync.submit(inputOf(before, { card, materials }));
    await sync.close();
    await sandbox.close();

    const changed = await startSandbox({ port: 0, dataFolder: platformFolder, catalogueFolder, suite });
    onTestFinished(() => changed.close());
    const again = await reopen({ platform: { url: changed.url, ...changed.keys } });
    expect(again.suite.name).toBe(suite);
    await again.submit(inputOf(after, { card, materials }));
    for (const id of [before, after]) {
      expect(await again.waitForOutcome(id, 10_000)).toMatchObject({ state: 'accepted', problem: null });
    }
    // The same card finds both: its key does not depend on the suite.
    expect(again.submissionsOf(await again.cardKey(citizen))).toHaveLength(2);
    expect(changed.applications().map((application) => application.form)).toEqual([form, form]);
  });

  it('is not opened with a receipt key of the other suite', async () => {
    const { sync, sandbox, reopen } = await startLine({ suite });
    await sync.close();
    const receiptKey = publicHalf(await newPrivateKey(other[suite]));
    const mixed = { url: sandbox.url, ...sandbox.keys, receiptKey };
    await expect(reopen({ platform: mixed })).rejects.toThrow('of two suites');
  });
});
