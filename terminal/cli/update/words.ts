import type { StaffWords } from '@tongban/peripherals/manager';
import type { DelayReason, RefusalReason } from '../../update/state.ts';

/** Why a version is never taken at this terminal. */
export const refusalWords: Readonly<Record<RefusalReason, StaffWords>> = {
  'kept-failing': { zh: '连续三次没有启动成功', en: 'it failed in three starts' },
  'not-well-in-time': {
    zh: '启动后十五分钟内核心服务或屏幕不正常',
    en: 'core or the screens were not well within fifteen minutes',
  },
  'store-format': {
    zh: '它的数据格式旧版本打不开，退不回来；要由技术人员安装软件包',
    en: 'the version before could not open the store that it writes; a technician has to install its package',
  },
  architecture: { zh: '不是给这种机器的', en: 'it is for another kind of machine' },
  'test-build': { zh: '是测试版本', en: 'it is a test build' },
};

/** Why it was not taken yet; the terminal tries again by itself. */
export const delayWords: Readonly<Record<DelayReason, StaffWords>> = {
  unreachable: { zh: '连不上发布服务器', en: 'the server of releases cannot be reached' },
  'not-published': { zh: '还没有发布，或者已撤回', en: 'it is not published, or was withdrawn' },
  expired: {
    zh: '发布的签名过期，或本机时钟不对',
    en: 'the publication is out of date, or this clock is wrong',
  },
  older: {
    zh: '发布服务器给的比已见过的旧',
    en: 'the server gives an older publication than one that was seen',
  },
  'wrong-signature': { zh: '签名不对', en: 'the signature is not that of those whom the root names' },
  altered: { zh: '内容和签名不符', en: 'the content is not what was signed' },
  unreadable: { zh: '发布的内容读不懂', en: 'the publication cannot be read' },
  'disk-full': { zh: '磁盘空间不够', en: 'the disk has no room' },
  'parts-missing': { zh: '有的文件缺失或和签名不符', en: 'a part is missing or is not what was signed' },
};
