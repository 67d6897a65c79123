/**
 * The device bench: one process that is the hardware of a terminal on a machine that has none. It owns the simulators
 * and the network cable, and shows them on a page on loopback where they are moved by hand. For development, tests and
 * the training of staff; no part of it goes into a production package.
 */
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { z } from 'zod';
import { addressesOf, type BenchAddresses } from './config.ts';
import { pageFile, serve, type Answer, type Call } from './http.ts';
import { IdCardReaderOnBench } from './id-card-reader.ts';
import { LiveScreen, type LiveScreenSource, type ScreenAnswer } from './live-screen.ts';
import { startMoreDevices, stateOf } from './more-devices.ts';
import { NetworkCable, type CableState } from './network-cable.ts';
import { ReceiptPrinterOnBench } from './receipt-printer.ts';
import { describeProblem } from './words.ts';

export interface BenchOptions {
  /** Port of the page on 127.0.0.1; 0 takes a free one. */
  readonly port: number;
  /** For the ends of serial lines and what else the devices leave on the disk; it exists. */
  readonly folder: string;
  /** `main`: card reader, receipt printer and network cable alone. */
  readonly devices: 'all' | 'main';
  /** Where the platform is. */
  readonly platformUrl: string;
  /** Port on 127.0.0.1 where core connects instead; 0 takes a free one. */
  readonly networkPort: number;
  /** The virtual display of a machine without one. */
  readonly screen?: LiveScreenSource | undefined;
}

type MoreStates = { readonly [D in keyof ReturnType<typeof stateOf>]: ReturnType<typeof stateOf>[D] | null };

/** null: this bench does not have the device. */
export interface BenchState extends MoreStates {
  readonly idCardReader: ReturnType<IdCardReaderOnBench['state']>;
  readonly receiptPrinter: ReturnType<ReceiptPrinterOnBench['state']>;
  readonly network: { readonly state: CableState; readonly resetNext: boolean };
  /** null: the kiosk window is on the machine's own display. */
  readonly screen: { readonly display: string } | null;
}

export interface Bench extends BenchAddresses {
  /** The page. */
  readonly url: string;
  /** Where core finds the platform, at 127.0.0.1. */
  readonly networkPort: number;
  state(): BenchState;
  /** Ends the page, the devices and every process that was started for them. */
  close(): Promise<void>;
}

const NONE_OF_THEM: MoreStates = {
  smartCardReader: null,
  codeScanner: null,
  documentPrinter: null,
  documentScanner: null,
  camera: null,
};

/** How long a request for a newer picture waits before it is answered with "unchanged". */
const SCREEN_WAIT_MS = 10_000;

const LOOK_AT_FAULTS_INTERVAL_MS = 400;

const NETWORK_CALL = z.strictObject({ verb: z.enum(['on', 'off', 'hang', 'reset-next']) });
const TAP_CALL = z.strictObject({ x: z.number(), y: z.number() });

/** Starts all devices and the page; rejects, leaving nothing behind, when one of them cannot start. */
export async function startBench(options: BenchOptions): Promise<Bench> {
  await using started = new AsyncDisposableStack();
  const idCardReaderLink = join(options.folder, 'id-card-reader');
  const reader = started.adopt(await IdCardReaderOnBench.start(idCardReaderLink), (it) => it.close());
  const printer = started.adopt(await ReceiptPrinterOnBench.start(), (it) => it.close());
  const newestSlip = () => printer.simulator.papers.at(-1)?.png;
  const more =
    options.devices === 'main'
      ? null
      : started.adopt(await startMoreDevices(options.folder, newestSlip), (it) => it.close());
  const network = started.adopt(await NetworkCable.lay(options), (it) => it.close());
  const screen = options.screen && started.adopt(new LiveScreen(options.screen), (it) => it.close());
  const watchers = new Set<ServerResponse>();

  const state = (): BenchState => ({
    idCardReader: reader.state(),
    receiptPrinter: printer.state(),
    network: { state: network.state, resetNext: network.resetNext },
    screen: options.screen ? { display: options.screen.display } : null,
    ...(more ? stateOf(more) : NONE_OF_THEM),
  });
  let told = '';
  const tell = () => {
    const event = `data: ${JSON.stringify(state())}\n\n`;
    if (event === told) return;
    told = event;
    for (const watcher of watchers) watcher.write(event);
  };
  const movable = {
    'id-card-reader': reader,
    'receipt-printer': printer,
    ...(more && {
      'smart-card-reader': more.smartCardReader,
      'code-scanner': more.codeScanner,
      'document-printer': more.documentPrinter,
      'document-scanner': more.documentScanner,
      camera: more.camera,
    }),
  };
  for (const device of [network, ...Object.values(movable)]) device.onChange(tell);
  // A fault that strikes is no move of the hardware, and is not told by the simulators.
  started.adopt(
    setInterval(() => watchers.size > 0 && tell(), LOOK_AT_FAULTS_INTERVAL_MS),
    clearInterval,
  );

  const routes: Record<string, (call: Call) => Answer | Promise<Answer>> = {
    'GET /api/state': () => ({ kind: 'json', body: state() }),
    'GET /api/events': ({ response }) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      tell();
      response.write(told);
      watchers.add(response);
      response.on('close', () => watchers.delete(response));
      return { kind: 'sent' };
    },
    'POST /api/network': ({ body }) => {
      const call = NETWORK_CALL.safeParse(body);
      if (!call.success) return done(describeProblem(call.error));
      if (call.data.verb === 'reset-next') network.armReset();
      else network.set(call.data.verb);
      return done(undefined);
    },
    'GET /api/camera/desk.jpg': () => bytesAnswer(more?.camera.picture, 'image/jpeg'),
    'GET /api/screen.jpg': async ({ url }) => {
      if (!screen) return NO_SCREEN;
      const newerThan = url.searchParams.get('newer-than');
      const wanted = newerThan === null ? {} : { newerThan: Number(newerThan), waitMs: SCREEN_WAIT_MS };
      return pictureAnswer(await screen.jpeg(wanted), 'image/jpeg');
    },
    'GET /api/screen.png': async () => (screen ? pictureAnswer(await screen.png(), 'image/png') : NO_SCREEN),
    'POST /api/screen/tap': async ({ body }) => {
      if (!screen) return NO_SCREEN;
      const call = TAP_CALL.safeParse(body);
      return done(call.success ? await screen.tap(call.data) : describeProblem(call.error));
    },
  };

  for (const [name, device] of Object.entries(movable)) {
    routes[`POST /api/${name}`] = async ({ body }) => {
      const problem = await device.move(body);
      tell();
      return done(problem);
    };
  }

  const { server, port } = await serve(options.port, async (call) => {
    const { pathname } = call.url;
    const route = routes[`${call.method} ${pathname}`];
    if (route) return route(call);
    if (call.method !== 'GET') return NOTHING_HERE;
    const paper = /^\/api\/receipt-printer\/papers\/([^/]+)\.png$/.exec(pathname)?.[1];
    if (paper !== undefined) return bytesAnswer(printer.paper(paper), 'image/png');
    const printed = /^\/api\/document-printer\/printed\/(\d+)\.pdf$/.exec(pathname)?.[1];
    if (printed !== undefined) return bytesAnswer(more?.documentPrinter.pdf(printed), 'application/pdf');
    return pageFile(pathname);
  });
  started.defer(async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  });

  const running = started.move();
  return {
    url: `http://127.0.0.1:${port}/`,
    networkPort: network.port,
    ...addressesOf({ idCardReaderLink, receiptPrinterPort: printer.simulator.port }, more, options.folder),
    state,
    close: () => running.disposeAsync(),
  };
}

const NO_SCREEN: Answer = {
  kind: 'refused',
  status: 404,
  sentence: 'The kiosk window is on the display of this machine; there is no frame buffer to show.',
};

const NOTHING_HERE: Answer = { kind: 'refused', status: 404, sentence: 'There is nothing at this address.' };

/** What a call did: nothing to tell, or the sentence that says why it could not. */
function done(problem: string | undefined): Answer {
  return problem === undefined ? { kind: 'empty' } : { kind: 'refused', status: 400, sentence: problem };
}

function pictureAnswer(answer: ScreenAnswer, type: string): Answer {
  if (answer.kind === 'unchanged') return { kind: 'empty' };
  if (answer.kind === 'unavailable') return { kind: 'refused', status: 503, sentence: answer.problem };
  const { frame, width, height, bytes } = answer.screen;
  const headers = {
    'x-screen-frame': String(frame),
    'x-screen-width': String(width),
    'x-screen-height': String(height),
  };
  return { kind: 'bytes', type, bytes, headers };
}

function bytesAnswer(bytes: Buffer | undefined, type: string): Answer {
  if (!bytes) return { kind: 'refused', status: 404, sentence: 'There is no such paper.' };
  return { kind: 'bytes', type, bytes };
}
