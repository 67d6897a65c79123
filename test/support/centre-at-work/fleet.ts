import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { heartbeat, type Heartbeat } from '../../../kiosk-config/centre/contract/index.ts';
import type { Work } from './work.ts';

const STAFF = { id: null, role: 'technician' } as const;
const PLACES = [
  ['虚拟区', ['甲路街道', '乙浜镇', '丙桥街道', '丁桥街道', '戊泾镇']],
  ['示例区', ['东一街道', '东二街道', '西一镇']],
  ['样例新区', ['海滨街道', '云台路街道']],
] as const;
const FLEET = 40;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const FAMILIES = ['id-card-reader', 'smart-card-reader', 'receipt-printer', 'document-printer', 'camera'];
type Device = Heartbeat['devices'][number];
type Readiness = NonNullable<Heartbeat['readiness']>;
type Event = NonNullable<Heartbeat['events']>[number];

/** Forty terminals: most well, and of each trouble some. */
export async function placeTerminals({ centre, callers }: Work): Promise<void> {
  const { services } = centre;
  const { registry, beat, lookAfter } = services.terminals;
  const { sql } = services.database;
  const now = services.clock();
  const before = (ms: number): string => new Date(now.getTime() - ms).toISOString();
  const streets = PLACES.flatMap(([district, all]) => all.map((street) => ({ district, street })));
  for (let at = 0; at < FLEET; at += 1) {
    const id = `TEST-${String(at + 1).padStart(4, '0')}`;
    const { district, street } = streets[at % streets.length]!;
    const where = {
      siteCode: `TEST-SITE-${(at % streets.length) + 1}`,
      siteName: `${street}社区事务受理服务中心`,
      district,
      street,
    };
    const built = { serial: `SN2026${at + 100}`, model: '立式 21.5 寸', modules: FAMILIES, ring: null };
    await registry.register(
      { id, ...where, ...built, configuration: at % 3 === 0 ? 'hall' : 'standard' },
      STAFF,
    );
    if (at % 13 === 12) continue;
    const standing = at === 19 ? 'revoked' : 'enrolled';
    await sql
      .updateTable('terminals')
      .set({ standing, enrolled_at: before(90 * 24 * HOUR_MS) })
      .where('id', '=', id)
      .execute();
    await sql
      .insertInto('terminal_certificates')
      .values({
        ...{ thumbprint: randomUUID(), terminal_id: id, public_key: publicKey(), pem: '', ended_at: null },
        ...{ not_before: before(20 * 24 * HOUR_MS), not_after: before(-(at === 8 ? 3 : 40) * 24 * HOUR_MS) },
      })
      .execute();
    const said = {
      startedAt: before(30 * HOUR_MS),
      at: before(0),
      published: 41,
      configuration: null,
      order: 0,
    };
    const rest = {
      unsent: at % 7,
      oldestUnsentAt: at % 7 > 0 ? before((at === 20 ? 30 : 1) * HOUR_MS) : null,
    };
    const disk = {
      storageFree: at === 14 ? 0.04 : 0.55 + at / 100,
      intake: 'open',
      software: at % 4 ? '0.1.0' : '0.1.1',
      ...(at % 9 === 4 && {
        missingCharacters: { notFound: at, lastDay: '2026-03-02', undrawable: ['U+20BB7', 'U+2A700'] },
      }),
      ...(at % 2 === 0 && { readiness: readinessOf(at, before(20 * 24 * HOUR_MS)) }),
    };
    const whole = { ...said, ...rest, ...disk, devices: devicesOf(-1) };
    await beat(id, heartbeat.parse({ ...whole, sequence: 1 }));
    await beat(
      id,
      heartbeat.parse({
        ...whole,
        sequence: 2,
        devices: devicesOf(at),
        events: eventsOf(at, before),
        ...(at === 16 && { at: before(-5 * MINUTE_MS) }),
      }),
    );
    if (at % 11 === 10) {
      const silent = { last_seen_at: before((at + 5) * MINUTE_MS) };
      await sql.updateTable('terminal_states').set(silent).where('terminal_id', '=', id).execute();
    }
  }
  await lookAfter();
  const officer = await callers.as('data-centre', { displayName: '冯虚拟' });
  const post = (url: string, body: unknown) => officer.ask('POST', url, body);
  await post('/v1/terminals/TEST-0006/lock', { revision: 1, reason: '柜门异常打开，待技术员到场核实' });
  const settings = { session: { idleMs: 60_000, countdownMs: 15_000 }, diagonalInches: 21.5 };
  const hall = { site: { hours: { zh: '周一至周五 9:00—17:00', en: 'Mon–Fri 9:00–17:00' } } };
  for (const name of ['standard', 'hall']) {
    const body = {
      basedOn: 0,
      everywhere: name === 'hall' ? { ...settings, ...hall } : settings,
      sites: {},
      terminals: {},
    };
    await post(`/v1/configurations/${name}/versions`, body);
  }
  await post('/v1/configurations/standard/versions/1/start', { revision: 1 });
}

/** SPKI, DER, base64. */
function publicKey(): string {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return pair.publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
}

/** What some of them told of their security: minutes ago, kind, detail. */
const EVENTS: Readonly<Record<number, readonly (readonly [number, Event['kind'], string])[]>> = {
  2: [[1500, 'clock-moved', '']],
  5: [
    [182, 'case-open', ''],
    [180, 'usb-appeared', '046d:c31c'],
    [176, 'usb-gone', '046d:c31c'],
  ],
  6: [
    [94, 'technician-code-wrong', ''],
    [92, 'technician-entered', ''],
    [71, 'technician-left', ''],
  ],
  17: [[64, 'usb-appeared', '0951:1666']],
  23: [
    [2950, 'case-open', ''],
    [2890, 'case-closed', ''],
  ],
  29: [[31, 'tamper', '']],
  35: [
    [44, 'technician-code-wrong', ''],
    [43, 'technician-code-blocked', ''],
  ],
};

function eventsOf(at: number, before: (ms: number) => string): Event[] {
  return (EVENTS[at] ?? []).map(([minutes, kind, detail]) => ({
    ...{ id: randomUUID(), kind, at: before(minutes * MINUTE_MS), detail },
  }));
}

/** Most were found ready when they were set up; at some a device was left. */
function readinessOf(at: number, madeAt: string): Readiness {
  const left = at % 6 === 2;
  return {
    ...{ at: madeAt, ready: !left, otherwise: left ? 1 : 0 },
    panel: { diagonalInches: 21.5, centreMm: 1250 + at },
    devices: FAMILIES.map((family) => ({
      family,
      check: left && family === 'camera' ? ('not-made' as const) : ('passed' as const),
    })),
  };
}

function devicesOf(at: number): Device[] {
  const troubles: Record<number, [number, string, Device['availability']]> = {
    ...{
      1: [2, 'paper-low', 'ready'],
      4: [2, 'paper-out', 'needs-attention'],
      9: [0, 'not-found', 'offline'],
    },
    ...{
      13: [3, 'jammed', 'needs-attention'],
      22: [2, 'paper-near-end', 'ready'],
      27: [4, 'not-found', 'offline'],
    },
    ...{ 31: [2, 'paper-out', 'needs-attention'], 36: [1, 'dirty', 'needs-attention'] },
  };
  const trouble = troubles[at];
  return FAMILIES.map((family, place) => {
    const [status, availability] =
      trouble?.[0] === place ? [trouble[1], trouble[2]] : (['ready', 'ready'] as const);
    return { id: family, family, status, availability };
  });
}
