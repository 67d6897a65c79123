import path from 'node:path';
import { expect, test } from 'vitest';
import { CONTENT_SECURITY_POLICY, isUiAddress, serveUi, uiFile } from './ui-protocol.ts';

const PAGE = path.join(import.meta.dirname, 'testing', 'page');

test.each([
  ['/index.html', 'index.html', 'text/html; charset=utf-8'],
  ['/assets/index-B1x_9.js', 'assets/index-B1x_9.js', 'text/javascript; charset=utf-8'],
  ['/assets/noto.woff2?v=1#x', 'assets/noto.woff2', 'font/woff2'],
  ['/a/../b.css', 'b.css', 'text/css; charset=utf-8'],
])('%s is a file of the screens', (address, file, mime) => {
  expect(uiFile('/ui', `tongban://terminal${address}`)).toEqual({ file: path.join('/ui', file), mime });
});

test.each([
  'tongban://terminal/',
  'tongban://terminal/secret',
  'tongban://terminal/a.exe',
  'tongban://terminal/.htaccess.js',
  'tongban://terminal/..%2f..%2fetc/x.js',
  'tongban://terminal/..%5cx.js',
  'tongban://terminal/a%00.js',
  'tongban://terminal//etc/x.js',
  'tongban://elsewhere/index.html',
  'tongban://user@elsewhere/index.html',
  'file:///ui/index.html',
  'http://terminal/index.html',
  'not an address',
])('%s is nothing', (address) => {
  expect(uiFile('/ui', address)).toBeNull();
});

test('climbing out of the folder stays inside it', () => {
  expect(uiFile('/ui', 'tongban://terminal/../../etc/x.js')?.file).toBe('/ui/etc/x.js');
  expect(uiFile('/ui', 'tongban://terminal/%2e%2e/%2E%2E/etc/x.js')?.file).toBe('/ui/etc/x.js');
});

test('only the exact origin counts as ours', () => {
  expect(isUiAddress('tongban://terminal/index.html')).toBe(true);
  expect(isUiAddress('tongban://terminal.evil.example/index.html')).toBe(false);
  expect(isUiAddress('data:text/html,tongban://terminal/')).toBe(false);
});

test('a file is served with the strict policy and without sniffing', async () => {
  const answer = await serveUi(PAGE, { url: 'tongban://terminal/index.html', method: 'GET' });
  expect(answer.statusCode).toBe(200);
  expect(answer.headers).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': CONTENT_SECURITY_POLICY,
    'x-content-type-options': 'nosniff',
  });
  expect(answer.data.toString()).toContain('<!doctype html>');
});

test('a file that is not there, and any method but GET, get 404', async () => {
  const missing = await serveUi(PAGE, { url: 'tongban://terminal/missing.html', method: 'GET' });
  const posted = await serveUi(PAGE, { url: 'tongban://terminal/index.html', method: 'POST' });
  expect([missing.statusCode, posted.statusCode]).toEqual([404, 404]);
});

test('the policy allows no inline script, no evaluation and no connection', () => {
  expect(CONTENT_SECURITY_POLICY).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
  expect(CONTENT_SECURITY_POLICY).toContain("connect-src 'none'");
  expect(CONTENT_SECURITY_POLICY).not.toContain('unsafe');
});
