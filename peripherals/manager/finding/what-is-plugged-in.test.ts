import { symlinkSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { CodeScannerSimulator } from '../../code-scanner/simulator/index.ts';
import { IdCardReaderSimulator } from '../../id-card-reader/simulator/index.ts';
import { ReceiptPrinterSimulator } from '../../receipt-printer/simulator/index.ts';
import { hostOnPty, type PluggableSimulator } from '../../simulator-support/pty.ts';
import { familyOf } from '../families/index.ts';
import { lookForDevices } from './look.ts';
import { serialPorts } from './serial-ports.ts';
import { usbDevices } from './usb-devices.ts';

/** Ports in a folder of their own, each a real pty with a device of the real bytes behind it. */

let folder: string;
let ended: AsyncDisposableStack;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plugged-in-'));
  ended = new AsyncDisposableStack();
  ended.defer(() => rmSync(folder, { recursive: true }));
});
afterEach(() => ended.disposeAsync());

const places = () => [{ folder, pattern: /^port/ }];

async function plug(name: string, simulator: PluggableSimulator): Promise<string> {
  const link = join(folder, name);
  const pty = await hostOnPty(simulator, { link });
  ended.defer(() => pty.close());
  return link;
}

/** Printers of the kind come with a serial plug too, and say the same there. */
async function printerWithSerialPlug(): Promise<{
  plugged: PluggableSimulator;
  printer: ReceiptPrinterSimulator;
}> {
  const printer = await ReceiptPrinterSimulator.start();
  ended.defer(() => printer.close());
  const plugged: PluggableSimulator = {
    attach(line) {
      const socket = connect(printer.port, '127.0.0.1');
      socket.on('error', () => line.destroy());
      line.on('error', () => socket.destroy());
      line.pipe(socket).pipe(line);
    },
    onChange: () => () => undefined,
  };
  return { plugged, printer };
}

/** Nobody is there, or somebody who says nothing that we know. */
const mute: PluggableSimulator = {
  attach: (line) => void line.resume().on('error', () => undefined),
  onChange: () => () => undefined,
};
const talkative: PluggableSimulator = {
  attach: (line) => void line.on('data', () => line.write('OK\r\n$GPGGA,0123,')).on('error', () => undefined),
  onChange: () => () => undefined,
};
const echo: PluggableSimulator = {
  attach: (line) => void line.on('data', (bytes: Buffer) => line.write(bytes)).on('error', () => undefined),
  onChange: () => () => undefined,
};

it('each device is known by its answer, at whatever port it is, and nothing is printed', async () => {
  const { plugged, printer } = await printerWithSerialPlug();
  const reader = await plug('port-0', new IdCardReaderSimulator());
  const slips = await plug('port-1', plugged);
  const honeywell = await plug('port-2', new CodeScannerSimulator({ personality: 'honeywell' }));
  const newland = await plug('port-3', new CodeScannerSimulator({ personality: 'newland' }));
  const found = (await lookForDevices(places()))?.filter(({ where }) => where.startsWith(folder)) ?? [];
  const line = (path: string) => ({ type: 'serial', path, baudRate: 115_200 });
  expect(found.map(({ family, settings }) => ({ family, settings }))).toEqual([
    { family: 'id-card-reader', settings: { line: line(reader) } },
    { family: 'receipt-printer', settings: { line: line(slips) } },
    { family: 'code-scanner', settings: { connection: 'serial', model: 'honeywell', line: line(honeywell) } },
    { family: 'code-scanner', settings: { connection: 'serial', model: 'newland', line: line(newland) } },
  ]);
  for (const { family, settings } of found)
    expect(familyOf(family).settings.safeParse(settings).success).toBe(true);
  expect(printer.papers).toEqual([]);
});

it('what says nothing, something else, or the same again is no device of ours', async () => {
  await plug('port-0', mute);
  await plug('port-1', talkative);
  await plug('port-2', echo);
  const found = await lookForDevices(places());
  expect(found?.filter(({ where }) => where.startsWith(folder))).toEqual([]);
});

it('a look that does not end is ended', async () => {
  await plug('port-0', mute);
  expect(await lookForDevices(places(), 300)).toBeNull();
});

it('a port with several names is one, by the first of them; a name that leads nowhere is none', () => {
  const [byPath, byId] = [join(folder, 'by-path'), join(folder, 'by-id')];
  for (const place of [byPath, byId]) mkdirSync(place);
  symlinkSync('/dev/null', join(byPath, 'socket-1'));
  symlinkSync('/dev/null', join(byId, 'usb-reader'));
  symlinkSync(join(folder, 'gone'), join(byId, 'usb-gone'));
  symlinkSync('/dev/zero', join(byId, 'usb-printer'));
  const ports = serialPorts(
    [byPath, byId, join(folder, 'missing')].map((each) => ({ folder: each, pattern: /./ })),
  );
  expect(ports).toEqual([join(byPath, 'socket-1'), join(byId, 'usb-printer')]);
});

it('on USB a scanner and a reader say what they are, once for all of their reports', async () => {
  const listed = [
    { vendorId: 0x0c2e, productId: 0x0b6a, usagePage: 0x8c },
    { vendorId: 0x0c2e, productId: 0x0b6a, usagePage: 0x8c },
    { vendorId: 0x1eab, productId: 0x1d10, usagePage: 0x8c },
    { vendorId: 0x10c4, productId: 0x0007, usagePage: 0xff00 },
    { vendorId: 0x046d, productId: 0xc31c, usagePage: 0x01 },
  ];
  const list = () =>
    Promise.resolve(
      listed.map((device, at) => ({ path: `/dev/hidraw${at}`, serialNumber: null, ...device })),
    );
  const found = await usbDevices({ list });
  expect(found.map(({ family, where }) => [family, where])).toEqual([
    ['code-scanner', 'USB 0c2e:0b6a'],
    ['code-scanner', 'USB 1eab:1d10'],
    ['id-card-reader', 'USB 10c4:0007'],
  ]);
  expect(found[0]?.settings).toMatchObject({ model: 'honeywell', vendorId: 0x0c2e });
  for (const { family, settings } of found)
    expect(familyOf(family).settings.safeParse(settings).success).toBe(true);
});
