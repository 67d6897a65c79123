import { existsSync } from 'node:fs';
import type { TerminalConfig } from '../../core/config.ts';
import { devicesOf } from '../../core/devices.ts';
import { PROGRAM_FOLDER, readState } from '../../update/state.ts';
import { textOption, UsageError, type Command } from '../command.ts';
import { INSTALLED_CONFIG, INSTALLED_FOLDER } from '../installed.ts';
import type { CommandResult, Io } from '../io.ts';
import { callCore } from '../staff-call.ts';
import { configurationOf } from './configuration.ts';
import { devicesTried } from './devices.ts';
import { enrolmentOf } from './enrolment.ts';
import { ill, type Finding } from '../../core/findings/finding.ts';
import { reachOf } from './reach.ts';
import { stateFound, syncFound } from '../../core/findings/of-core.ts';
import { servicesFound, unitStates } from './services.ts';
import { storeOf } from './store.ts';
import { updatesFound } from './updates.ts';

export const doctor: Command = {
  path: 'doctor',
  usage: '[--config FILE]',
  about: {
    zh: '从头到脚看一遍终端，用大白话说哪里不对、怎么办；都好退出码 0，有问题 1',
    en: 'looks the whole terminal over, and says in plain words what is wrong and what to do; exit code 0 when all is well, 1 when not',
  },
  options: { config: { type: 'string' } },
  async run(given, io): Promise<CommandResult> {
    const installed = existsSync(INSTALLED_FOLDER) ? INSTALLED_CONFIG : null;
    const file = textOption(given, 'config') ?? installed;
    if (file === null) {
      throw new UsageError({
        zh: '要写 --config FILE（终端的配置）。',
        en: 'It takes --config FILE, the configuration of the terminal.',
      });
    }
    const findings = await lookOver(file, io);
    for (const { words, next } of findings) {
      io.say({ zh: `${next ? '✗' : '✓'} ${words.zh}`, en: `${next ? '✗' : '✓'} ${words.en}` });
      if (next) io.say({ zh: `  怎么办：${next.zh}`, en: `  What to do: ${next.en}` });
    }
    const facts = {
      findings: findings.map(({ check, words, next }) => ({
        ...{ check, well: next === null, text: io.words(words) },
        next: next && io.words(next),
      })),
    };
    const wrong = findings.filter(({ next }) => next !== null);
    const [first] = wrong;
    if (!first?.next) {
      io.say({ zh: '都正常，可以服务。', en: 'All is well: ready to serve.' });
      return { ok: true, facts };
    }
    return {
      ok: false,
      reason: first.check,
      words: {
        zh: `有 ${wrong.length} 处不对。从上往下解决。`,
        en: `${wrong.length} things are wrong. Begin with the first.`,
      },
      next: first.next,
      facts,
    };
  },
};

/** Causes before what follows from them: who goes through the list from the top does nothing twice. */
async function lookOver(file: string, io: Io): Promise<Finding[]> {
  const { config, findings } = configurationOf(file);
  const services = [...servicesFound(await unitStates()), ...updatesFound(readState(PROGRAM_FOLDER))];
  if (!config) return [...findings, ...services];
  const now = new Date();
  try {
    const enrolment = await enrolmentOf(config, now);
    const store = await storeOf(config.dataFolder, now);
    return [...findings, ...services, ...enrolment, ...(await workOf(config, io)), ...store];
  } catch (error) {
    if (!isForbidden(error)) throw error;
    const { dataFolder } = config;
    const closed = ill(
      'rights',
      { zh: `没有权限看 ${dataFolder}。`, en: `${dataFolder} may not be read.` },
      {
        zh: '用核心服务的用户执行；装好的终端上写 sudo tongban doctor。',
        en: 'Run this as the user of the core service: on an installed terminal, sudo tongban doctor.',
      },
    );
    return [...findings, ...services, closed];
  }
}

/** What core does, asked of it; while it does not run its devices are free, and they and the platform are tried from here. */
async function workOf(config: TerminalConfig, io: Io): Promise<Finding[]> {
  const { dataFolder, platform, centre } = config;
  const reach = (): Promise<Finding[]> =>
    Promise.all([
      reachOf('platform', { zh: '受理平台', en: 'the acceptance platform' }, platform.url),
      ...(centre ? [reachOf('centre', { zh: '中心', en: 'the centre' }, centre.url)] : []),
    ]);
  const [status, state] = [
    await callCore(dataFolder, 'sync.status', {}),
    await callCore(dataFolder, 'terminal.state', {}),
  ];
  if (status && state) {
    const reached = status.network === 'online' ? [] : await reach();
    return [...reached, ...syncFound(status), ...stateFound(state)];
  }
  const away = ill(
    'core',
    {
      zh: '核心服务没有运行：不能办件，也不发送。',
      en: 'The core service does not run: nobody is served and nothing is sent.',
    },
    {
      zh: '先解决上面的问题，再执行 systemctl restart tongban-core。',
      en: 'See to what stands above, then run systemctl restart tongban-core.',
    },
  );
  return [away, ...(await reach()), ...(await devicesTried(devicesOf(config.devices), io))];
}

function isForbidden(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EACCES';
}
