import { readdirSync, readFileSync } from 'node:fs';
import type { Role } from '../../../kiosk-config/centre/contract/index.ts';
import type { TestOfficer } from '../../../kiosk-config/centre/testing/callers.ts';
import { deskOf, type Desk, type Officers } from '../../../kiosk-config/centre/testing/matter-desk.ts';
import type { Work } from './work.ts';

const CATALOGUE = new URL('../../../kiosk-config/catalogue/matters/', import.meta.url);
const DAY_MS = 86_400_000;
const MORNING = 'T02:10:00.000Z';
/** How far each request came. */
type End =
  | 'passed'
  | 'rejected'
  | 'refused-by-bureau'
  | 'failed'
  | 'withdrawn'
  | 'at-bureau'
  | 'at-reform'
  | 'at-centre';
type Json = Record<string, unknown>;
interface Step {
  readonly at: number;
  readonly run: () => Promise<unknown>;
}

/** What is under way today: how many days ago it was sent, and where it stands. */
const PENDING: readonly (readonly [number, End])[] = [
  ...([
    [1, 'at-bureau'],
    [4, 'at-reform'],
    [8, 'at-centre'],
    [6, 'withdrawn'],
  ] as const),
  ...([
    [3, 'at-bureau'],
    [9, 'at-reform'],
    [13, 'at-centre'],
    [10, 'withdrawn'],
  ] as const),
];
const NAMES: Partial<Record<Role, string>> = {
  ...{ 'unit-business': '周虚拟', 'unit-technical': '吴虚拟', bureau: '郑虚拟', reform: '王虚拟' },
  ...{ 'data-centre': '冯虚拟', 'centre-staff': '陈虚拟', technician: '褚虚拟', auditor: '卫虚拟' },
};
const REASONS: Readonly<Record<string, string>> = {
  open: '纳入自助终端办理，减少窗口排队；材料、时限、环节、跑动次数均已核减。',
  change: '申请表调整：增加“联系电话”的填写说明，材料清单与线上服务一致。',
  suspend: '业务系统升级，期间不能受理。',
  resume: '业务系统升级完成，联调通过。',
  terminate: '政策调整，该事项并入其他事项办理。',
};
const NOTICE = {
  reason: { zh: '业务系统升级，暂停办理。', en: 'The system of this matter is being upgraded.' },
  otherChannel: { zh: '可到受理中心窗口办理。', en: 'It can be done at a counter of the community centre.' },
  until: null,
};

/** Takes the whole catalogue through eight months, in the order in which things happen. */
export async function workOnMatters(work: Work): Promise<void> {
  const documents = readdirSync(CATALOGUE)
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(new URL(name, CATALOGUE), 'utf8')) as Json)
    // What happens to a matter depends on its place; the one for enterprises came to the centres last.
    .toSorted((a, b) => Number(isForEnterprises(a)) - Number(isForEnterprises(b)));
  const officersOf = deskKeeper(work);
  const steps: Step[] = [];
  for (const [at, document] of documents.entries()) {
    const { code } = document['unit'] as { code: string };
    const desk = deskOf(await officersOf(code), String(document['handleItem']));
    steps.push(...lifeOf(desk, document, at));
  }
  for (const { at, run } of steps.toSorted((a, b) => a.at - b.at)) {
    await work.goTo(new Date(at));
    await run();
  }
}

function isForEnterprises(document: Json): boolean {
  return (document['needs'] as Json | undefined)?.['enterprise'] !== undefined;
}

/** One of each role, and of the unit roles one for each unit. */
function deskKeeper({ callers }: Work): (unitCode: string) => Promise<Officers> {
  const known = new Map<string, Promise<TestOfficer>>();
  return async (unitCode) => {
    const roles = Object.entries(NAMES) as [Role, string][];
    const officers = roles.map(async ([role, displayName]) => {
      const binding = role.startsWith('unit-') ? { unitCode } : {};
      const key = `${role} ${binding.unitCode ?? ''}`;
      const officer = known.get(key) ?? callers.as(role, { ...binding, displayName });
      known.set(key, officer);
      return [role, await officer] as const;
    });
    return Object.fromEntries(await Promise.all(officers)) as Officers;
  };
}

function lifeOf(desk: Desk, document: Json, at: number): Step[] {
  const day = (date: string, more = 0): number => Date.parse(date + MORNING) + (more + at) * DAY_MS;
  const next = { ...document, version: '2026.9', minutes: Number(document['minutes'] ?? 5) + 1 };
  const opened = at === 20 ? 'failed' : at === 21 ? 'at-bureau' : 'passed';
  const steps = request(
    desk,
    'open',
    at < 20 ? day('2026-03-02', at * 3) : day('2026-10-28'),
    opened,
    document,
  );
  if (at >= 20) return steps;
  if (at % 2 === 0) {
    const ends: End[] = ['passed', 'passed', 'rejected', 'passed', 'refused-by-bureau'];
    steps.push(...request(desk, 'change', day('2026-07-06', at), ends[at % 5] ?? 'passed', next));
  }
  if (at % 4 === 1) {
    steps.push(...request(desk, 'suspend', day('2026-09-01'), 'passed'));
    if (at < 17) steps.push(...request(desk, 'resume', day('2026-10-08'), 'passed'));
  }
  if (at === 3) steps.push(...request(desk, 'terminate', day('2026-10-12'), 'passed'));
  const ago = (days: number): number => Date.parse(`2026-11-27${MORNING}`) - days * DAY_MS;
  if (at % 2 === 0 && at < 16) {
    const later = { ...next, version: '2026.11' };
    const [days, end] = PENDING[at / 2]!;
    steps.push(...request(desk, 'change', ago(days), end, later));
  }
  if (at % 4 === 1 && at < 17) steps.push(...request(desk, 'suspend', ago(2 + (at >> 2)), 'at-reform'));
  if (at === 7) steps.push({ at: day('2026-11-16'), run: () => emergency(desk) });
  if (at === 19) steps.push({ at: ago(1), run: () => emergency(desk) });
  if (at === 11) steps.push({ at: day('2026-11-12'), run: () => maintenance(desk) });
  return steps;
}

function request(desk: Desk, action: string, from: number, end: End, document?: Json): Step[] {
  let at = '';
  const yes = { approve: true, words: '材料齐全，四减情况属实，同意。' };
  const no = { approve: false, words: '办事指南与线上服务不一致，请核对后重新申请。' };
  const send = async (): Promise<void> => {
    if (document) await draft(desk, document);
    const version = document ? { version: document['version'] } : {};
    const told = action === 'suspend' || action === 'terminate' ? { notice: NOTICE } : {};
    at = `/v1/matter-requests/${await desk.send(action, { ...version, ...told, reason: REASONS[action] })}`;
  };
  const steps: [number, () => Promise<unknown>][] = [[0, send]];
  if (end === 'refused-by-bureau') steps.push([2, () => desk.does('bureau', `${at}/mz-review`, no)]);
  else if (end !== 'at-bureau') {
    const approvalId = `沪民事务〔2026〕${((from / DAY_MS) % 400) | 0} 号（示例）`;
    steps.push([2, () => desk.does('bureau', `${at}/mz-review`, { ...yes, approvalId })]);
  }
  if (end === 'rejected') steps.push([5, () => desk.does('reform', `${at}/sg-review`, no)]);
  if (end === 'withdrawn')
    steps.push([4, () => desk.does('unit-business', `${at}/withdrawal`, { words: '需补充材料。' })]);
  if (end === 'passed' || end === 'failed' || end === 'at-centre') {
    steps.push([5, () => desk.does('reform', `${at}/sg-review`, yes)]);
  }
  const failed = { passed: false, words: '缴费接口回调超时，请整改后重新提交。' };
  if (end === 'failed') steps.push([8, () => desk.does('data-centre', `${at}/dbc-result`, failed)]);
  const passed = { passed: true, words: '联调用例全部通过，上线。' };
  if (end === 'passed') steps.push([8, () => desk.does('data-centre', `${at}/dbc-result`, passed)]);
  return steps.map(([days, run]) => ({ at: from + days * DAY_MS, run }));
}

async function draft(desk: Desk, document: Json): Promise<void> {
  const { version } = await desk.does('unit-business', '/v1/matter-versions', { document });
  const cases = ['acceptance', 'payment', 'logistics'].map((module) => ({
    module,
    name: '受理、补正、办结',
    passed: true,
  }));
  const run = { version, cases, evidenceSha256: 'e'.repeat(64), drill: false };
  await desk.does('unit-technical', `/v1/matters/${desk.handleItem}/joint-tests`, run);
}

function emergency({ does, handleItem }: Desk): Promise<Json> {
  const announcement = {
    title: { zh: '部分事项暂停办理', en: 'Some matters are suspended' },
    text: {
      zh: '业务系统故障，正在抢修；已提交的申请不受影响。',
      en: 'A system is being repaired; what was submitted is safe.',
    },
    until: '2026-12-04T09:00:00.000Z',
  };
  return does('unit-business', '/v1/emergency-suspensions', { handleItem, notice: NOTICE, announcement });
}

function maintenance({ does, handleItem }: Desk): Promise<Json> {
  const window = {
    start: '2026-12-05T14:00:00.000Z',
    end: '2026-12-05T22:00:00.000Z',
    reason: NOTICE.reason,
  };
  return does('unit-technical', '/v1/maintenance-windows', { handleItem, ...window });
}
