import { once } from 'node:events';
import { createServer as createPlainServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import { BarcodeReaderMachine } from './barcode-reader-machine.ts';
import { CardReaderMachine } from './card-reader-machine.ts';
import type { CardReaderType } from './card-reader-machine.ts';
import { ProviderFaults } from './faults.ts';
import { LightsMachine } from './lights-machine.ts';
import { PrinterMachine } from './printer-machine.ts';
import type { PrinterHabits } from './printer-machine.ts';
import { Publisher, Service } from './service.ts';
import type { Endpoint } from './service.ts';

const PATH = '/xfs4iot/v1.0';

export interface ProviderOptions {
  readonly cardReader?: CardReaderType;
  readonly printer?: Partial<PrinterHabits>;
  /** Speaks TLS with this certificate and key, in PEM. */
  readonly tls?: { readonly cert: string; readonly key: string };
}

/**
 * A service provider with one device of each class, over real WebSockets: CardReader1, Printer1, BarcodeReader1, Lights1
 * and the publisher. The devices are moved by the methods of their machines, the provider by its own.
 */
export class XfsProviderSimulator {
  readonly faults = new ProviderFaults();
  readonly cardReader: CardReaderMachine;
  readonly printer: PrinterMachine;
  readonly barcodeReader = new BarcodeReaderMachine();
  readonly lights = new LightsMachine({
    cardReader: ['default'],
    receiptPrinter: ['left', 'right'],
    scanner: ['default'],
  });
  readonly #endpoints: ReadonlyMap<string, Endpoint>;
  readonly #tls: ProviderOptions['tls'];
  readonly #sockets = new Set<Socket>();
  #server: ReturnType<typeof createPlainServer> | null = null;
  #port = 0;
  #isFrozen = false;

  private constructor({ cardReader = 'motor', printer = {}, tls }: ProviderOptions) {
    this.cardReader = new CardReaderMachine(cardReader);
    this.printer = new PrinterMachine({ cut: true, eject: true, retract: true, ...printer });
    this.#tls = tls;
    const services = new Map<string, Endpoint>([
      [`${PATH}/CardReader1`, new Service(this.cardReader, this.faults)],
      [`${PATH}/Printer1`, new Service(this.printer, this.faults)],
      [`${PATH}/BarcodeReader1`, new Service(this.barcodeReader, this.faults)],
      [`${PATH}/Lights1`, new Service(this.lights, this.faults)],
    ]);
    const publisher = new Publisher(
      () => [...services.keys()].map((path) => `${this.#origin}${path}`),
      this.faults,
    );
    this.#endpoints = new Map([...services, [PATH, publisher]]);
  }

  static async start(options: ProviderOptions = {}): Promise<XfsProviderSimulator> {
    const provider = new XfsProviderSimulator(options);
    await provider.comeBack();
    return provider;
  }

  /** As a technician writes it. */
  address(service: 'CardReader1' | 'Printer1' | 'BarcodeReader1' | 'Lights1'): string {
    return `xfs://127.0.0.1:${this.#port}/${service}`;
  }

  /** What the client has to connect to. */
  url(service: string): string {
    return `${this.#origin}${PATH}${service === '' ? '' : `/${service}`}`;
  }

  get #origin(): string {
    return `${this.#tls === undefined ? 'ws' : 'wss'}://localhost:${this.#port}`;
  }

  /** How many connections were ever taken. */
  accepted = 0;
  /** How many connections there are now. */
  get connections(): number {
    return this.#sockets.size;
  }

  /** The program of the provider ends: its sockets with it, and nobody listens any more. */
  async vanish(): Promise<void> {
    const server = this.#server;
    if (server === null) return;
    this.#server = null;
    for (const socket of this.#sockets) socket.destroy();
    server.close();
    await once(server, 'close');
  }

  /** It is started again, at the same port. */
  async comeBack(): Promise<void> {
    const server = this.#tls === undefined ? createPlainServer() : createTlsServer(this.#tls);
    this.#server = server;
    server.on('connection', (socket) => {
      this.accepted++;
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
    const sockets = new WebSocketServer({ server, perMessageDeflate: false });
    sockets.on('connection', (socket, { url = '' }) => {
      const endpoint = this.#endpoints.get(url);
      if (endpoint === undefined) return socket.close();
      endpoint.attach(socket);
      if (this.#isFrozen) socket.pause();
    });
    server.listen(this.#port, '127.0.0.1');
    await once(server, 'listening');
    this.#port = (server.address() as AddressInfo).port;
    this.#webSockets = sockets.clients;
  }
  #webSockets: ReadonlySet<WebSocket> = new Set();

  /** It takes connections and says nothing on them, and nothing on those that it has. */
  freeze(): void {
    this.#isFrozen = true;
    for (const socket of this.#webSockets) socket.pause();
  }
  thaw(): void {
    this.#isFrozen = false;
    for (const socket of this.#webSockets) socket.resume();
  }

  async close(): Promise<void> {
    await this.vanish();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
