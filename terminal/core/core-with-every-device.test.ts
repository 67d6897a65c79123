import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SCREENS_DRAW, VIEW_CHANGED, type KioskView } from '@tongban/contract';
import { CameraSimulator, DOCUMENT_CAMERA } from '@tongban/peripherals/camera/simulator';
import { expect, it, onTestFinished, vi } from 'vitest';
import {
  createMessageConnection,
  SocketMessageReader,
  SocketMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import type { TerminalConfig } from './config.ts';
import { startCore } from './core.ts';
import type { Log } from './log.ts';

const MATTERS = join(import.meta.dirname, '../../kiosk-config/catalogue/matters');
/** A process a device, started on two cores that others use too. */
const START_MS = 30_000;

async function connection(path: string): Promise<MessageConnection> {
  const socket = connect(path);
  await new Promise((resolve) => socket.once('connect', resolve));
  const made = createMessageConnection(new SocketMessageReader(socket), new SocketMessageWriter(socket));
  made.listen();
  onTestFinished(() => made.dispose());
  return made;
}

/** Core with a device of each family, of which the camera can be plugged in, and a screen at it. */
async function everyDevice(log: Log = () => undefined) {
  const folder = mkdtempSync(join(tmpdir(), 'tongban-core-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const cameras = new CameraSimulator();
  onTestFinished(() => cameras[Symbol.dispose]());
  const key = {
    ...generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' }),
    kty: 'EC',
  };
  const away = join(folder, 'nothing-is-here');
  const config: TerminalConfig = {
    keepEnvelopesDays: 7,
    ...{ terminalId: '310199-07', siteCode: '310199001', diagonalInches: 21.5 },
    panel: { centreMm: 1300, reachMm: 1220 },
    site: { name: { zh: '测试' }, staff: { zh: '1 号' }, hours: { zh: '8:30' }, announcements: [] },
    ...{
      dataFolder: join(folder, 'data'),
      catalogueFolder: MATTERS,
      socketPath: join(folder, 'core.sock'),
    },
    platform: { url: 'http://127.0.0.1:9', encryptionKey: key, receiptKey: key },
    devices: {
      idCardReader: { line: { type: 'serial', path: away, baudRate: 115_200 } },
      receiptPrinter: { line: { type: 'tcp', host: '127.0.0.1', port: 9 }, profile: 'raster-80mm' },
      smartCardReader: {},
      codeScanner: {
        connection: 'serial',
        model: 'generic',
        line: { type: 'serial', path: away, baudRate: 9600 },
      },
      documentPrinter: { url: 'ipp://127.0.0.1:9/ipp/print' },
      documentScanner: { kind: 'escl', url: 'http://127.0.0.1:9/eSCL' },
      camera: { sysfsFolder: cameras.sysfsFolder, usbId: DOCUMENT_CAMERA.usbId! },
      lights: { line: { type: 'xfs', address: 'xfs://127.0.0.1:9/Lights1' } },
    },
    session: {
      ...{ idleMs: 60_000, countdownMs: 30_000, careFactor: 2, payFactor: 3, payCheckMs: 2000 },
      ...{ outcomeMs: 1000, outcomeOfflineMs: 100, licenceMs: 1000, endMs: 30 },
    },
  };
  const core = await startCore(config, log);
  onTestFinished(() => core.close());
  return { cameras, screen: await connection(config.socketPath) };
}

/** Processes of drivers. */
function drivers(): number {
  return readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, 'utf8').split(' ').filter(Boolean)
    .length;
}

it(
  'core claims and enables every configured device; an edge of one reaches log and view',
  async () => {
    const log: string[] = [];
    const { cameras, screen } = await everyDevice((event, facts) =>
      log.push(JSON.stringify({ event, ...facts })),
    );
    const views: KioskView[] = [];
    screen.onNotification(VIEW_CHANGED, (view: KioskView) => void views.push(view));
    const { devices } = await screen.sendRequest<KioskView>('view.get', {});
    expect(devices).toHaveLength(8);
    const camera = () => views.at(-1)?.devices.find(({ family }) => family === 'camera')?.availability;

    cameras.plugIn(DOCUMENT_CAMERA);
    await expect.poll(camera, { timeout: START_MS }).toBe('ready');
    cameras.unplug(DOCUMENT_CAMERA);
    await expect.poll(camera, { timeout: START_MS }).toBe('offline');
    // A machine that is too busy to load a driver in time says besides that it starts it again.
    const told = log.filter((line) => line.includes('"event":"device.status","device":"camera"'));
    expect(told.map((line) => (JSON.parse(line) as { status: string }).status)).toEqual([
      'ready',
      'disconnected',
    ]);
  },
  START_MS * 2,
);

it.each([
  ['once the screens draw', (screen: MessageConnection) => screen.sendNotification(SCREENS_DRAW)],
  ['without a word of a screen, a moment later', () => vi.advanceTimersByTimeAsync(1500)],
])('core starts its drivers %s, and not before', { timeout: START_MS * 2 }, async (_when, come) => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const { screen } = await everyDevice();
  await screen.sendRequest<KioskView>('view.get', {});
  expect(drivers()).toBe(0);
  await come(screen);
  await expect.poll(drivers, { timeout: START_MS }).toBe(8);
});
