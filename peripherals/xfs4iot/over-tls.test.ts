import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { XfsConnection } from './connection.ts';
import { XfsProviderSimulator } from './simulator/index.ts';
import { TEST_DELAYS } from './simulator/test-support.ts';

let folder: string;
let tls: { cert: string; key: string };
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'xfs4iot-tls-'));
  const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  execFileSync(
    'openssl',
    [
      ...[
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:prime256v1',
        '-nodes',
        '-days',
        '2',
      ],
      ...['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-keyout', key, '-out', cert],
    ],
    { stdio: 'ignore' },
  );
  tls = { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') };
});
afterAll(() => rmSync(folder, { recursive: true }));

function open(url: string, certificate?: string): Promise<XfsConnection | null> {
  const place = { url, ...(certificate === undefined ? {} : { certificate }) };
  return XfsConnection.open(place, TEST_DELAYS, new AbortController().signal);
}

it('a provider is spoken to when its certificate is trusted, under the name that stands in it', async () => {
  await using provider = await XfsProviderSimulator.start({ tls });
  const url = provider.url('CardReader1');
  expect(url).toMatch(/^wss:/);
  expect(await open(url)).toBeNull();
  expect(await open(url.replace('localhost', '127.0.0.1'), tls.cert)).toBeNull();
  const connection = await open(url, tls.cert);
  expect(await connection?.send('Common.Status', {})).toMatchObject({ kind: 'completed' });
  connection?.close();
});

it('what speaks in clear is not spoken to where TLS is wanted', async () => {
  await using provider = await XfsProviderSimulator.start();
  expect(await open(provider.url('CardReader1').replace('ws:', 'wss:'), tls.cert)).toBeNull();
});
