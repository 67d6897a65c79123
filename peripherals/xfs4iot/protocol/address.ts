import { z } from 'zod';

/**
 * Where a service of an XFS4IoT service provider is, as a technician writes it: `xfs://host:port/CardReader1`. Ports and
 * path are those of the specification (CEN CWA 17852, "Service Publisher"): ws(s)://host:port/xfs4iot/v1.0/service.
 */

const LOOPBACK: readonly string[] = ['127.0.0.1', '[::1]', 'localhost'];
/** The first port that a provider without a web server of its own takes. */
const DEFAULT_PORT = 5846;
const PATH = '/xfs4iot/v1.0';
const SERVICE = /^\/([A-Za-z0-9._-]{1,64})$/;

export const xfsAddress = z.string().refine((address) => parse(address) !== null, {
  error: 'has to be written xfs://host:port/service',
});

/**
 * The WebSocket of a service. In clear to this machine itself alone: over the network whoever listens would read what a
 * card holds, and could answer in the place of the device.
 * @throws TypeError when the address is none
 */
export function serviceAt(address: string): string {
  const { origin, service } = parsed(address);
  return `${origin}${PATH}/${service}`;
}

/** The publisher beside a service, which lists all services of its provider. @throws TypeError when the address is none */
export function publisherBeside(address: string): string {
  return `${parsed(address).origin}${PATH}`;
}

/** As a technician writes it, of a service that a publisher lists; null when it is none. */
export function addressOf(serviceUri: string): string | null {
  const [, host, service] = /^wss?:\/\/([^/]+)\/xfs4iot\/v1\.0\/([^/]+)$/.exec(serviceUri) ?? [];
  if (host === undefined || service === undefined) return null;
  const address = `xfs://${host}/${service}`;
  return parse(address) === null ? null : address;
}

interface Parsed {
  readonly origin: string;
  readonly service: string;
}

function parsed(address: string): Parsed {
  const found = parse(address);
  if (found === null) throw new TypeError('not the address of a service');
  return found;
}

function parse(address: string): Parsed | null {
  if (!address.startsWith('xfs://')) return null;
  // The rules for hosts are those of the web's own schemes, which no other scheme has.
  const url = URL.parse(`http${address.slice('xfs'.length)}`);
  const [, service] = SERVICE.exec(url?.pathname ?? '') ?? [];
  if (!url || service === undefined || url.username || url.password || url.search || url.hash) return null;
  const scheme = LOOPBACK.includes(url.hostname) ? 'ws' : 'wss';
  // 80 is what `http:` does not write.
  const port = url.port || (/:80(\/|$)/.test(address) ? 80 : DEFAULT_PORT);
  return { origin: `${scheme}://${url.hostname}:${port}`, service };
}
