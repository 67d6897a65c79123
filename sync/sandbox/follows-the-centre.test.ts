import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { makeBundle, type CatalogueEntry } from '@tongban/kiosk-config/published';
import {
  testCentre,
  testMatter,
  type TestCentre,
  type TestMatter,
} from '../../kiosk-config/published/testing/centre.ts';
import { startSandbox, type Sandbox } from './index.ts';

const words = { zh: '测试原因', en: 'a test reason' };
const long = '2026-01-01T00:00:00.000Z';
const ahead = '2026-06-01T00:00:00.000Z';

/** A platform that follows a centre with its own clock. */
async function startLine(): Promise<{ centre: TestCentre; sandbox: Sandbox }> {
  const centre = await testCentre();
  const server = createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? '/', 'http://centre');
    void makeBundle(centre.store, Number(searchParams.get('have'))).then((bundle) =>
      response.end(JSON.stringify(bundle)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const sandbox = await startSandbox({
    ...{ port: 0, dataFolder: null, now: () => new Date(now) },
    centre: {
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      root: JSON.parse(Buffer.from(centre.root).toString()) as object,
    },
  });
  onTestFinished(async () => {
    await sandbox.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    centre.remove();
  });
  return { centre, sandbox };
}

/** The platform's clock. */
let now: string;
beforeEach(() => void (now = '2026-05-01T00:00:00.000Z'));

const { handleItem, unit } = testMatter(1).entry;
const one = (entry: Partial<CatalogueEntry> = {}): TestMatter[] => [testMatter(1, undefined, entry)];
const suspension = { from: long, until: null, reason: words, otherChannel: words };

/** What the platform answers to who asks for an acceptance number. */
async function answer({ url }: Sandbox, version = '2026.1'): Promise<unknown> {
  const reply = await fetch(`${url}/v1/apply-numbers`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'idempotency-key': crypto.randomUUID(),
      ...{ 'x-app-id': 'tongban-terminal', 'x-terminal-id': '310199-01' },
      'x-timestamp': String(Date.parse(now)),
      'x-request-id': crypto.randomUUID(),
    },
    body: JSON.stringify({ handleItem, version }),
  });
  const body = (await reply.json()) as { code?: string };
  return reply.ok ? 'accepted' : body.code;
}

it('accepts what is published, refuses what is suspended, cut off or ended, without an order by hand', async () => {
  const { centre, sandbox } = await startLine();
  const publish = async (...given: Parameters<TestCentre['publish']>): Promise<void> => {
    expect(await centre.publish(...given)).toMatchObject({ kind: 'published' });
    await sandbox.refreshCentre();
  };
  expect(await answer(sandbox)).toBe('ITEM_UNKNOWN');
  await publish(one());
  expect(await answer(sandbox)).toBe('accepted');
  await publish(one({ status: 'suspended', suspension }));
  expect(await answer(sandbox)).toBe('ITEM_SUSPENDED');
  await publish(one());
  expect(await answer(sandbox)).toBe('accepted');
  await publish(one(), { cutOffs: [{ unit, since: long, notice: words }] });
  expect(await answer(sandbox)).toBe('UNIT_DISCONNECTED');
  await publish(one());
  expect(await answer(sandbox)).toBe('accepted');
  await publish(one({ status: 'terminated', termination: { from: long, reason: words } }));
  expect(await answer(sandbox)).toBe('ITEM_TERMINATED');
});

it('switches to a version that was published ahead when its time has come', async () => {
  const { centre, sandbox } = await startLine();
  await centre.publish([testMatter(1, [{ version: '2026.1' }, { version: '2026.2', effectiveFrom: ahead }])]);
  await sandbox.refreshCentre();
  expect(await answer(sandbox, '2026.1')).toBe('accepted');
  expect(await answer(sandbox, '2026.2')).toBe('VERSION_STALE');
  now = ahead;
  await sandbox.refreshCentre();
  expect(await answer(sandbox, '2026.1')).toBe('VERSION_STALE');
  expect(await answer(sandbox, '2026.2')).toBe('accepted');
});

it('leaves an order by hand alone until the centre says something new of the same matter', async () => {
  const { centre, sandbox } = await startLine();
  await centre.publish(one());
  await sandbox.refreshCentre();
  sandbox.suspend(handleItem);
  await centre.publish([...one(), testMatter(2)]);
  await sandbox.refreshCentre();
  expect(await answer(sandbox)).toBe('ITEM_SUSPENDED');
  await centre.publish([testMatter(1, [{ version: '2026.2' }]), testMatter(2)]);
  await sandbox.refreshCentre();
  expect(await answer(sandbox, '2026.2')).toBe('accepted');
});
