/**
 * Simulated terminals in one process. Real of each: its key and the proof on what asks for one, a push channel that stays open,
 * a heartbeat every 30 s on average and spread as `CentreLink` does it, each over a new connection as a real one's is after
 * 30 s, and after a push its share of the spread and the GET of the bundle since its version. Simulated: TLS; of the
 * verification by TUF only the timestamp's signature by the root that it was set up with is checked, once for bundles that
 * are the same; nothing is stored.
 */
import { createPrivateKey, type KeyObject } from 'node:crypto';
import { request, type IncomingMessage } from 'node:http';
import { buffer, text } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { Metadata, MetadataKind, type Root } from '@tufjs/models';
import { linkDelays, PROOF_HEADER, signProof } from '@tongban/kiosk-config/provisioning';
import type { Heartbeat, HeartbeatAnswer } from '@tongban/kiosk-config/centre/contract';
import type { Bundle } from '@tongban/kiosk-config/published';
import { useOfThisProcess, type FleetStart, type FleetState, type SimulatedTerminal } from './messages.ts';

interface Terminal {
  readonly id: string;
  readonly key: KeyObject;
  readonly thumbprint: string;
  readonly port: number;
  /** Each local address has ports of its own, of which a closed connection keeps one for a minute. */
  readonly localAddress: string;
  sequence: number;
  version: number;
  refreshing: boolean;
}

const ADDRESSES = 16;
const REOPEN_MS = 2000;
/** Then a terminal gives up and comes again. */
const LONGEST_ANSWER_MS = 10_000;
/** A fleet of 10,000 comes up within three minutes, each with a channel, a heartbeat and a bundle at once. */
const SWITCHED_ON_EVERY_MS = 18;
const TIMESTAMP = 'metadata/timestamp.json';
const DEVICES = ['id-card-reader', 'receipt-printer', 'code-scanner', 'document-scanner', 'camera'];

const startedAt = new Date().toISOString();
let channels = 0;
let root: Metadata<Root>;
let seen = nothingSeen();

function nothingSeen() {
  return {
    beaten: new Set<string>(),
    latenciesMs: [] as number[],
    failures: {} as Record<string, number>,
    verifiedAt: [] as number[],
  };
}

function fail(what: string): void {
  seen.failures[what] = (seen.failures[what] ?? 0) + 1;
}

/** As the terminal that proves itself. @param body null: a GET. @returns as {@link ask} */
function askProven(terminal: Terminal, path: string, body: string | null): Promise<IncomingMessage | null> {
  const method = body === null ? 'GET' : 'POST';
  const proof = signProof({ method, path, body: body ?? '' }, terminal, Date.now());
  const ofBody = body !== null && {
    ...{ 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
  };
  return ask(terminal, { method, path, headers: { [PROOF_HEADER]: proof, ...ofBody }, body });
}

interface Asked {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string | number>>;
  readonly body: string | null;
}

/** @returns null when there was no answer, or another than 200; that is noted as a failure */
async function ask(
  { port, localAddress }: Terminal,
  { method, path, headers, body }: Asked,
): Promise<IncomingMessage | null> {
  const { promise, resolve } = Promise.withResolvers<IncomingMessage | null>();
  const asked = request(
    { host: '127.0.0.1', port, localAddress, method, path, headers, agent: false },
    resolve,
  )
    .on('error', (error: NodeJS.ErrnoException) => {
      fail(`${path.split('/').at(-1)} ${error.code}`);
      resolve(null);
    })
    .end(body ?? undefined);
  const late = setTimeout(
    () => asked.destroy(Object.assign(new Error(), { code: 'late' })),
    LONGEST_ANSWER_MS,
  );
  const response = await promise;
  clearTimeout(late);
  if (response === null || response.statusCode === 200) return response;
  fail(`${path.split('/').at(-1)} ${response.statusCode}`);
  response.resume();
  return null;
}

/** One after the other, as a real one's. */
async function beatOn(terminal: Terminal): Promise<void> {
  await beat(terminal);
  setTimeout(() => void beatOn(terminal), linkDelays.heartbeatMs * (0.75 + Math.random() / 2));
}

async function beat(terminal: Terminal): Promise<void> {
  const said: Heartbeat = {
    ...{ startedAt, sequence: (terminal.sequence += 1), at: new Date().toISOString(), software: '0.1.0' },
    ...{ published: terminal.version, configuration: null, unsent: 0, oldestUnsentAt: null },
    ...{ storageFree: 0.8, intake: 'open', order: 0 },
    devices: DEVICES.map((id) => ({ id, family: id, status: 'ready', availability: 'ready' })),
  };
  const begun = performance.now();
  const response = await askProven(terminal, `/v1/terminals/${terminal.id}/heartbeat`, JSON.stringify(said));
  if (!response) return;
  const { published } = JSON.parse(await text(response)) as HeartbeatAnswer;
  seen.latenciesMs.push(performance.now() - begun);
  seen.beaten.add(terminal.id);
  if (published !== null && published > terminal.version) refreshSoon(terminal);
}

async function openChannel(terminal: Terminal): Promise<void> {
  const response = await askProven(terminal, `/v1/terminals/${terminal.id}/push`, null);
  const again = (): void =>
    void setTimeout(() => void openChannel(terminal), REOPEN_MS * (1 + Math.random()));
  if (!response) return again();
  channels += 1;
  response.on('data', (part: Buffer) => {
    const version = /event: published\ndata: {"version":(\d+)}/.exec(part.toString('latin1'))?.[1];
    if (Number(version) > terminal.version) refreshSoon(terminal);
  });
  response.on('error', () => fail('push cut'));
  response.on('close', () => {
    channels -= 1;
    again();
  });
}

function refreshSoon(terminal: Terminal): void {
  if (terminal.refreshing) return;
  terminal.refreshing = true;
  setTimeout(() => {
    void refresh(terminal).finally(() => (terminal.refreshing = false));
  }, Math.random() * linkDelays.spreadMs);
}

async function refresh(terminal: Terminal): Promise<void> {
  // What is published is for everybody: no proof.
  const response = await ask(terminal, {
    ...{ method: 'GET', path: `/v1/published/bundle?have=${terminal.version}`, body: null },
    headers: { 'accept-encoding': 'gzip' },
  });
  if (!response) return;
  const version = versionIn(await buffer(response));
  if (version === null || version <= terminal.version) return fail('bundle too old');
  terminal.version = version;
  seen.verifiedAt.push(Date.now());
}

/** Of the bundle that was verified last: real terminals do not share one processor for it, byte for byte the same. */
let verified: { readonly bundle: Buffer; readonly version: number | null } = {
  bundle: Buffer.alloc(0),
  version: null,
};

/** @returns null when the bundle is not of the version that its timestamp names */
function versionIn(bundle: Buffer): number | null {
  if (!bundle.equals(verified.bundle)) {
    const { version, files } = JSON.parse(gunzipSync(bundle).toString('utf8')) as Bundle;
    const timestamp = Metadata.fromJSON(MetadataKind.Timestamp, JSON.parse(files[TIMESTAMP] ?? '{}'));
    // Throws, and so ends the bench, when it is not signed by the key that the root names.
    root.verifyDelegate('timestamp', timestamp);
    verified = { bundle, version: timestamp.signed.version === version ? version : null };
  }
  return verified.version;
}

function toTerminal(
  { id, key, thumbprint }: SimulatedTerminal,
  at: number,
  ports: readonly number[],
): Terminal {
  return {
    ...{ id, thumbprint, port: ports[at % ports.length]! },
    key: createPrivateKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'pkcs8' }),
    localAddress: `127.0.0.${2 + (at % ADDRESSES)}`,
    ...{ sequence: 0, version: 0, refreshing: false },
  };
}

function start({ terminals, ports, root: json }: FleetStart): void {
  root = Metadata.fromJSON(MetadataKind.Root, JSON.parse(json));
  for (const [at, each] of terminals.entries()) {
    const terminal = toTerminal(each, at, ports);
    setTimeout(
      () => {
        void openChannel(terminal);
        void beatOn(terminal);
      },
      Math.random() * terminals.length * SWITCHED_ON_EVERY_MS,
    );
  }
}

function state(): FleetState {
  const { beaten, ...rest } = seen;
  seen = nothingSeen();
  return { ...rest, beaten: beaten.size, channels, ...useOfThisProcess() };
}

process.on('message', (order: FleetStart | 'state') => {
  process.send?.(order === 'state' ? state() : (start(order), null));
});
process.on('disconnect', () => process.exit(0));
