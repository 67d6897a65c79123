import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadConfig, type TerminalConfigInput } from './config.ts';

let folder: string;
let file: string;
const good: TerminalConfigInput = {
  terminalId: '310199-07',
  siteCode: '310199001',
  site: { name: { zh: '测试中心' }, staff: { zh: '1 号服务台' }, hours: { zh: '8:30–16:30' } },
  diagonalInches: 21.5,
  dataFolder: '/var/lib/tongban',
  catalogueFolder: '/usr/share/tongban/matters',
  socketPath: '/run/tongban/core.sock',
  platform: { url: 'https://platform.test', encryptionKey: { kty: 'EC' }, receiptKey: { kty: 'EC' } },
  devices: { idCardReader: { path: '/dev/ttyUSB0' }, receiptPrinter: { host: '192.0.2.9' } },
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tongban-config-'));
  file = join(folder, 'terminal.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

it('fills in what has a default', () => {
  writeFileSync(file, JSON.stringify(good));
  expect(loadConfig(file)).toMatchObject({
    devices: { idCardReader: { baudRate: 115_200 }, receiptPrinter: { port: 9100, profile: 'raster-80mm' } },
    session: { idleMs: 60_000, countdownMs: 30_000, careFactor: 2 },
  });
});

it('says which file is missing', () => {
  expect(() => loadConfig(file)).toThrow(/terminal\.json cannot be read/);
});

it('says where it is wrong, every place at once', () => {
  writeFileSync(file, JSON.stringify({ ...good, diagonalInches: 5, colour: 'red' }));
  expect(() => loadConfig(file)).toThrow(/terminal\.json cannot be used: .*diagonalInches.*colour/);
});
