import { existsSync, readFileSync } from 'node:fs';
import { lookForDevices } from '@tongban/peripherals/manager';
import { inOneLine, wrongIn } from '../../core/config.ts';
import { textOption, UsageError, type Command } from '../command.ts';
import { CORE_GROUP, INSTALLED_CONFIG, INSTALLED_PLACES } from '../installed.ts';
import type { CommandResult, Io } from '../io.ts';
import { asDraft, readJson, writeJson, type Draft } from '../json-file.ts';
import { devicesHere } from './devices-here.ts';
import { ABOUT_THE_TERMINAL, OPENING_HOURS, valueAt, withValue, type Question } from './questions.ts';

/** Read by core's group and written by root: it holds keys. */
const CONFIG_MODE = 0o640;

/** @param look for devices */
export function configureBy(look: typeof lookForDevices): Command {
  return {
    path: 'configure',
    usage: '[--city FILE] [--key FILE] [--config FILE]',
    about: {
      zh: '问几个问题，找一遍设备，写好本终端的配置；--city 是全市终端相同的那部分（中心和平台的地址与公钥），由数据中心给；--key 是平台发给本终端的密钥（JWK）。再运行一次可以改',
      en: 'asks a few questions, looks for devices and writes the configuration of this terminal; --city is the part that all terminals of a city share (addresses and keys of centre and platform); --key the key that the platform gave this terminal (JWK). Run it again to change answers',
    },
    options: { city: { type: 'string' }, key: { type: 'string' }, config: { type: 'string' } },
    async run(given, io) {
      const file = textOption(given, 'config') ?? INSTALLED_CONFIG;
      const cityFile = textOption(given, 'city');
      const former = existsSync(file) ? readJson(file) : null;
      if (cityFile === null && former === null) {
        throw new UsageError({
          zh: '第一次要写 --city FILE：数据中心给的全市配置。',
          en: 'The first time it takes --city FILE, the part that all terminals of the city share.',
        });
      }
      const city = cityFile === null ? {} : readJson(cityFile);
      const keyFile = textOption(given, 'key');
      const key = keyFile === null ? {} : { requestKey: readJson(keyFile) };
      const answered = await allAnswers(begin(former ?? {}, city, key), city, io);
      if (answered === null) return notAnswered;
      const devices =
        'devices' in answered ? { written: answered['devices'], found: [] } : await devicesHere(look, io);
      if (devices === null) return notAnswered;
      const whole = { ...answered, devices: devices.written };
      const wrong = wrongIn(whole);
      return wrong.length > 0 ? notWhole(wrong) : keep(file, whole, devices.found, io);
    },
  };
}

export const configure = configureBy(lookForDevices);

/** What is known before anybody is asked: the city's word counts before what was written here. */
function begin(former: Draft, city: Draft, key: Draft): Draft {
  const usual = { ...INSTALLED_PLACES, speech: {}, handwriting: {} };
  const site = { ...asDraft(former['site']), ...asDraft(city['site']) };
  const platform = { ...asDraft(former['platform']), ...asDraft(city['platform']), ...key };
  // Matters come from a centre or from a folder: a city that has begun with the other has left the former.
  const { centre: _centre, catalogueFolder: _folder, ...elsewhere } = former;
  const kept = 'centre' in city || 'catalogueFolder' in city ? elsewhere : former;
  return { ...usual, ...kept, ...city, site, platform };
}

/** @returns null when the input has ended */
async function allAnswers(draft: Draft, city: Draft, io: Io): Promise<Draft | null> {
  const site = asDraft(draft['site']);
  const hours = 'hours' in site || 'timetable' in site ? [] : OPENING_HOURS;
  let answered: Draft | null = draft;
  for (const question of [...ABOUT_THE_TERMINAL, ...hours]) {
    // What the city says is the same everywhere is nothing to ask about.
    if (valueAt(city, question.places[0]) !== undefined) continue;
    answered = await answerTo(question, answered, io);
    if (answered === null) return null;
  }
  return answered;
}

async function answerTo(question: Question, draft: Draft, io: Io): Promise<Draft | null> {
  const { places, words, rule, isOptional, isNumber } = question;
  const present = valueAt(draft, places[0]) ?? question.usually;
  const shown = present === undefined ? '' : ` [${String(present)}]`;
  for (;;) {
    const text = await io.askText({ zh: `${words.zh}${shown}：`, en: `${words.en}${shown}: ` });
    if (text === null) return null;
    const value = text === '' ? present : text;
    if (value === undefined && isOptional) return draft;
    const written = isNumber ? Number(value) : value;
    const filled = places.reduce((all, place) => withValue(all, place, written), draft);
    const isWrong = value === undefined || wrongIn(filled).some(({ place }) => places.includes(place));
    if (!isWrong) return filled;
    io.say({ zh: `  ${rule.zh}`, en: `  ${rule.en}` });
  }
}

function keep(file: string, config: Draft, found: readonly string[], io: Io): CommandResult {
  const gid = process.getuid?.() === 0 ? groupNumber(CORE_GROUP) : null;
  const notWritten = writeJson(file, config, { mode: CONFIG_MODE, gid });
  if (notWritten) return notWritten;
  io.say({
    zh: `✓ 写好了 ${file}。接着执行 systemctl restart tongban-core，几秒后屏幕出现首页，再按住右上角的时钟登记。`,
    en: `✓ ${file} is written. Go on with systemctl restart tongban-core; seconds later the screens come up: hold the clock to enrol.`,
  });
  return { ok: true, facts: { config: file, found } };
}

/** @returns null where this machine has no such group */
function groupNumber(name: string): number | null {
  const line = readFileSync('/etc/group', 'utf8')
    .split('\n')
    .find((each) => each.startsWith(`${name}:`));
  return line === undefined ? null : Number(line.split(':')[2]);
}

const notAnswered: CommandResult = {
  ok: false,
  reason: 'not-answered',
  words: { zh: '没有答完，什么都没有写。', en: 'Not all was answered, and nothing was written.' },
  next: { zh: '在终端窗口里再运行一次，答完所有问题。', en: 'Run it again where somebody can answer.' },
};

function notWhole(wrong: ReturnType<typeof wrongIn>): CommandResult {
  const places = inOneLine(wrong);
  return {
    ok: false,
    reason: 'not-whole',
    words: {
      zh: `配置还不能用，没有写：${places}`,
      en: `The configuration cannot be used, and was not written: ${places}`,
    },
    next: {
      zh: '这些地方不是问出来的：在 --city 的文件里补上或改好，不清楚的问数据中心。',
      en: 'Nobody is asked about these: put them right in the file of --city, or ask whoever gave it.',
    },
  };
}
