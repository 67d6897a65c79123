import { execFile } from 'node:child_process';
import type { StaffWords } from '@tongban/peripherals/manager';
import { ill, well, type Finding } from '../../core/findings/finding.ts';

/** The units of the package, with what each does for a citizen. */
const UNITS: Readonly<Record<string, StaffWords>> = {
  'tongban-core.service': { zh: '核心服务', en: 'the core service' },
  'tongban-display.service': { zh: '显示服务（X）', en: 'the display (X)' },
  'tongban-kiosk.service': { zh: '屏幕程序', en: 'the screens' },
};
/** Asking systemd takes no time; one that hangs must not keep a technician waiting. */
const LIMIT_MS = 5000;
/** EX_CONFIG: core says so of a configuration that it cannot start with. */
const EXIT_CONFIG = '78';

export interface UnitState {
  readonly id: string;
  /** `not-found` where it is not installed. */
  readonly load: string;
  readonly active: string;
  readonly sub: string;
  readonly exitStatus: string;
  /** Started again by itself so often since it was last started by somebody. */
  readonly restarts: number;
}

/** What systemd says of the units; empty where there is no systemd that answers. */
export function unitStates(): Promise<readonly UnitState[]> {
  const properties = 'Id,LoadState,ActiveState,SubState,ExecMainStatus,NRestarts';
  return new Promise((resolve) => {
    execFile(
      'systemctl',
      ['show', `--property=${properties}`, ...Object.keys(UNITS)],
      { timeout: LIMIT_MS },
      (error, output) => resolve(error ? [] : parseUnits(output)),
    );
  });
}

/** The blocks of `systemctl show`, one a unit. */
export function parseUnits(output: string): UnitState[] {
  return output
    .split(/\n\s*\n/)
    .filter((block) => block.trim() !== '')
    .map((block) => {
      const value = (name: string): string => new RegExp(`^${name}=(.*)$`, 'm').exec(block)?.[1] ?? '';
      return {
        ...{ id: value('Id'), load: value('LoadState'), active: value('ActiveState') },
        ...{ sub: value('SubState'), exitStatus: value('ExecMainStatus') },
        restarts: Number(value('NRestarts')),
      };
    });
}

/** Nothing where the package is not installed: in a checkout somebody starts the programs by hand. */
export function servicesFound(units: readonly UnitState[]): Finding[] {
  return units.filter(({ load }) => load !== 'not-found').map(found);
}

function found({ id, active, sub, exitStatus, restarts }: UnitState): Finding {
  const name = UNITS[id] ?? { zh: id, en: id };
  const journal = `journalctl -u ${id.replace('.service', '')} -n 20`;
  if (active === 'active') {
    const again = restarts === 0 ? '' : `，自己重启过 ${restarts} 次`;
    return well(
      id,
      `${name.zh}在运行${again}`,
      `Running: ${name.en}${restarts === 0 ? '' : `, started again ${restarts} times`}`,
    );
  }
  const state = `${active}/${sub}`;
  if (exitStatus === EXIT_CONFIG) {
    return ill(
      id,
      {
        zh: `${name.zh}没有启动：配置写错了（${state}）。`,
        en: `Not running: ${name.en}, because the configuration cannot be used (${state}).`,
      },
      {
        zh: `${journal} 的最后一行说错在哪里；改好后 systemctl restart ${id}。`,
        en: `The last line of ${journal} says where; then systemctl restart ${id}.`,
      },
    );
  }
  return ill(
    id,
    { zh: `${name.zh}没有运行（${state}）。`, en: `Not running: ${name.en} (${state}).` },
    {
      zh: `执行 systemctl restart ${id}；还不行看 ${journal}。`,
      en: `Run systemctl restart ${id}; if that does not help, read ${journal}.`,
    },
  );
}
