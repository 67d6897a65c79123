import { parseArgs } from 'node:util';
import type { Command } from './command.ts';
import { UsageError } from './command.ts';
import { conclude, createIo } from './io.ts';

const EXIT_USAGE = 2;

const COMMON = {
  json: { type: 'boolean' },
  lang: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const satisfies Command['options'];

/**
 * The command line of technicians.
 * @param commands in the order of the help text
 * @returns the exit code: 0 done, 1 not done, 2 not understood
 */
export async function runCli(argv: readonly string[], commands: readonly Command[]): Promise<number> {
  const longestFirst = commands.toSorted((a, b) => b.path.length - a.path.length);
  const command = longestFirst.find(({ path }) => path.split(' ').every((word, at) => argv[at] === word));
  const english = readLanguage(argv) === 'en';
  const json = argv.includes('--json');
  const io = createIo({ json, english });
  if (command === undefined) {
    io.say(help(commands));
    const asked = argv.length === 0 || argv.includes('--help') || argv.includes('-h');
    if (!asked && json)
      unknown(io.words({ zh: '运行 tongban --help 查看命令。', en: 'Run tongban --help.' }));
    return asked ? 0 : EXIT_USAGE;
  }
  try {
    const written = argv.slice(command.path.split(' ').length);
    // A negative number is no option; parseArgs takes it for one unless it stands behind "--".
    const isNegative = (word: string): boolean => /^-\d+$/.test(word);
    const args = [...written.filter((word) => !isNegative(word)), '--', ...written.filter(isNegative)];
    const { values, positionals } = parseArgs({
      args,
      options: { ...COMMON, ...command.options },
      allowPositionals: true,
    });
    if (values['help'] === true) {
      io.say({ zh: usageOf(command, 'zh'), en: usageOf(command, 'en') });
      return 0;
    }
    return conclude(await command.run({ values, operands: positionals }, io), io, json);
  } catch (error) {
    // parseArgs' own errors name the option, and what was written there.
    if (!(error instanceof UsageError) && !isParseError(error)) throw error;
    const words =
      error instanceof UsageError
        ? error.words
        : { zh: `参数写错了：${error.message}`, en: `Not understood: ${error.message}` };
    const next = {
      zh: `用法：tongban ${command.path} ${command.usage}`,
      en: `Usage: tongban ${command.path} ${command.usage}`,
    };
    conclude({ ok: false, reason: 'usage', words, next }, io, json);
    return EXIT_USAGE;
  }
}

function unknown(next: string): void {
  process.stdout.write(`${JSON.stringify({ ok: false, reason: 'usage', next })}\n`);
}

function readLanguage(argv: readonly string[]): string | undefined {
  const at = argv.indexOf('--lang');
  return at === -1 ? argv.find((word) => word.startsWith('--lang='))?.slice('--lang='.length) : argv[at + 1];
}

function isParseError(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}

function usageOf({ path, usage, about }: Command, language: 'zh' | 'en'): string {
  return `tongban ${path} ${usage}\n    ${about[language]}`;
}

function help(commands: readonly Command[]): { zh: string; en: string } {
  const list = (language: 'zh' | 'en'): string =>
    commands.map((command) => `  ${usageOf(command, language).replaceAll('\n', '\n  ')}`).join('\n');
  return {
    zh: `通办自助终端 · 命令\n\n${list('zh')}\n\n每条命令都可以加 --json（最后一行是一个 JSON 对象）和 --lang en。\n设备写法 FAMILY=ADDRESS，例如 id-card-reader=/dev/ttyUSB0、receipt-printer=192.0.2.9:9100；或用 --config 读终端配置。\n--data 是终端的数据文件夹（配置里的 dataFolder）；终端可以正在运行。`,
    en: `Tongban terminal · commands\n\n${list('en')}\n\nEach takes --json (the last line is one JSON object) and --lang en.\nA device is written FAMILY=ADDRESS, such as id-card-reader=/dev/ttyUSB0 or receipt-printer=192.0.2.9:9100; or --config reads those of a terminal.\n--data is the data folder of a terminal (dataFolder of its configuration); it may be running.`,
  };
}
