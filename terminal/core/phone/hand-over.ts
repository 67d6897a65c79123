import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PHONE_KEY_BYTES } from '@tongban/contract/phone';
import type { TerminalConfig } from '../config.ts';
import type { Log } from '../log.ts';
import { readPhonePage } from './phone-page.ts';
import { PhoneRequests, type PhoneListener } from './phone-requests.ts';

export type { PhoneListener } from './phone-requests.ts';

/** Pictures from citizens' phones, at a site that has set it up. */
export interface PhoneHandOvers {
  /** Of the network that phones have to be in; null where any is good. */
  readonly wifiName: string | null;
  /** Listens for one phone. @returns null when it cannot */
  open(listener: PhoneListener): Promise<PhoneHandOver | null>;
}

/** One code and the one phone that may use it. */
export interface PhoneHandOver {
  /** What the code says. */
  readonly address: string;
  /** From here on nothing listens, and nothing is told. */
  close(): void;
}

type Settings = NonNullable<TerminalConfig['phoneHandOver']>;

/** 128 bits: nobody finds it by trying. */
const TOKEN_BYTES = 16;
/** For so long a code waits for its phone, and for each next picture. */
const LIFETIME_MS = 300_000;
/** A phone opens two to six. */
const MAX_CONNECTIONS = 32;
const SERVER_LIMITS = {
  headersTimeout: 10_000,
  /** A picture of the largest size in 90 s is 0.7 Mbit/s. */
  requestTimeout: 90_000,
  connectionsCheckingInterval: 1000,
  keepAliveTimeout: 5000,
  maxHeaderSize: 8192,
} as const;
/** The answer that is under way when it closes still gets out. */
const LAST_ANSWER_MS = 1000;

/** @param lifetimeMs of a code, between two signs of life */
export function phoneHandOvers(settings: Settings, log: Log, lifetimeMs = LIFETIME_MS): PhoneHandOvers {
  return {
    wifiName: settings.wifiName ?? null,
    async open(listener) {
      try {
        return await listen(settings, listener, log, lifetimeMs);
      } catch (error) {
        log('phone.cannot-listen', { code: (error as NodeJS.ErrnoException).code ?? 'unknown' });
        return null;
      }
    },
  };
}

async function listen(
  settings: Settings,
  listener: PhoneListener,
  log: Log,
  lifetimeMs: number,
): Promise<PhoneHandOver> {
  const page = await readPhonePage();
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  const key = randomBytes(PHONE_KEY_BYTES);
  const lifetime = setTimeout(() => expire(), lifetimeMs);
  const requests = new PhoneRequests({ token: Buffer.from(token), key }, page, {
    connected() {
      lifetime.refresh();
      listener.connected();
    },
    receiving() {
      lifetime.refresh();
      listener.receiving();
    },
    picture: (jpeg) => listener.picture(jpeg),
    spoilt: () => listener.spoilt(),
    expired: () => expire(),
  });
  const server = await serverOf(settings);
  server.maxConnections = MAX_CONNECTIONS;
  server.on('request', (request, response) => void requests.answer(request, response));
  server.on('clientError', (_error, socket) => socket.destroy());
  let isOpen = true;
  const close = (): void => {
    if (!isOpen) return;
    isOpen = false;
    clearTimeout(lifetime);
    requests.end();
    server.close();
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), LAST_ANSWER_MS).unref();
    log('phone.closed');
  };
  const expire = (): void => {
    if (!isOpen) return;
    close();
    listener.expired();
  };
  try {
    await new Promise<void>((resolve, reject) => {
      server.on('error', reject);
      server.listen(settings.port, settings.address, resolve);
    });
  } catch (error) {
    clearTimeout(lifetime);
    throw error;
  }
  log('phone.opened');
  const host = settings.address.includes(':') ? `[${settings.address}]` : settings.address;
  const { port } = server.address() as AddressInfo;
  const scheme = settings.tls ? 'https' : 'http';
  return { address: `${scheme}://${host}:${port}/${token}/#${key.toString('base64url')}`, close };
}

async function serverOf({ tls }: Settings): Promise<Server> {
  // Imported with the first code: Node's own `fetch` comes with it, and core starts sooner without.
  if (!tls) return (await import('node:http')).createServer(SERVER_LIMITS);
  const [cert, key] = await Promise.all([readFile(tls.certFile), readFile(tls.keyFile)]);
  return (await import('node:https')).createServer({ ...SERVER_LIMITS, cert, key });
}
