import type { StaffAnswer } from '../rpc/staff.ts';
import { devicesFound } from './of-devices.ts';
import { ill, well, type Finding } from './finding.ts';

const SECOND_MS = 1000;

/** What a running core says of network, platform and clock; why nobody answers is found by asking there (reach.ts). */
export function syncFound(status: StaffAnswer<'sync.status'>): Finding[] {
  const { network, revokedSince, clockAheadMs, modules, missingCharacters } = status;
  const found: Finding[] = [];
  if (revokedSince !== null) {
    found.push(
      ill(
        'revoked',
        {
          zh: `本终端自 ${revokedSince} 起被平台停用，不发送，已交的都留着。`,
          en: `The platform revoked this terminal at ${revokedSince}: nothing is sent, all is kept.`,
        },
        { zh: '联系市大数据中心。', en: 'Call the data centre.' },
      ),
    );
  }
  const online = network === 'online';
  if (online) found.push(well('network', '网络和受理平台：通', 'Network and platform: online'));
  const offS = Math.round(clockAheadMs / SECOND_MS);
  if (offS !== 0) {
    const [zh, en] = offS > 0 ? ['慢', 'behind'] : ['快', 'ahead'];
    found.push(
      ill(
        'clock',
        {
          zh: `本机时钟比平台${zh} ${Math.abs(offS)} 秒，平台拒绝过请求。`,
          en: `The clock is ${Math.abs(offS)} seconds ${en}, and the platform refused a request for it.`,
        },
        { zh: '对时：timedatectl set-ntp true。', en: 'Set the clock: timedatectl set-ntp true.' },
      ),
    );
  }
  const down = Object.entries(modules).filter(([, state]) => state === 'down' || state === 'degraded');
  if (online && down.length > 0) {
    const names = down.map(([name]) => name).join(', ');
    found.push(
      ill(
        'modules',
        { zh: `平台的这些模块不正常：${names}。`, en: `Not well at the platform: ${names}.` },
        {
          zh: '不在本终端上：等它恢复；超过一小时报告市大数据中心。',
          en: 'This is not the terminal: wait, and after an hour report it to the data centre.',
        },
      ),
    );
  }
  const { undrawable } = missingCharacters;
  if (undrawable.length > 0) {
    const points = undrawable.join(' ');
    found.push(
      ill(
        'fonts',
        { zh: `没有字体能显示 ${points}。`, en: `No font has ${points}.` },
        { zh: '安装含这些字的字体。', en: 'Install a font that has them.' },
      ),
    );
  }
  return found;
}

/** What a running core says of devices, matters and the programs that speak and read. */
export function stateFound({
  devices,
  matters,
  speech,
  handwriting,
  practice,
  keepsFailing,
}: StaffAnswer<'terminal.state'>): Finding[] {
  const found = devicesFound(devices);
  if (keepsFailing) {
    found.unshift(
      ill(
        'keeps-failing',
        {
          zh: '核心服务连续出错，现在不办理，只发送已交的件。',
          en: 'The core service kept failing: it serves nobody now, and sends what is there.',
        },
        {
          zh: '用 journalctl -u tongban-core 找 core.crashed 报修；半小时后自己再试，或 systemctl restart tongban-core。',
          en: 'Report core.crashed of journalctl -u tongban-core; it tries again after half an hour, or by systemctl restart tongban-core.',
        },
      ),
    );
  }
  if (matters === null) {
    found.push(
      ill(
        'matters',
        { zh: '还没有从中心收到任何事项。', en: 'No matters have come from the centre yet.' },
        {
          zh: '核对配置里 centre 的地址和根文件，网络通了会自动取。',
          en: 'Check address and root of the centre in the configuration; they come by themselves with the network.',
        },
      ),
    );
  } else if (matters.tooOld) {
    found.push(
      ill(
        'matters',
        {
          zh: '事项太久没有得到中心确认，不能开始新办件。',
          en: 'The centre has not confirmed the matters for too long: nothing new can be begun.',
        },
        {
          zh: '恢复和中心的网络，几分钟内自动更新。',
          en: 'Restore the network to the centre; they renew themselves within minutes.',
        },
      ),
    );
  } else {
    const { offered, available } = matters;
    const zh = `事项 ${offered} 件，现在能办 ${available} 件`;
    found.push(well('matters', zh, `${offered} matters, ${available} of them can be done now`));
  }
  found.push(...programFound('speech', speech), ...programFound('handwriting', handwriting));
  if (practice) {
    found.push(
      ill(
        'practice',
        {
          zh: '开着练习模式，居民填的都不会提交。',
          en: 'Practice mode is on: nothing that is filled in is submitted.',
        },
        { zh: '执行 tongban practice off --config 配置。', en: 'Run tongban practice off --config FILE.' },
      ),
    );
  }
  return found;
}

const PROGRAMS = {
  speech: { zh: '语音引导', en: 'The spoken guide', package: 'espeak-ng' },
  handwriting: {
    zh: '手写输入',
    en: 'Handwriting',
    package: 'zinnia-utils tegaki-zinnia-simplified-chinese',
  },
} as const;

/** @param works null where the terminal has none */
function programFound(check: keyof typeof PROGRAMS, works: boolean | null): Finding[] {
  const { zh, en, package: program } = PROGRAMS[check];
  if (works === null) return [];
  if (works) return [well(check, `${zh}可用`, `${en} works`)];
  return [
    ill(
      check,
      { zh: `${zh}不能用。`, en: `${en} does not work.` },
      {
        zh: `安装 ${program}，或改正配置里的 ${check}；一分钟内自动恢复。`,
        en: `Install ${program}, or put ${check} in the configuration right; it is back within a minute.`,
      },
    ),
  ];
}
