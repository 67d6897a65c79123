import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  ConfigurationStore,
  enrol,
  IdentityStore,
  readEnrolmentCode,
  type Readiness,
} from '@tongban/kiosk-config/provisioning';
import { startCentre, type Centre } from '../../kiosk-config/centre/server/centre.ts';
import { callersOf, SITE_A, UNIT_A, type TestOfficer } from '../../kiosk-config/centre/testing/callers.ts';
import {
  deskOf,
  officersOf,
  testDocument,
  type Officers,
} from '../../kiosk-config/centre/testing/matter-desk.ts';
import { atStart, goBack, isReady, tryReady, writeState } from '../update/state.ts';
import { joinCentre, type CentreConnection } from './centre.ts';
import type { MissingCharacterFacts } from './missing-characters.ts';
import { LastReadiness } from './last-readiness.ts';
import { Updates } from './updates.ts';

const TERMINAL = 'TEST-1';
/** Long enough for a push, too short for the next heartbeat (22.5 s at the earliest): what came in it was pushed. */
const BY_PUSH = { timeout: 15_000 };
const SETTINGS = { diagonalInches: 32 };

let centre: Centre;
let officers: Officers;
let folder: string;
let connection: CentreConnection | null;
/** What core was made to do, in order. */
let done: string[];
let settings: ConfigurationStore;
let updates: Updates;
let isVisitOpen: boolean;
let isUsable: boolean;
let missingCharacters: MissingCharacterFacts;
let lastReadiness: LastReadiness;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tongban-joined-'));
  [connection, done, isVisitOpen, isUsable] = [null, [], false, true];
  missingCharacters = { notFound: 0, lastDay: null, undrawable: [] };
  settings = new ConfigurationStore(join(folder, 'terminal'));
  lastReadiness = new LastReadiness(join(folder, 'terminal'));
  mkdirSync(join(folder, 'program'));
  updates = new Updates({ log: () => undefined, programFolder: join(folder, 'program') });
  centre = await startCentre({
    ...{ dataFolder: join(folder, 'centre'), databaseUrl: null, host: '127.0.0.1', port: 0 },
    ...{ origin: null, proxies: [], pages: null, log: false },
  });
  officers = await officersOf(callersOf(centre.app, centre.services.database, () => new Date()));
  await centre.services.publisher.found();
});
afterEach(async () => {
  await connection?.close();
  await centre.close();
  rmSync(folder, { recursive: true });
});

/** Joins as core does; everything but the centre and the disk is a stand-in. */
function joined(): CentreConnection | null {
  connection = joinCentre({
    ...{ dataFolder: join(folder, 'terminal'), software: '0.1.0', log: () => undefined },
    ...{ isVisitOpen: () => isVisitOpen, keepsFailing: false },
    sync: {
      ...{ heldCount: 0, oldestUnsentAt: null, intake: { open: true }, storage: { freeShare: 0.5 } },
      ...{ auditHead: { sequence: 0, hash: '0'.repeat(64) } },
      lockedIs: (locked: boolean) => done.push(locked ? 'locked' : 'not locked'),
    } as unknown as Parameters<typeof joinCentre>[0]['sync'],
    manager: { list: () => [], onStatus: () => () => undefined },
    catalogue: {
      async refresh() {
        const version = await centre.services.terminals.publishedVersion();
        done.push(`asked for ${version}`);
        return { kind: 'updated', version: version ?? 0 };
      },
    },
    missingCharacters: {
      get facts() {
        return missingCharacters;
      },
    },
    lastReadiness,
    fleet: {
      settings,
      configuration: () => updates.outcomeOf(settings.outcome),
      isUsable: () => isUsable,
      logBundle: () => '{"event":"TEST"}\n',
      keepFound: () => undefined,
      restart: () => done.push('restarted'),
    },
  });
  return connection;
}

const technician = (): TestOfficer => officers.technician;

async function enrolHere(): Promise<void> {
  const entered = await technician().ask('POST', '/v1/terminals', {
    ...{ id: TERMINAL, siteCode: SITE_A, siteName: '测试', district: '测试区', street: '测试街道' },
    ...{ serial: null, model: null, modules: [], ring: 'first', configuration: 'standard' },
  });
  expect(entered.statusCode).toBe(200);
  const made = await technician().ask('POST', `/v1/terminals/${TERMINAL}/enrolment-codes`);
  const ticket = readEnrolmentCode(made.json<{ code: string }>().code)!;
  const store = new IdentityStore(join(folder, 'terminal'));
  const outcome = await enrol(store, ticket, centre.url, { terminalId: TERMINAL, siteCode: SITE_A });
  expect(outcome.kind).toBe('enrolled');
}

type Summary = {
  revision: number;
  published: number | null;
  missingCharacters: MissingCharacterFacts | null;
  readiness: Readiness | null;
};
const atCentre = async (): Promise<Summary> =>
  (await technician().ask('GET', `/v1/terminals/${TERMINAL}`)).json<Summary>();

/** Waits until the centre has heard what the terminal serves: from then on the next heartbeat is far away. */
async function settled(): Promise<void> {
  await expect
    .poll(async () => (await atCentre()).published, BY_PUSH)
    .toBe(await centre.services.terminals.publishedVersion());
  done.length = 0;
}

async function order(kind: 'lock' | 'unlock'): Promise<void> {
  const { revision } = await atCentre();
  const body = { reason: 'TEST', revision };
  const answer = await technician().ask('POST', `/v1/terminals/${TERMINAL}/${kind}`, body);
  expect([answer.statusCode, answer.body]).toEqual([200, answer.body]);
}

async function rollOut(everywhere: object = SETTINGS): Promise<void> {
  const path = '/v1/configurations/standard/versions';
  const input = { basedOn: 0, everywhere, sites: {}, terminals: {} };
  const written = (await technician().ask('POST', path, input)).json<{ version: number; revision: number }>();
  const start = { revision: written.revision };
  const answer = await technician().ask('POST', `${path}/${written.version}/start`, start);
  expect([answer.statusCode, answer.body]).toEqual([200, answer.body]);
}

it('a terminal that is not enrolled joins nothing, and is not locked', () => {
  expect(joined()).toBeNull();
  expect(done).toEqual(['not locked']);
});

describe('a terminal that has joined its centre', () => {
  beforeEach(async () => {
    await enrolHere();
    joined();
    await settled();
  });

  it('asks for a catalogue as soon as it is pushed that there is one', async () => {
    const document = testDocument({}, UNIT_A);
    const { apply, passThrough } = deskOf(officers, String(document['handleItem']));
    await passThrough(await apply('open', document));
    await expect.poll(() => done, BY_PUSH).not.toEqual([]);
    expect(done[0]).toBe(`asked for ${await centre.services.terminals.publishedVersion()}`);
  });

  it('is locked and unlocked, and stays locked through a start without network', async () => {
    await order('lock');
    await expect.poll(() => done, BY_PUSH).toEqual(['locked']);
    await connection?.close();
    await centre.app.close();
    joined();
    expect(done.slice(0, 2)).toEqual(['locked', 'locked']);
  });

  it('is back in service when the centre unlocks it', async () => {
    await order('lock');
    await expect.poll(() => done, BY_PUSH).toEqual(['locked']);
    await order('unlock');
    await expect.poll(() => done, BY_PUSH).toEqual(['locked', 'not locked']);
  });

  it('takes settings at once, but starts anew only when the visit has ended', async () => {
    isVisitOpen = true;
    await rollOut();
    await expect.poll(() => settings.begin(), BY_PUSH).toEqual(SETTINGS);
    expect(done).toEqual([]);
    isVisitOpen = false;
    connection?.visitEnded();
    expect(done).toEqual(['restarted']);
  });

  it('refuses settings that core cannot start with, says so, and works on', async () => {
    isUsable = false;
    await rollOut();
    await expect.poll(() => settings.outcome, BY_PUSH).toMatchObject({ state: 'failed' });
    connection?.visitEnded();
    expect([done, settings.begin()]).toEqual([[], {}]);
  });

  it('is told of a release by its settings, and one that fails here stops on its way to others', async () => {
    const begin = (state: Parameters<typeof atStart>[0]) => atStart(state, '1.0.0', () => true, new Date());
    const keep = (state: ReturnType<typeof begin>): void => writeState(join(folder, 'program'), state);
    const onTrial = begin(tryReady(isReady(begin(null), '1.1.0', 'a')));
    keep(begin(null));
    const release = { updates: { version: '1.1.0' } };
    await rollOut(release);
    await expect.poll(() => settings.begin(), BY_PUSH).toEqual(release);
    updates.wants(release.updates);
    settings.proven();
    const rollout = async () => {
      // What is assigned makes it beat at once.
      const ordered = await technician().ask('POST', `/v1/terminals/${TERMINAL}/log-bundles`);
      const bundle = `/v1/terminals/${TERMINAL}/log-bundles/${ordered.json<{ id: string }>().id}`;
      await expect.poll(async () => (await technician().ask('GET', bundle)).statusCode, BY_PUSH).toBe(200);
      await centre.services.terminals.rollouts.goOn();
      const [newest] = await centre.services.terminals.rollouts.newest();
      const { state, ring, counts } = newest!.rollout!;
      return [state, ring, counts];
    };
    const unanswered = ['rolling', 'first', { assigned: 1, applied: 0, failed: 0 }];
    expect(await rollout()).toEqual(unanswered);
    keep(onTrial);
    expect(await rollout()).toEqual(unanswered);
    keep(goBack(onTrial, 'not-well-in-time', new Date()));
    expect(await rollout()).toEqual(['stopped', 'first', { assigned: 1, applied: 0, failed: 1 }]);
  });

  it('hands its log in when the centre asks for it', async () => {
    const ordered = await technician().ask('POST', `/v1/terminals/${TERMINAL}/log-bundles`);
    const { id } = ordered.json<{ id: string }>();
    const bundle = () => technician().ask('GET', `/v1/terminals/${TERMINAL}/log-bundles/${id}`);
    await expect.poll(async () => (await bundle()).body, BY_PUSH).toBe('{"event":"TEST"}\n');
  });

  it('tells with its heartbeat which characters are missing, and of nothing before there are any', async () => {
    expect((await atCentre()).missingCharacters).toBeNull();
    missingCharacters = { notFound: 2, lastDay: '2026-03-02', undrawable: ['U+20BB7'] };
    // What is assigned makes it beat at once.
    await technician().ask('POST', `/v1/terminals/${TERMINAL}/log-bundles`);
    await expect.poll(async () => (await atCentre()).missingCharacters, BY_PUSH).toEqual(missingCharacters);
  });

  it('tells the report of who set it up at once, and again after a restart', async () => {
    const report: Readiness = {
      ...{ at: '2026-11-30T01:00:00.000Z', ready: true, otherwise: 0 },
      ...{ panel: null, devices: [{ family: 'id-card-reader', check: 'passed' }] },
    };
    lastReadiness.keep(report);
    const before = connection?.saidAt ?? '';
    connection?.soon();
    await expect.poll(async () => (await atCentre()).readiness, BY_PUSH).toEqual(report);
    await expect.poll(() => (connection?.saidAt ?? '') > before, BY_PUSH).toBe(true);
    expect(new LastReadiness(join(folder, 'terminal')).value).toEqual(report);
  });
});
