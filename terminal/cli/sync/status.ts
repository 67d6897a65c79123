import type { SubmissionRecord } from '@tongban/sync';
import type { Command } from '../command.ts';
import type { StaffAnswer } from '../../core/rpc/staff.ts';
import { callCore } from '../staff-call.ts';
import { dataFolderOf, lookInto, STORE_OPTIONS, STORE_USAGE } from '../store.ts';

export const syncStatus: Command = {
  path: 'sync status',
  usage: STORE_USAGE,
  about: {
    zh: '网络、各模块、待发送件数和最早一件、最近对账、密码套件、是否停用、能否收新件',
    en: 'network, modules, what waits and since when, last reconciliation, cryptography, revocation, intake',
  },
  options: STORE_OPTIONS,
  async run(given, io) {
    const folder = dataFolderOf(given);
    const { listSubmissions } = await import('@tongban/sync');
    const looked = lookInto(folder, () => listSubmissions(folder, { states: ['sealed', 'sending', 'held'] }));
    if ('failure' in looked) return looked.failure;
    const waiting = looked.found;
    const oldest = waiting[0]?.capturedAt ?? null;
    const core = await callCore(folder, 'sync.status', {});
    const held = { unsent: waiting.length, oldestUnsentAt: oldest, heldBecause: reasonsOf(waiting) };
    const say = (zh: string, en: string): void => io.say({ zh, en });
    if (core) {
      const online = core.network === 'online';
      say(
        online ? '网络：通' : '✗ 网络：不通，恢复后自动发送',
        online ? 'Network: online' : '✗ Network: offline; sends by itself when it is back',
      );
      if (core.revokedSince !== null) {
        say(
          `✗ 本终端自 ${core.revokedSince} 起被停用：联系市大数据中心。`,
          `✗ This terminal was revoked at ${core.revokedSince}: call the data centre.`,
        );
      }
      if (!core.intake.open) {
        const { reason } = core.intake;
        say(`✗ 不收新件（${reason}）`, `✗ No new submissions are taken (${reason})`);
      }
    } else
      say(
        '✗ 核心服务没有运行：没有发送，请启动它。',
        '✗ The core service does not run: nothing is sent. Start it.',
      );
    say(
      `待发送：${waiting.length} 件${oldest === null ? '' : `，最早 ${oldest}`}`,
      `To be sent: ${waiting.length}${oldest === null ? '' : `, the oldest of ${oldest}`}`,
    );
    for (const [code, count] of Object.entries(held.heldBecause))
      say(`  暂缓 ${count} 件：${code}`, `  held ${count}: ${code}`);
    if (core) {
      const last = core.lastReconciliation;
      if (last === null) say('对账：还没有', 'Reconciliation: none yet');
      else
        say(
          `对账：${last.day} ${last.closed ? '一致' : '✗ 未平'}`,
          `Reconciliation: ${last.day} ${last.closed ? 'closed' : '✗ open'}`,
        );
      sayModules(core, say);
      sayMissing(core.missingCharacters, say);
      const { name, hardware } = core.suite;
      say(
        `密码套件：${name}（${hardware ? '硬件' : '软件'}）`,
        `Cryptography: ${name} (${hardware ? 'hardware' : 'software'})`,
      );
    }
    return { ok: true, facts: { core: core ? 'running' : 'not-running', ...held, ...core } };
  },
};

/** How many are held, by the code of the refusal. */
function reasonsOf(waiting: readonly SubmissionRecord[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { state, problem } of waiting) {
    if (state === 'held' && problem) counts[problem.code] = (counts[problem.code] ?? 0) + 1;
  }
  return counts;
}

/** 缺字: what citizens did not find on the keyboard, and what could not be printed. */
function sayMissing(
  { notFound, lastDay, undrawable }: StaffAnswer<'sync.status'>['missingCharacters'],
  say: (zh: string, en: string) => void,
): void {
  if (notFound > 0) {
    say(
      `缺字：上报 ${notFound} 次，最近 ${lastDay ?? ''}`,
      `Characters not found to type: reported ${notFound} times, last on ${lastDay ?? ''}`,
    );
  }
  if (undrawable.length > 0) {
    const codePoints = undrawable.join(' ');
    say(
      `✗ 缺字形：${codePoints}，请安装含这些字的字体`,
      `✗ No font has ${codePoints}: install one that does`,
    );
  }
}

/** What does not answer as it should; while the network is away that says it for all of them. */
function sayModules(
  { network, modules, waitingForModules: waiting }: StaffAnswer<'sync.status'>,
  say: (zh: string, en: string) => void,
): void {
  const unwell = Object.entries(modules).filter(([, state]) => state === 'degraded' || state === 'down');
  if (network === 'online') {
    if (unwell.length === 0) say('各模块：正常', 'Modules: all up');
    for (const [module, state] of unwell) {
      say(`✗ 模块 ${module}：${state === 'down' ? '不可用' : '不稳定'}`, `✗ Module ${module}: ${state}`);
    }
  }
  if (waiting > 0) {
    say(`待送各模块：${waiting} 项，恢复后自动发送`, `To be sent to modules: ${waiting}; goes by itself`);
  }
}
