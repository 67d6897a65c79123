import { expect, it } from 'vitest';
import { parseUnits, servicesFound } from './services.ts';

/** As `systemctl show` of Debian 12 writes it. */
const block = (id: string, load: string, active: string, sub: string, status: string, restarts: string) =>
  `NRestarts=${restarts}\nExecMainStatus=${status}\nId=${id}\nLoadState=${load}\nActiveState=${active}\nSubState=${sub}\n`;
const found = (...blocks: string[]) => servicesFound(parseUnits(blocks.join('\n')));

it('units that run are well, and one that started again by itself says how often', () => {
  const findings = found(
    block('tongban-core.service', 'loaded', 'active', 'running', '0', '0'),
    block('tongban-kiosk.service', 'loaded', 'active', 'running', '0', '3'),
  );
  expect(findings.map(({ next }) => next)).toEqual([null, null]);
  expect(findings.map(({ words }) => words.zh)).toEqual([
    '核心服务在运行',
    '屏幕程序在运行，自己重启过 3 次',
  ]);
});

it('a configuration that core refused is told from a unit that failed otherwise', () => {
  const [core, display] = found(
    block('tongban-core.service', 'loaded', 'failed', 'failed', '78', '0'),
    block('tongban-display.service', 'loaded', 'activating', 'auto-restart', '1', '40'),
  );
  expect(core?.words.zh).toContain('配置写错了');
  expect(core?.next?.en).toContain('journalctl -u tongban-core -n 20');
  expect(display?.words.en).toBe('Not running: the display (X) (activating/auto-restart).');
  expect(display?.next?.en).toContain('systemctl restart tongban-display.service');
});

it('where the package is not installed nothing is said of units', () => {
  expect(found(block('tongban-core.service', 'not-found', 'inactive', 'dead', '0', '0'))).toEqual([]);
});
