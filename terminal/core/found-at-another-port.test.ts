import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FoundDevice } from '@tongban/peripherals/manager';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { keepFoundDevices, loadConfig, type TerminalConfigInput } from './config.ts';

/** What was found at the terminal counts before what is written, until it is written anew. */

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tongban-found-'));
  file = join(folder, 'terminal.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

const written: TerminalConfigInput['devices'] = {
  idCardReader: { line: { type: 'serial', path: '/dev/written' } },
  receiptPrinter: { line: { type: 'tcp', host: '192.0.2.9' } },
};
function write(devices: TerminalConfigInput['devices'], dataFolder = folder): void {
  const config: TerminalConfigInput = {
    ...{ terminalId: '310199-01', siteCode: '310199001', diagonalInches: 21.5, dataFolder },
    site: { name: { zh: '测试' }, staff: { zh: '服务台' }, hours: { zh: '全天' } },
    ...{ catalogueFolder: '/nowhere', socketPath: join(folder, 'core.sock') },
    platform: { url: 'https://platform.test', encryptionKey: { kty: 'EC' }, receiptKey: { kty: 'EC' } },
    devices,
  };
  writeFileSync(file, JSON.stringify(config));
}
const found: FoundDevice = {
  ...{ family: 'id-card-reader', where: '/dev/found' },
  settings: { line: { type: 'serial', path: '/dev/found', baudRate: 115_200 } },
};
const scanner: FoundDevice = {
  ...{ family: 'code-scanner', where: 'USB 0c2e:0b61' },
  settings: { connection: 'hid', model: 'honeywell', vendorId: 0x0c2e, productId: 0x0b61 },
};

it('a device at another port, and one that nobody wrote, are there from the next start on', () => {
  write(written);
  keepFoundDevices(file, {}, [found]);
  keepFoundDevices(file, {}, [scanner]);
  expect(loadConfig(file).devices).toMatchObject({
    idCardReader: { line: { path: '/dev/found' } },
    receiptPrinter: { line: { host: '192.0.2.9' } },
    codeScanner: { connection: 'hid', productId: 0x0b61 },
  });
});

it('written anew, what is written counts; what was found in the place of another device does not come back', () => {
  write(written);
  keepFoundDevices(file, {}, [found, scanner]);
  const anew = { line: { type: 'serial', path: '/dev/anew' } } as const;
  write({ ...written, idCardReader: anew });
  expect(loadConfig(file).devices).toMatchObject({
    idCardReader: { line: { path: '/dev/anew' } },
    codeScanner: { connection: 'hid' },
  });
});

it('what the centre says of a device counts as written', () => {
  write(written);
  keepFoundDevices(file, {}, [found]);
  const ordered = { devices: { idCardReader: { line: { type: 'serial', path: '/dev/ordered' } } } };
  expect(loadConfig(file, ordered).devices.idCardReader).toMatchObject({ line: { path: '/dev/ordered' } });
});

it('found again after that, it takes its place', () => {
  write(written);
  keepFoundDevices(file, {}, [found]);
  write({ ...written, idCardReader: { line: { type: 'serial', path: '/dev/anew' } } });
  keepFoundDevices(file, {}, [found]);
  expect(loadConfig(file).devices.idCardReader).toMatchObject({ line: { path: '/dev/found' } });
});

it.each([
  ['nothing that can be read', '{'],
  [
    'settings that this version does not take',
    JSON.stringify({ idCardReader: { instead: written.idCardReader, settings: { line: 7 } } }),
  ],
  ['a device that nobody knows', JSON.stringify({ printer: { instead: null, settings: {} } })],
])('kept as %s: what is written counts', (_what, text) => {
  write(written);
  writeFileSync(join(folder, 'devices.json'), text);
  expect(loadConfig(file).devices.idCardReader).toMatchObject({ line: { path: '/dev/written' } });
});
