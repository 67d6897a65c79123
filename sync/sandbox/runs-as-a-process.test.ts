import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openSync } from '../client/sync.ts';
import { shortDelays, temporaryFolder, terminal } from '../testing/line.ts';
import { citizen, inputOf, writeTestCatalogue } from '../testing/test-matters.ts';
import type { PlatformPublicKeys } from './index.ts';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));

async function startProcess(folder: string) {
  const options = {
    port: 0,
    dataFolder: join(folder, 'platform'),
    catalogueFolder: join(folder, 'catalogue'),
  };
  const child = fork(MAIN, [JSON.stringify(options)], { execArgv: [] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [message] = (await once(child, 'message')) as [
    { ready: true; url: string; keys: PlatformPublicKeys },
  ];
  return { child, ...message };
}

describe('the sandbox as a process', () => {
  it('tells address and keys, takes faults by HTTP, shows nothing personal, keeps its keys and ends cleanly', async () => {
    const folder = temporaryFolder();
    writeTestCatalogue(join(folder, 'catalogue'));
    const { child, ready, url, keys } = await startProcess(folder);
    expect(ready).toBe(true);
    expect(JSON.stringify(keys)).not.toContain('"d"');
    const order = (body: unknown): Promise<Response> =>
      fetch(`${url}/sandbox/faults`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    expect((await order({ action: 'next', operation: 'nonsense', kind: 'reset' })).status).toBe(400);
    const fault = { action: 'next', operation: 'submitApplyInfo', kind: 'drop-reply-after-commit' };
    expect((await order(fault)).status).toBe(200);
    const sync = await openSync({
      ...{ dataFolder: join(folder, 'terminal'), terminal, delays: shortDelays, log: () => undefined },
      platform: { url, ...keys },
    });
    onTestFinished(() => sync.close());
    const id = randomUUID();
    await sync.submit(inputOf(id));
    const record = await sync.waitForOutcome(id, 5000);
    expect(record.state).toBe('accepted');
    const shown = await (await fetch(`${url}/sandbox/applications`)).text();
    expect(JSON.parse(shown)).toMatchObject([{ applyNo: record.applyNo, idempotencyKey: id, submits: 2 }]);
    expect(shown).not.toContain(citizen.idNumber);

    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
    const second = await startProcess(folder);
    expect(second.keys).toEqual(keys);
    expect(await (await fetch(`${second.url}/sandbox/applications`)).json()).toHaveLength(1);
    // The parent goes away: so does the sandbox.
    second.child.disconnect();
    expect(await once(second.child, 'exit')).toEqual([0, null]);
  });
});
