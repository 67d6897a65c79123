import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeBundle, type CutOff } from '@tongban/kiosk-config/published';
import { testCentre, testMatter, type TestCentre } from '../../kiosk-config/published/testing/centre.ts';
import { openCatalogue, type OpenCatalogue } from './catalogue.ts';
import type { TerminalConfig } from './config.ts';

let centre: TestCentre;
let server: Server;
let url: string;
let down = false;
let open: OpenCatalogue | undefined;

beforeEach(async () => {
  down = false;
  centre = await testCentre();
  const answer = async (path: string, have: string | null): Promise<Uint8Array | null> => {
    if (have === null) return centre.store.read(path);
    const bundle = await makeBundle(centre.store, Number(have));
    return bundle && Buffer.from(JSON.stringify(bundle));
  };
  server = createServer((request, response) => {
    if (down) return void request.socket.destroy();
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://centre');
    void answer(pathname.replace('/v1/published/', ''), searchParams.get('have')).then((bytes) =>
      response.writeHead(bytes ? 200 : 404).end(bytes),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  open?.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  centre.remove();
});

const PLACE = { siteCode: 'SITE-TEST', terminalId: 'T-TEST' };

function start(dataFolder = join(centre.terminal().folder, 'core')): OpenCatalogue {
  const config = {
    ...PLACE,
    dataFolder,
    centre: { url, root: JSON.parse(Buffer.from(centre.root).toString()), maxAgeHours: 24 },
  } as unknown as TerminalConfig;
  open = openCatalogue(
    config,
    {
      can: () => ({
        papers: 'ready',
        identity: 'ready',
        enterprise: 'ready',
        payment: 'ready',
        'sealed-print': 'ready',
        'permit-card-writer': 'never',
      }),
      onChange: () => () => undefined,
    },
    '0.1.0',
    () => undefined,
    Promise.resolve(),
  );
  return open;
}
const offered = ({ matters }: OpenCatalogue) =>
  matters.offered().map(({ name, availability }) => [name.en, availability.available]);

describe('a terminal that follows a centre', () => {
  it('has its matters after the first answer, and each change at the next', async () => {
    await centre.publish([testMatter(1)]);
    const catalogue = start();
    await expect.poll(() => catalogue.matters.missing).toBe(false);
    expect(offered(catalogue)).toEqual([['Test matter 1', true]]);

    let told = 0;
    catalogue.matters.onChange(() => (told += 1));
    const words = { zh: '测试', en: 'test' };
    const suspension = { from: '2026-01-01T00:00:00.000Z', until: null, reason: words, otherChannel: words };
    await centre.publish([testMatter(1, undefined, { status: 'suspended', suspension }), testMatter(2)]);
    expect(await catalogue.refresh?.()).toMatchObject({ kind: 'updated' });
    expect(told).toBe(1);
    expect(offered(catalogue)).toEqual([
      ['Test matter 1', false],
      ['Test matter 2', true],
    ]);
  });

  it('has a unit’s matters closed where its site or itself is cut off, and nowhere else', async () => {
    const entry = testMatter(1);
    const cut = async (scope: CutOff['scope']): Promise<unknown> => {
      const notice = { zh: '测试', en: 'test' };
      const since = '2026-01-01T00:00:00.000Z';
      const cutOffs = [{ unit: entry.entry.unit, since, notice, ...(scope && { scope }) }];
      await centre.publish([entry], { cutOffs });
      await catalogue.refresh?.();
      return [offered(catalogue)[0]?.[1], catalogue.matters.cutOffs().length];
    };
    await centre.publish([entry]);
    const catalogue = start();
    expect(await cut({ kind: 'site', site: 'ELSEWHERE' })).toEqual([true, 0]);
    expect(await cut({ kind: 'site', site: PLACE.siteCode })).toEqual([false, 1]);
    expect(await cut({ kind: 'terminal', terminal: 'ELSEWHERE' })).toEqual([true, 0]);
    expect(await cut({ kind: 'terminal', terminal: PLACE.terminalId })).toEqual([false, 1]);
    expect(await cut(undefined)).toEqual([false, 1]);
  });

  it('starts without its centre with what it had', async () => {
    await centre.publish([testMatter(1)]);
    const folder = join(centre.terminal().folder, 'core');
    const first = start(folder);
    await expect.poll(() => first.matters.missing).toBe(false);
    first.close();
    down = true;
    const again = start(folder);
    expect(offered(again)).toEqual([['Test matter 1', true]]);
    expect(await again.refresh?.()).toMatchObject({ kind: 'unreachable' });
    expect(offered(again)).toEqual([['Test matter 1', true]]);
  });
});
