import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { FAMILIES } from '@tongban/peripherals/manager';
import { devicesOf } from './devices.ts';
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
  devices: {
    idCardReader: { line: { type: 'serial', path: '/dev/ttyUSB0' } },
    receiptPrinter: { line: { type: 'tcp', host: '192.0.2.9' } },
  },
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tongban-config-'));
  file = join(folder, 'terminal.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

it('fills in what has a default', () => {
  writeFileSync(file, JSON.stringify(good));
  expect(loadConfig(file)).toMatchObject({
    devices: {
      idCardReader: { line: { baudRate: 115_200 } },
      receiptPrinter: { line: { port: 9100 }, profile: 'raster-80mm' },
    },
    session: { idleMs: 60_000, countdownMs: 30_000, careFactor: 2 },
    panel: { centreMm: 1300, reachMm: 1220 },
    keepEnvelopesDays: 7,
  });
});

it('says which file is missing', () => {
  expect(() => loadConfig(file)).toThrow(/terminal\.json cannot be read/);
});

it('says where it is wrong, every place at once', () => {
  writeFileSync(file, JSON.stringify({ ...good, diagonalInches: 5, colour: 'red' }));
  expect(() => loadConfig(file)).toThrow(/terminal\.json cannot be used: .*diagonalInches.*colour/);
});

it('names either a centre with its root or a folder of matters', () => {
  const { catalogueFolder: _, ...rest } = good;
  const root = { signed: { _type: 'root', version: 1 }, signatures: [] };
  const centre = { url: 'https://centre.test', root };
  writeFileSync(file, JSON.stringify({ ...rest, centre }));
  expect(loadConfig(file).centre).toEqual({ ...centre, maxAgeHours: 168 });
  for (const neither of [rest, { ...good, centre }]) {
    writeFileSync(file, JSON.stringify(neither));
    expect(() => loadConfig(file)).toThrow(/centre: name either a centre or a catalogueFolder/);
  }
  writeFileSync(file, JSON.stringify({ ...rest, centre: { url: 'https://centre.test' } }));
  expect(() => loadConfig(file)).toThrow(/centre\.root/);
});

it('keeps envelopes for whole days, and no less than one', () => {
  writeFileSync(file, JSON.stringify({ ...good, keepEnvelopesDays: 30 }));
  expect(loadConfig(file).keepEnvelopesDays).toBe(30);
  for (const keepEnvelopesDays of [0, 1.5, '7']) {
    writeFileSync(file, JSON.stringify({ ...good, keepEnvelopesDays }));
    expect(() => loadConfig(file)).toThrow(/keepEnvelopesDays/);
  }
});

it('takes every family of devices in its own settings', () => {
  const devices: TerminalConfigInput['devices'] = {
    idCardReader: { line: { type: 'miaxis-hid' } },
    receiptPrinter: { line: { type: 'serial', path: '/dev/ttyS1' } },
    smartCardReader: {},
    codeScanner: { connection: 'hid', vendorId: 0x0c2e, productId: 0x0b61 },
    documentPrinter: { url: 'ipp://192.0.2.10/ipp/print' },
    documentScanner: { kind: 'escl', url: 'http://192.0.2.11/eSCL' },
    camera: { usbId: '1bcf:2c99' },
    lights: { line: { type: 'xfs', address: 'xfs://127.0.0.1:5848/Lights1' } },
  };
  writeFileSync(file, JSON.stringify({ ...good, devices }));
  const loaded = devicesOf(loadConfig(file).devices);
  expect(loaded.map(({ id }) => id).toSorted()).toEqual(Object.keys(FAMILIES).toSorted());
});

it.each<[string, object]>([
  ['idCardReader', { idCardReader: { line: { type: 'usb' } } }],
  ['documentScanner', { documentScanner: { kind: 'sane', device: 'test:0' } }],
  ['camera', { camera: { usbId: '1BCF:2C99' } }],
])('refuses a %s of settings that its family does not have', (place, wrong) => {
  writeFileSync(file, JSON.stringify({ ...good, devices: { ...good.devices, ...wrong } }));
  expect(() => loadConfig(file)).toThrow(new RegExp(`devices\\.${place}`));
});

it.each<[string, object]>([
  ['of 256 bits', { kty: 'oct', k: Buffer.alloc(32, 1).toString('base64url') }],
  ['of SM2', { kty: 'EC', crv: 'SM2', x: 'x'.repeat(43), y: 'y'.repeat(43), d: 'd'.repeat(43) }],
])('takes a key %s that signs its requests', (_name, requestKey) => {
  writeFileSync(file, JSON.stringify({ ...good, platform: { ...good.platform, requestKey } }));
  expect(loadConfig(file).platform.requestKey).toEqual(requestKey);
});

it('refuses a key for requests that is too short, and does not repeat it', () => {
  const requestKey = { kty: 'oct', k: 'c2hvcnQ' };
  writeFileSync(file, JSON.stringify({ ...good, platform: { ...good.platform, requestKey } }));
  expect(() => loadConfig(file)).toThrow(/platform\.requestKey\.k: (?!.*c2hvcnQ)/);
});

it('takes where phones reach the terminal, and no address that is more than one', () => {
  const tls = { certFile: '/etc/tongban/phones.pem', keyFile: '/etc/tongban/phones.key' };
  for (const phoneHandOver of [
    { address: '192.0.2.20', port: 8090, wifiName: 'TEST-HALL' },
    { address: '2001:db8::20', port: 8090 },
    { address: 'terminal-07.hall.test', port: 8443, tls },
  ]) {
    writeFileSync(file, JSON.stringify({ ...good, phoneHandOver }));
    expect(loadConfig(file).phoneHandOver).toEqual(phoneHandOver);
  }
  for (const wrong of [
    { port: 8090 },
    { address: 'http://192.0.2.20', port: 8090 },
    { address: '192.0.2.20', port: 80_000 },
    { address: '192.0.2.20', port: 8090, tls: { certFile: tls.certFile } },
  ]) {
    writeFileSync(file, JSON.stringify({ ...good, phoneHandOver: wrong }));
    expect(() => loadConfig(file)).toThrow(/cannot be used: phoneHandOver/);
  }
});

it('takes what the site says of its modules, and refuses one that nobody has heard of', () => {
  const modules = { endpoints: { payment: 'https://pay.test' }, switchedOff: ['e-seal' as const] };
  writeFileSync(file, JSON.stringify({ ...good, modules }));
  expect(loadConfig(file).modules).toEqual(modules);
  // The platform itself is not switched off: a terminal without it does nothing.
  for (const wrong of [{ switchedOff: ['acceptance'] }, { endpoints: { bank: 'https://bank.test' } }]) {
    writeFileSync(file, JSON.stringify({ ...good, modules: wrong }));
    expect(() => loadConfig(file)).toThrow(/cannot be used: modules\./);
  }
});

it.each([
  ...['http://platform.test', 'http://127.0.0.1.test', 'http://192.0.2.1', 'ftp://platform.test'].map(
    (url) => [url, false] as const,
  ),
  ...['https://platform.test', 'http://127.0.0.1:8080', 'http://[::1]:8080', 'http://localhost'].map(
    (url) => [url, true] as const,
  ),
])(
  'speaks to platform, modules and centre over HTTPS alone, unless they are on the machine itself: %s',
  (url, isTaken) => {
    const { catalogueFolder: _folder, ...followsCentre } = good;
    for (const config of [
      { ...good, platform: { ...good.platform, url } },
      { ...good, modules: { endpoints: { payment: url } } },
      { ...followsCentre, centre: { url, root: { signed: {}, signatures: [] } } },
    ]) {
      writeFileSync(file, JSON.stringify(config));
      if (isTaken) expect(loadConfig(file).terminalId).toBe(good.terminalId);
      else expect(() => loadConfig(file)).toThrow(/has to begin with https/);
    }
  },
);

it('wants opening hours, in words or as a timetable', () => {
  const { hours: _words, ...site } = good.site;
  writeFileSync(file, JSON.stringify({ ...good, site }));
  expect(() => loadConfig(file)).toThrow(/site.*neither hours nor timetable/s);
  writeFileSync(file, JSON.stringify({ ...good, site: { ...site, timetable: { monday: '08:30-16:30' } } }));
  expect(loadConfig(file).site.timetable).toEqual({ monday: '08:30-16:30' });
});
