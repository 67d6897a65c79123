import { existsSync } from 'node:fs';
import type { StorageState, StoreVerdict, SubmissionRecord } from '@tongban/sync';
import { lookInto } from '../store.ts';
import { ill, well, type Finding } from '../../core/findings/finding.ts';

/** While the network is there, what waits is sent within minutes; a day means that something holds it. */
const LONG_MS = 24 * 60 * 60 * 1000;
const PERCENT = 100;

/** The store of submissions and its disk; core may be running, and nothing is written. */
export async function storeOf(dataFolder: string, now: Date): Promise<Finding[]> {
  if (!existsSync(dataFolder)) {
    return [
      ill(
        'store',
        { zh: `数据文件夹 ${dataFolder} 还没有。`, en: `The data folder ${dataFolder} is not there.` },
        {
          zh: '启动核心服务，它会建立；文件夹写错了就改配置里的 dataFolder。',
          en: 'Start the core service, which makes it; if the folder is a mistake, put dataFolder right.',
        },
      ),
    ];
  }
  const { listSubmissions, storageState, verifyStore } = await import('@tongban/sync');
  const looked = lookInto(dataFolder, () => ({
    verdict: verifyStore(dataFolder),
    waiting: listSubmissions(dataFolder, { states: ['sealed', 'sending', 'held'] }),
  }));
  const disk = diskFound(storageState(dataFolder, {}));
  if ('failure' in looked) return [ill('store', looked.failure.words, looked.failure.next), disk];
  return [storeFound(looked.found.verdict), waitingFound(looked.found.waiting, now), disk];
}

export function storeFound(verdict: StoreVerdict): Finding {
  if (verdict.ok) {
    const { submissions } = verdict;
    return well(
      'store',
      `办件库完好：${submissions} 件`,
      `The store is as it was written: ${submissions} submissions`,
    );
  }
  const places = verdict.faults.map(({ table, row, fault }) => `${table} ${row} ${fault}`).join(', ');
  return ill(
    'store',
    { zh: `办件库与记录不符：${places}`, en: `The store is not what was written: ${places}` },
    {
      zh: '不要删除或修改任何文件；用 tongban queue export 导出，报告市大数据中心。',
      en: 'Delete and change nothing; export it with tongban queue export, and report this to the data centre.',
    },
  );
}

/** @param waiting the oldest first */
export function waitingFound(
  waiting: readonly Pick<SubmissionRecord, 'state' | 'capturedAt'>[],
  now: Date,
): Finding {
  const [oldest] = waiting;
  const count = waiting.length;
  if (!oldest) return well('waiting', '没有待发送的办件', 'Nothing waits to be sent');
  const since = oldest.capturedAt;
  if (now.getTime() - Date.parse(since) < LONG_MS) {
    return well('waiting', `待发送 ${count} 件，会自动发送`, `To be sent: ${count}; goes by itself`);
  }
  return ill(
    'waiting',
    {
      zh: `待发送 ${count} 件，最早的等了一天以上（${since}）。`,
      en: `To be sent: ${count}, the oldest for more than a day (${since}).`,
    },
    {
      zh: '先解决网络；网络通的用 tongban queue list 看每件为什么等。不会丢。',
      en: 'See to the network first; with one, tongban queue list says why each waits. None is lost.',
    },
  );
}

export function diskFound({ freeShare, state }: StorageState): Finding {
  const free = Math.floor(freeShare * PERCENT);
  if (state === 'ok') return well('disk', `磁盘空余 ${free}%`, `${free} % of the disk is free`);
  return ill(
    'disk',
    {
      zh: `磁盘只剩 ${free}%，不收新件。`,
      en: `Only ${free} % of the disk is free: no new submissions are taken.`,
    },
    {
      zh: '清理日志和无关文件（journalctl --vacuum-size=200M）；不要动数据文件夹。',
      en: 'Remove logs and what does not belong here (journalctl --vacuum-size=200M); leave the data folder alone.',
    },
  );
}
