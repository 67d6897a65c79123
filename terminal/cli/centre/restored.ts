import type { Command } from '../command.ts';
import { cannotOpen, notFounded, PLACE_OPTIONS, PLACE_USAGE, placeOf } from './place.ts';

/**
 * More than some years of publishing. What one terminal tells is not proof: numbers cannot be taken back, and a false one
 * would use them up.
 */
const LARGEST_LEAP = 10_000;

export const centreRestored: Command = {
  path: 'centre restored',
  usage: `${PLACE_USAGE} [--leap]`,
  about: {
    zh: '中心的数据库从备份恢复以后用：终端的目录比中心新，不接受更旧的；按终端心跳里最新的版本，把发布全部重新签到它前面',
    en: 'after the database of a centre was restored from a backup: terminals have a newer catalogue and take nothing older; signs everything anew above the newest that they tell of',
  },
  options: { ...PLACE_OPTIONS, leap: { type: 'boolean' } },
  async run(given, io) {
    const { withServices } = await import('@tongban/kiosk-config/centre');
    let result;
    try {
      result = await withServices(placeOf(given), async ({ publisher, terminals }) => {
        const [{ version }, newest] = [await publisher.state(), await terminals.reader.newestPublished()];
        const ahead = version !== null && newest !== null ? newest - version : 0;
        if (ahead > LARGEST_LEAP && given.values['leap'] !== true)
          return { version, newest, outcome: 'leap' as const };
        return { version, newest, outcome: ahead > 0 ? await publisher.overtake(newest ?? 0) : null };
      });
    } catch (error) {
      return cannotOpen(error);
    }
    const { version, newest, outcome } = result;
    if (version === null) return notFounded;
    if (outcome === 'leap') {
      return {
        ...{ ok: false, reason: 'leap-too-large' },
        words: {
          zh: `有终端说它是第 ${newest ?? 0} 版，中心是第 ${version} 版，相差太多。什么也没有改。`,
          en: `A terminal tells of version ${newest ?? 0}, the centre has ${version}: that is too far apart. Nothing was changed.`,
        },
        next: {
          zh: '先核对是不是这个中心的备份、那台终端是不是可信；确实如此，加 --leap 再执行。版本号不能退回。',
          en: 'Check that the backup is of this centre and that the terminal is to be trusted; if so, run it with --leap. Versions cannot go back.',
        },
      };
    }
    if (outcome === null) {
      io.say({
        zh: `中心是第 ${version} 版，心跳里最新的终端是第 ${newest ?? 0} 版，不用做什么。刚恢复的，等终端来过心跳（几分钟）再执行一次。`,
        en: `The centre has version ${version}, the newest that a terminal tells of is ${newest ?? 0}: nothing is to be done. Right after a restore wait some minutes for their heartbeats, and run it again.`,
      });
      return { ok: true, facts: { version, terminalsHave: newest } };
    }
    if (outcome.kind === 'refused') {
      return {
        ...{ ok: false, reason: outcome.reason },
        words: { zh: `没有签成：${outcome.words}`, en: `Not signed: ${outcome.words}` },
        next: {
          zh: '核对 --data、DATABASE_URL 和中心的密钥是不是同一个中心的。',
          en: 'Check that --data, DATABASE_URL and the key are of the same centre.',
        },
      };
    }
    io.say({
      zh: `✓ 终端最新的是第 ${newest ?? 0} 版；发布已重新签为第 ${outcome.version} 版，终端下次更新时接上。恢复以后没有了的决定，在控制台重新做。`,
      en: `✓ Terminals have up to version ${newest ?? 0}; the publication is signed anew as ${outcome.version} and they follow. Decisions that the backup lacks have to be made again in the console.`,
    });
    return { ok: true, facts: { version: outcome.version, terminalsHave: newest } };
  },
};
