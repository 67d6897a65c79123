import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { startCentre } from './centre.ts';

it('the console is served with headers that let it load nothing from elsewhere; the API keeps its own answers', async () => {
  const root = mkdtempSync(join(tmpdir(), 'tongban-console-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const folder = join(root, 'console');
  mkdirSync(folder);
  writeFileSync(join(folder, 'index.html'), '<title>TEST</title>');
  writeFileSync(join(folder, 'app.js'), '1');
  const centre = await startCentre({
    ...{ dataFolder: join(root, 'data'), databaseUrl: null, host: '127.0.0.1', port: 0 },
    ...{
      origin: 'https://centre.test',
      proxies: [],
      pages: { console: folder, preview: folder },
      log: false,
    },
  });
  onTestFinished(() => centre.close());
  const get = (path: string, init: RequestInit = {}) => fetch(centre.url + path, init);

  const page = await get('/requests/17');
  expect(await page.text()).toBe('<title>TEST</title>');
  expect(page.headers.get('content-security-policy')).toContain("default-src 'self'");
  expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  expect(page.headers.get('x-content-type-options')).toBe('nosniff');
  expect(page.headers.get('strict-transport-security')).toBe('max-age=31536000');
  expect((await get('/app.js')).headers.get('content-type')).toContain('javascript');
  expect((await get('/missing.js')).status).toBe(404);
  expect((await get('/..%2fdata%2fcentre.key')).status).toBe(404);
  expect((await get('/../data/centre.key')).status).toBe(404);

  const english = await get('/v1/nothing', { headers: { 'accept-language': 'en' } });
  expect(await english.json()).toMatchObject({
    code: 'NOT_FOUND',
    title: 'There is nothing under this address.',
  });
  const chinese = await get('/v1/nothing');
  expect([chinese.headers.get('content-type'), await chinese.json()]).toMatchObject([
    'application/problem+json; charset=utf-8',
    { title: '没有找到。' },
  ]);
  // Behind a load balancer the origin is the one that was configured, whatever Host says.
  const refused = await get('/v1/session', { method: 'POST', headers: { origin: centre.url } });
  expect(await refused.json()).toMatchObject({ code: 'ORIGIN_REFUSED' });
});
