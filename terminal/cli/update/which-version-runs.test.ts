import { expect, it } from 'vitest';
import {
  atStart,
  delayReasons,
  goBack,
  isReady,
  proven,
  refusalReasons,
  refuse,
  tryReady,
  writeState,
  type UpdateState,
} from '../../update/state.ts';
import { updatesFound } from '../doctor/updates.ts';
import { temporaryFolder, tongban } from '../test-support.ts';
import { delayWords, refusalWords } from './words.ts';

const AT = new Date('2026-11-20T18:30:00.000Z');
const begin = (state: UpdateState | null): UpdateState => atStart(state, '1.0.0', () => true, AT);
const base = begin(null);
const ready = isReady(base, '1.1.0', 'a');
const onTrial = begin(tryReady(ready));
const failed = goBack(onTrial, 'not-well-in-time', AT);
const delayed: UpdateState = {
  ...base,
  lastDelay: { version: '1.1.0', reason: 'unreachable', at: AT.toISOString() },
};

async function said(state: UpdateState): Promise<string> {
  using folder = temporaryFolder();
  writeState(folder.path, state);
  const { code, stdout } = await tongban('update', 'status', '--program', folder.path);
  expect(code).toBe(0);
  return stdout;
}

it.each([
  ['what the package brought', base, ['运行 1.0.0（软件包自带）']],
  ['what lies ready', ready, ['运行 1.0.0', '1.1.0 已下载并核对']],
  ['what is to be started next', tryReady(ready), ['运行 1.0.0', '1.1.0 已下载并核对']],
  ['what is on trial', onTrial, ['正在试用 1.1.0（第 1 次启动）', '自动回到 1.0.0']],
  ['what came by an update', proven(onTrial, '1.1.0'), ['运行 1.1.0（更新得来）']],
  [
    'why the last one is gone',
    failed,
    ['运行 1.0.0', '1.1.0 不再使用：启动后十五分钟内核心服务或屏幕不正常'],
  ],
  ['why it is not here yet', delayed, ['1.1.0 还没有拿到：连不上发布服务器']],
])('update status says %s', async (_what, state, words) => {
  const text = await said(state);
  for (const each of words) expect(text).toContain(each);
});

it('and nothing of what failed once something newer runs', async () => {
  const newer = proven(begin(tryReady(isReady(failed, '1.2.0', 'a'))), '1.2.0');
  expect(await said(newer)).not.toContain('1.1.0');
  expect(updatesFound(newer).map(({ next }) => next)).toEqual([null]);
});

it('where none is installed it says so', async () => {
  using folder = temporaryFolder();
  const { code, stdout } = await tongban('update', 'status', '--program', folder.path, '--json');
  expect([code, stdout]).toEqual([1, expect.stringContaining('no-updater') as string]);
});

it('the doctor finds a version that failed, and what to do', () => {
  expect(updatesFound(null)).toEqual([]);
  expect(updatesFound(base)).toMatchObject([{ words: { zh: '软件版本 1.0.0' }, next: null }]);
  expect(updatesFound(onTrial)).toMatchObject([{ check: 'version', next: null }]);
  expect(updatesFound(failed)).toMatchObject([
    { check: 'version', next: null },
    { check: 'update', words: { zh: expect.stringContaining('1.1.0 没有用成') as string } },
  ]);
});

it('there are words for every reason', () => {
  expect(Object.keys(refusalWords).toSorted()).toEqual([...refusalReasons].toSorted());
  expect(Object.keys(delayWords).toSorted()).toEqual([...delayReasons].toSorted());
  expect(updatesFound(refuse(base, '2.0.0', 'store-format', AT))[1]?.words.zh).toContain('退不回来');
});
