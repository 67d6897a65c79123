import { once } from 'node:events';
import { join } from 'node:path';
import type { Command } from '../command.ts';
import { textOption } from '../command.ts';
import { portOf } from '../port.ts';

const DEFAULT_PORT = 7080;
const CATALOGUE = join(import.meta.dirname, '../../../kiosk-config/catalogue/matters');

export const sandbox: Command = {
  path: 'sandbox',
  usage: `[--port N] [--data FOLDER] [--catalogue FOLDER]`,
  about: {
    zh: '运行我们自己的受理平台（沙箱）和网上办理页面，直到 Ctrl-C；开发、测试、培训用',
    en: 'runs an acceptance platform of our own with its online portal until Ctrl-C; for development, tests and training',
  },
  options: { port: { type: 'string' }, data: { type: 'string' }, catalogue: { type: 'string' } },
  async run(given, io) {
    const port = portOf(textOption(given, 'port'), DEFAULT_PORT);
    const dataFolder = textOption(given, 'data');
    const catalogueFolder = textOption(given, 'catalogue') ?? CATALOGUE;
    const { startSandbox } = await import('@tongban/sync/sandbox');
    let running: Awaited<ReturnType<typeof startSandbox>>;
    try {
      running = await startSandbox({ port, dataFolder, catalogueFolder });
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      if ('code' in error && error.code === 'EADDRINUSE') {
        return {
          ok: false,
          reason: 'port-in-use',
          words: { zh: `端口 ${port} 已被占用。`, en: `Port ${port} is in use.` },
          next: { zh: '换一个：--port N（0：任选）。', en: 'Take another one: --port N (0: any).' },
        };
      }
      return {
        ok: false,
        reason: 'cannot-start',
        words: { zh: `不能启动：${error.message}`, en: `It cannot start: ${error.message}` },
        next: {
          zh: '核对 --data 和 --catalogue 的文件夹。',
          en: 'Check the folders of --data and --catalogue.',
        },
      };
    }
    const { url, keys } = running;
    const places = { url, portal: `${url}/portal/` };
    io.say({
      zh: `受理平台沙箱：${url}\n网上办理：${places.portal}\n数据：${dataFolder ?? '只在内存里，退出即消失'}\n按 Ctrl-C 结束。`,
      en: `Sandbox platform: ${url}\nOnline portal: ${places.portal}\nData: ${dataFolder ?? 'in memory, gone at the end'}\nCtrl-C ends it.`,
    });
    io.tell({ ...places, ready: true, dataFolder, keys });
    await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
    await running.close();
    return { ok: true, facts: places };
  },
};
