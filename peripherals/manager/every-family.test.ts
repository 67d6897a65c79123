import { expect, it } from 'vitest';
import { CameraSimulator, DOCUMENT_CAMERA } from '../camera/simulator/index.ts';
import { IppPrinterSimulator } from '../document-printer/simulator/index.ts';
import { testPdf } from '../document-printer/test-support.ts';
import { EsclScannerSimulator } from '../document-scanner/simulator/index.ts';
import { createDeviceManager, statusWithin } from './index.ts';
import type { DeviceConfig, HostEnded } from './index.ts';
import { claimed } from './test-support.ts';

const FIND_MS = 10_000;
const xfs = (service: string) => ({ type: 'xfs', address: `xfs://127.0.0.1:9/${service}` }) as const;
/** Where nothing is. */
const ABSENT: readonly DeviceConfig[] = [
  { id: '1', family: 'id-card-reader', settings: { line: { type: 'serial', path: '/dev/nothing' } } },
  { id: '2', family: 'id-card-reader', settings: { line: { type: 'miaxis-hid' } } },
  { id: '3', family: 'smart-card-reader', settings: {} },
  {
    id: '4',
    family: 'code-scanner',
    settings: { connection: 'serial', line: { type: 'serial', path: '/dev/nothing' } },
  },
  { id: '5', family: 'code-scanner', settings: { connection: 'hid', vendorId: 1, productId: 1 } },
  { id: '6', family: 'receipt-printer', settings: { line: { type: 'tcp', host: '127.0.0.1', port: 9 } } },
  { id: '7', family: 'document-printer', settings: { url: 'ipp://127.0.0.1:9/ipp/print' } },
  { id: '8', family: 'document-scanner', settings: { kind: 'escl', url: 'http://127.0.0.1:9/eSCL' } },
  { id: '9', family: 'camera', settings: { sysfsFolder: '/nowhere' } },
  { id: '10', family: 'smart-card-reader', settings: { line: xfs('CardReader1') } },
  { id: '11', family: 'receipt-printer', settings: { line: xfs('Printer1') } },
  { id: '12', family: 'code-scanner', settings: { connection: 'xfs', line: xfs('BarcodeReader1') } },
  { id: '13', family: 'lights', settings: { line: xfs('Lights1') } },
];
const nobody = { tell: () => undefined, ask: () => Promise.resolve(false) };

it('a device of any family that is not there is offline, and its process lives', async () => {
  process.env['PCSCLITE_CSOCK_NAME'] = '/nowhere/pcscd.comm';
  const manager = createDeviceManager(ABSENT);
  const ended: HostEnded[] = [];
  manager.onHostEnded((_id, each) => ended.push(each));
  try {
    const claims = ABSENT.map(({ family, id }) => claimed(manager, family, id));
    for (const claim of claims) claim.enable();
    const reports = await Promise.all(claims.map((claim) => claim.checkHealth('internal', nobody)));
    for (const report of reports) {
      expect(report).toMatchObject({ healthy: false, status: 'disconnected' });
      expect(report.next?.zh).toMatch(/\p{Script=Han}/u);
    }
    expect(ended).toEqual([]);
  } finally {
    delete process.env['PCSCLITE_CSOCK_NAME'];
    await manager.close();
  }
});

it('a camera is found, described and missed through its process', async () => {
  using simulator = new CameraSimulator();
  const { sysfsFolder } = simulator;
  const manager = createDeviceManager([
    { id: 'camera', family: 'camera', settings: { sysfsFolder, usbId: '1bcf:2c99' } },
  ]);
  try {
    const { device, enable } = claimed(manager, 'camera', 'camera');
    enable();
    simulator.plugIn();
    expect(await statusWithin(device, FIND_MS, ({ kind }) => kind === 'ready')).toBe(true);
    expect(device.describe()).toEqual({
      name: DOCUMENT_CAMERA.name,
      usbId: '1bcf:2c99',
      node: '/dev/video0',
    });
    simulator.unplug();
    expect(await statusWithin(device, FIND_MS, ({ kind }) => kind === 'disconnected')).toBe(true);
    expect(device.describe()).toBeNull();
  } finally {
    await manager.close();
  }
});

it("SANE's simulated scanner is refused", () => {
  const config: DeviceConfig = {
    id: 's',
    family: 'document-scanner',
    settings: { kind: 'sane', device: 'test:0' },
  };
  expect(() => createDeviceManager([config])).toThrow('a simulated scanner');
});

it('documents are printed and scanned through their processes', async () => {
  const ipp = await IppPrinterSimulator.start();
  const escl = await EsclScannerSimulator.start();
  const manager = createDeviceManager([
    { id: 'printer', family: 'document-printer', settings: { url: ipp.url } },
    { id: 'scanner', family: 'document-scanner', settings: { kind: 'escl', url: escl.url } },
  ]);
  try {
    const printer = claimed(manager, 'document-printer', 'printer');
    const scanner = claimed(manager, 'document-scanner', 'scanner');
    printer.enable();
    scanner.enable();
    expect(await statusWithin(printer.device, FIND_MS, ({ kind }) => kind === 'ready')).toBe(true);
    expect(printer.device.capabilities).toMatchObject({ reportsState: true });
    expect(await printer.device.print(await testPdf(), { name: 'TEST' })).toEqual({ kind: 'printed' });

    expect(await statusWithin(scanner.device, FIND_MS, ({ availability }) => availability === 'ready')).toBe(
      true,
    );
    expect(scanner.device.capabilities?.sources.length).toBeGreaterThan(0);
    escl.loadFeeder(2);
    const pages: number[] = [];
    const outcome = await scanner.device.scan(
      { source: 'feeder', resolutionDpi: 75, colour: 'grey' },
      { onPage: ({ number }) => pages.push(number) },
    );
    expect(outcome).toMatchObject({ kind: 'scanned', pages: [{ number: 1 }, { number: 2 }] });
    expect(pages).toEqual([1, 2]);
  } finally {
    await manager.close();
    await ipp.close();
    await escl.close();
  }
});
