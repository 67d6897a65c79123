import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { authorityOf, issueCertificate, makeAuthority, readRequest } from '../centre/terminals/authority.ts';
import type { Heartbeat, HeartbeatAnswer } from '../centre/contract/terminals.ts';
import { CentreLink, linkDelays, type Facts } from './centre-link.ts';
import { certificateRequest } from './certificate-request.ts';
import { SecurityEvents } from './event-queue.ts';
import { IdentityStore, type Identity } from './identity-store.ts';
import { signOrder } from './orders.ts';

const now = new Date();
const authority = authorityOf(await makeAuthority(now));
const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const request = (await readRequest(await certificateRequest(key)))!;
const issued = await issueCertificate(authority, request, 'TEST-1', now);

let folder: string;
let store: IdentityStore;
let identity: Identity;
let link: CentreLink;
let answer: Partial<HeartbeatAnswer>;
let refusal: object | null;
let beats: Heartbeat[];
let published: number[];
let standings: string[];
let push: (text: string) => void;

beforeEach(() => {
  vi.useFakeTimers();
  folder = mkdtempSync(join(tmpdir(), 'tongban-link-'));
  store = new IdentityStore(folder);
  identity = store.keep({
    ...{ centre: 'http://centre.test', terminalId: 'TEST-1', siteCode: 'S', key, certificate: issued.pem },
    authority: authority.certificatePem,
  });
  [answer, refusal, beats, published, standings, push] = [{}, null, [], [], [], () => {}];
});
afterEach(async () => {
  const stopped = link.stop();
  await vi.advanceTimersByTimeAsync(60_000);
  await stopped;
  vi.useRealTimers();
  rmSync(folder, { recursive: true });
});

const facts: Facts = {
  ...{ software: '0.1.0', published: 3, configuration: null, unsent: 0, oldestUnsentAt: null },
  ...{ storageFree: 0.5, intake: 'open', devices: [] },
};

function start(channel: 'open' | 'lost') {
  link = new CentreLink({
    ...{ store, identity, events: new SecurityEvents(folder), facts: () => facts },
    ...{
      auditHead: () => null,
      logBundle: () => '',
      log: () => {},
      onSettings: () => {},
      knowsSettings: () => true,
    },
    onPublished: (version) => published.push(version),
    onStanding: (standing) => standings.push(standing),
    async fetch(url, init) {
      if (url.endsWith('/push')) {
        if (channel === 'lost') throw new TypeError('fetch failed');
        const body = new ReadableStream<Uint8Array>({
          start(controller) {
            push = (text) => controller.enqueue(new TextEncoder().encode(text));
            init.signal?.addEventListener('abort', () => controller.error(init.signal?.reason));
          },
        });
        return new Response(body);
      }
      beats.push(JSON.parse(String(init.body)) as Heartbeat);
      if (refusal) return Response.json(refusal, { status: 403 });
      const nothing = { published: 3, configuration: null, order: null, jobs: [] };
      return Response.json({ serverTime: Date.now(), ...nothing, ...answer });
    },
  });
}
const order = (kind: 'lock' | 'unlock' | 'shred', number: number, by = authority) =>
  signOrder({ terminalId: 'TEST-1', number, kind, reason: 'TEST', at: now.toISOString() }, by.key);

it('a push tells of a new catalogue at once', async () => {
  start('open');
  await vi.advanceTimersByTimeAsync(linkDelays.soonMs);
  push('event: published\ndata: {"ver');
  push('sion":4}\n\n');
  await vi.advanceTimersByTimeAsync(linkDelays.spreadMs);
  expect(published).toEqual([4]);
});

it('when the push is lost the next heartbeat brings it, within 60 s', async () => {
  start('lost');
  await vi.advanceTimersByTimeAsync(linkDelays.soonMs);
  expect([beats.length, published]).toEqual([1, []]);
  answer = { published: 4 };
  await vi.advanceTimersByTimeAsync(linkDelays.heartbeatMs * 1.25 + linkDelays.spreadMs);
  expect(published).toEqual([4]);
});

it('many changes within a moment are one heartbeat', async () => {
  start('lost');
  await vi.advanceTimersByTimeAsync(linkDelays.soonMs);
  for (let at = 0; at < 5; at += 1) link.soon();
  await vi.advanceTimersByTimeAsync(linkDelays.soonMs);
  expect(beats.map(({ sequence }) => sequence)).toEqual([1, 2]);
});

it('is locked and unlocked by signed orders alone, told back, and remembers it', async () => {
  answer = { order: order('lock', 1, authorityOf(await makeAuthority(now))) };
  start('lost');
  await vi.advanceTimersByTimeAsync(linkDelays.soonMs);
  expect(link.standing).toBe('admitted');
  answer = { order: order('lock', 1) };
  link.soon();
  await vi.advanceTimersByTimeAsync(2 * linkDelays.soonMs);
  expect([link.standing, beats.at(-1)?.order]).toEqual(['locked', 1]);
  expect(new IdentityStore(folder).order).toMatchObject({ kind: 'lock', number: 1 });
  answer = { order: order('unlock', 2) };
  link.soon();
  await vi.advanceTimersByTimeAsync(linkDelays.soonMs);
  expect(standings).toEqual(['locked', 'admitted']);
  // An order that is older than the one obeyed is somebody's replay.
  answer = { order: order('lock', 1) };
  link.soon();
  await vi.advanceTimersByTimeAsync(linkDelays.soonMs);
  expect(link.standing).toBe('admitted');
});

it('a revoked terminal destroys its keys when it hears the signed order, keeps its submissions and falls silent', async () => {
  writeFileSync(join(folder, 'store.sqlite'), 'sealed submissions');
  refusal = { code: 'TERMINAL_REVOKED', order: order('shred', 1) };
  start('lost');
  await vi.advanceTimersByTimeAsync(linkDelays.soonMs);
  expect(standings).toEqual(['revoked']);
  expect(store.read()).toBeNull();
  expect(readdirSync(join(folder, 'identity'))).toEqual(['order.json']);
  expect(readdirSync(folder)).toContain('store.sqlite');
  const told = beats.length;
  await vi.advanceTimersByTimeAsync(10 * linkDelays.heartbeatMs);
  expect(beats.length).toBe(told);
});

it('a refusal without a signed order destroys nothing', async () => {
  refusal = { code: 'TERMINAL_REVOKED' };
  start('lost');
  await vi.advanceTimersByTimeAsync(linkDelays.soonMs);
  expect(store.read()).not.toBeNull();
  expect(beats).toHaveLength(1);
});
