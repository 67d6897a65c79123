/**
 * The device bench: one process that is the hardware of a terminal on a machine that has none. It owns the simulators
 * and the network cable, and shows them on a page on loopback where they are moved by hand. For development, tests and
 * the training of staff; no part of it goes into a production package.
 */
import type { ServerResponse } from 'node:http';
import { z } from 'zod';
import { pageFile, serve, type Answer, type Call } from './http.ts';
import { IdCardReaderOnBench } from './id-card-reader.ts';
import { LiveScreen, type LiveScreenSource, type ScreenAnswer } from './live-screen.ts';
import { NetworkCable, type CableState } from './network-cable.ts';
import { ReceiptPrinterOnBench } from './receipt-printer.ts';
import { describeProblem } from './words.ts';

export interface BenchOptions {
  /** Port of the page on 127.0.0.1; 0 takes a free one. */
  readonly port: number;
  /** Path of the symbolic link to the pty that is the reader's serial port. */
  readonly idCardReaderLink: string;
  /** Port of the printer on 127.0.0.1; 0 takes a free one. */
  readonly receiptPrinterPort: number;
  /** Where the platform is. */
  readonly platformUrl: string;
  /** Port on 127.0.0.1 where core connects instead; 0 takes a free one. */
  readonly networkPort: number;
  /** The virtual display of a machine without one. */
  readonly screen?: LiveScreenSource | undefined;
}

export interface BenchState {
  readonly idCardReader: ReturnType<IdCardReaderOnBench['state']>;
  readonly receiptPrinter: ReturnType<ReceiptPrinterOnBench['state']>;
  readonly network: { readonly state: CableState; readonly resetNext: boolean };
  /** null: the kiosk window is on the machine's own display. */
  readonly screen: { readonly display: string } | null;
}

export interface Bench {
  /** The page. */
  readonly url: string;
  readonly receiptPrinterPort: number;
  /** Where core finds the platform, at 127.0.0.1. */
  readonly networkPort: number;
  readonly idCardReader: IdCardReaderOnBench['simulator'];
  readonly receiptPrinter: ReceiptPrinterOnBench['simulator'];
  readonly network: NetworkCable;
  state(): BenchState;
  /** Ends the page, the devices and every process that was started for them. */
  close(): Promise<void>;
}

/** How long a request for a newer picture waits before it is answered with "unchanged". */
const SCREEN_WAIT_MS = 10_000;

const LOOK_AT_FAULTS_INTERVAL_MS = 400;

const NETWORK_CALL = z.strictObject({ verb: z.enum(['on', 'off', 'hang', 'reset-next']) });
const TAP_CALL = z.strictObject({ x: z.number(), y: z.number() });

/** Starts all devices and the page; rejects, leaving nothing behind, when one of them cannot start. */
export async function startBench(options: BenchOptions): Promise<Bench> {
  await using started = new AsyncDisposableStack();
  const reader = started.adopt(await IdCardReaderOnBench.start(options.idCardReaderLink), (it) => it.close());
  const printer = started.adopt(await ReceiptPrinterOnBench.start(options.receiptPrinterPort), (it) =>
    it.close(),
  );
  const network = started.adopt(await NetworkCable.lay(options), (it) => it.close());
  const screen = options.screen && started.adopt(new LiveScreen(options.screen), (it) => it.close());
  const watchers = new Set<ServerResponse>();

  const state = (): BenchState => ({
    idCardReader: reader.state(),
    receiptPrinter: printer.state(),
    network: { state: network.state, resetNext: network.resetNext },
    screen: options.screen ? { display: options.screen.display } : null,
  });
  let told = '';
  const tell = () => {
    const event = `data: ${JSON.stringify(state())}\n\n`;
    if (event === told) return;
    told = event;
    for (const watcher of watchers) watcher.write(event);
  };
  for (const device of [reader, printer, network]) device.onChange(tell);
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
    'POST /api/id-card-reader': ({ body }) => {
      const problem = reader.move(body);
      tell();
      return done(problem);
    },
    'POST /api/receipt-printer': async ({ body }) => {
      const problem = await printer.move(body);
      tell();
      return done(problem);
    },
    'POST /api/network': ({ body }) => {
      const call = NETWORK_CALL.safeParse(body);
      if (!call.success) return done(describeProblem(call.error));
      if (call.data.verb === 'reset-next') network.armReset();
      else network.set(call.data.verb);
      return done(undefined);
    },
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

  const { server, port } = await serve(options.port, async (call) => {
    const { pathname } = call.url;
    const route = routes[`${call.method} ${pathname}`];
    if (route) return route(call);
    const paper = /^\/api\/receipt-printer\/papers\/([^/]+)\.png$/.exec(pathname)?.[1];
    if (call.method !== 'GET') return NOTHING_HERE;
    return paper === undefined ? pageFile(pathname) : paperAnswer(printer.paper(paper));
  });
  started.defer(async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  });

  const running = started.move();
  return {
    url: `http://127.0.0.1:${port}/`,
    receiptPrinterPort: printer.simulator.port,
    networkPort: network.port,
    idCardReader: reader.simulator,
    receiptPrinter: printer.simulator,
    network,
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

function paperAnswer(png: Buffer | undefined): Answer {
  if (!png) return { kind: 'refused', status: 404, sentence: 'There is no such paper.' };
  return { kind: 'bytes', type: 'image/png', bytes: png };
}
