import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { LEDGER_VERSION } from '../sandbox/ledger-tables.ts';
import { startLine, untilChange } from '../testing/line.ts';
import { citizen, inputOf } from '../testing/test-matters.ts';
import { defaultDelays } from './retry.ts';

describe('the platform is away and comes back', () => {
  it('keeps what was submitted meanwhile and has it accepted within 10 s of the return, with the real delays', async () => {
    const { sync, sandbox, reopen, restartPlatform } = await startLine();
    await sync.close();
    await sandbox.close();
    const real = await reopen({ delays: defaultDelays });
    const ids = Array.from({ length: 6 }, () => randomUUID());
    for (const id of ids) await real.submit(inputOf(id));
    expect(real).toMatchObject({ network: 'offline', heldCount: 6 });
    const back = await restartPlatform();
    const begun = performance.now();
    const records = await Promise.all(ids.map((id) => real.waitForOutcome(id, 10_000)));
    expect(records.map((record) => record.state)).toEqual(ids.map(() => 'accepted'));
    expect(performance.now() - begun).toBeLessThan(10_000);
    expect(real).toMatchObject({ network: 'online', heldCount: 0 });
    expect(back.applications().map((application) => application.submits)).toEqual(ids.map(() => 1));
  });

  it('says offline and online by what happens to requests, also with nothing to send', async () => {
    const { sync, sandbox, restartPlatform } = await startLine();
    await untilChange(sync, () => sync.network === 'online');
    await sandbox.close();
    await untilChange(sync, () => sync.network === 'offline');
    await restartPlatform();
    await untilChange(sync, () => sync.network === 'online');
    expect(sync.heldCount).toBe(0);
  });

  it('a platform that lost what it had is given it again under the same key', async () => {
    const { sync, sandbox, platformFolder, restartPlatform } = await startLine();
    sandbox.faults.failRepeatedly('submitApplyInfo', 'reset');
    const id = randomUUID();
    await sync.submit(inputOf(id));
    await expect.poll(() => sandbox.faults.taken, { interval: 5 }).toBeGreaterThan(0);
    await sandbox.close();
    const ledger = new Database(join(platformFolder, `sandbox-${LEDGER_VERSION}.db`));
    ledger.exec('delete from chunks; delete from uploads; delete from applications');
    ledger.close();
    const restored = await restartPlatform();
    const record = await sync.waitForOutcome(id, 5000);
    expect(record.state).toBe('accepted');
    expect(restored.applications()).toMatchObject([
      { applyNo: record.applyNo, idempotencyKey: id, submits: 1 },
    ]);
  });

  it('a platform that has not the key to read it gets it again when it has', async () => {
    const { sync, sandbox, reopen, catalogueFolder } = await startLine();
    await sync.close();
    const { sandbox: stranger } = await startLine({ dataFolder: null, catalogueFolder });
    const misled = await reopen({ platform: { ...sandbox.keys, url: stranger.url } });
    const card = await misled.cardKey(citizen);
    const id = randomUUID();
    await misled.submit(inputOf(id, { card }));
    await untilChange(misled, () => misled.submissionsOf(card)[0]?.state === 'held');
    expect(misled.submissionsOf(card)[0]?.problem?.code).toBe('ENVELOPE_UNREADABLE');
    await misled.close();
    const again = await reopen();
    expect((await again.waitForOutcome(id, 5000)).state).toBe('accepted');
  });

  it.each([
    ['a log-in portal answers 200 with a page', 200],
    ['a proxy answers 403 with a page', 403],
  ])('%s: that is no platform, nothing is refused by it', async (_what, status) => {
    const { sync, sandbox, reopen } = await startLine();
    await sync.close();
    const portal = createServer((_request, response) => {
      response.writeHead(status, { 'content-type': 'text/html' }).end('<html>please log in</html>');
    });
    await new Promise<void>((resolve) => portal.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void portal.close());
    const url = `http://127.0.0.1:${(portal.address() as AddressInfo).port}`;
    const behindPortal = await reopen({ platform: { url, ...sandbox.keys } });
    const id = randomUUID();
    await behindPortal.submit(inputOf(id));
    expect(await behindPortal.waitForOutcome(id, 300)).toMatchObject({ state: 'sealed', problem: null });
    expect(behindPortal.network).toBe('offline');
    await behindPortal.close();
    const direct = await reopen();
    expect((await direct.waitForOutcome(id, 5000)).state).toBe('accepted');
  });
});
