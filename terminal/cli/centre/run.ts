import { once } from 'node:events';
import { join } from 'node:path';
import type { Command } from '../command.ts';
import { textOption, UsageError } from '../command.ts';
import { portOf } from '../port.ts';
import { cannotOpen, PLACE_OPTIONS, PLACE_USAGE, placeOf } from './place.ts';
import { proxiesOf } from './proxies.ts';

const DEFAULT_PORT = 7090;
/** Where the build puts them. */
const BUILT = join(import.meta.dirname, '../../../out');
const PAGES = { console: join(BUILT, 'console'), preview: join(BUILT, 'preview') };

export const centre: Command = {
  path: 'centre',
  usage: `[--port N] [--host ADDRESS] [--origin URL] [--proxies ADDRESS,…] ${PLACE_USAGE}`,
  about: {
    zh: '运行事项与终端管理中心，直到 Ctrl-C；设 DATABASE_URL=postgres://… 时用 PostgreSQL，可同时运行多个进程',
    en: 'runs the centre until Ctrl-C; with DATABASE_URL=postgres://… on PostgreSQL, several side by side',
  },
  options: {
    ...PLACE_OPTIONS,
    port: { type: 'string' },
    host: { type: 'string' },
    origin: { type: 'string' },
    proxies: { type: 'string' },
  },
  async run(given, io) {
    const port = portOf(textOption(given, 'port'), DEFAULT_PORT);
    const origin = originOf(textOption(given, 'origin'));
    const proxies = proxiesOf(textOption(given, 'proxies'));
    const place = placeOf(given);
    const { startCentre } = await import('@tongban/kiosk-config/centre');
    let running: Awaited<ReturnType<typeof startCentre>>;
    try {
      running = await startCentre({
        ...{ ...place, port, origin, proxies, pages: PAGES, log: true },
        host: textOption(given, 'host') ?? '127.0.0.1',
      });
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
        return {
          ok: false,
          reason: 'port-in-use',
          words: { zh: `端口 ${port} 已被占用。`, en: `Port ${port} is in use.` },
          next: { zh: '换一个：--port N（0：任选）。', en: 'Take another one: --port N (0: any).' },
        };
      }
      return cannotOpen(error);
    }
    const { url } = running;
    const database = place.databaseUrl === null ? 'SQLite' : 'PostgreSQL';
    io.say({
      zh: `管理中心：${url}（${database}）\n第一次使用：tongban centre init 开通系统管理员。\n按 Ctrl-C 结束。`,
      en: `Centre: ${url} (${database})\nThe first time: tongban centre init invites the administrator.\nCtrl-C ends it.`,
    });
    io.tell({ url, ready: true, database });
    await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
    await running.close();
    return { ok: true, facts: { url } };
  },
};

/** @throws UsageError */
function originOf(text: string | null): string | null {
  if (text === null) return null;
  if (URL.canParse(text) && new URL(text).origin === text) return text;
  throw new UsageError({
    zh: '--origin 写办公人员访问的地址，如 https://centre.example。',
    en: '--origin takes the address that officers use, such as https://centre.example.',
  });
}
