import { existsSync } from 'node:fs';
import { inOneLine, wrongInCity } from '../../core/config.ts';
import { textOption, type Command, type Given } from '../command.ts';
import { asDraft, readJson, writeJson, type Draft } from '../json-file.ts';
import { cannotOpen, notFounded, PLACE_OPTIONS, PLACE_USAGE, placeOf } from './place.ts';

const DEFAULT_FILE = 'city.json';
/** It holds nothing secret, and goes to every terminal. */
const MODE = 0o644;

export const centreCity: Command = {
  path: 'centre city',
  usage: `[--url URL] [--platform URL] [--encryption-key FILE] [--receipt-key FILE] [--out FILE] ${PLACE_USAGE}`,
  about: {
    zh: '写好全市终端共用的配置文件（configure --city 用）：中心的地址和根文件，平台的地址和公钥；文件已有时只改写了的几项，根文件总是最新的',
    en: 'writes the file that all terminals of the city share (for configure --city): address and root file of the centre, address and public keys of the platform; in one that is there it changes what is given, and the root to the newest',
  },
  options: {
    ...PLACE_OPTIONS,
    url: { type: 'string' },
    platform: { type: 'string' },
    'encryption-key': { type: 'string' },
    'receipt-key': { type: 'string' },
    out: { type: 'string' },
  },
  async run(given, io) {
    const file = textOption(given, 'out') ?? DEFAULT_FILE;
    const former = existsSync(file) ? readJson(file) : {};
    const fromKeys = { ...keyOf(given, 'encryption-key'), ...keyOf(given, 'receipt-key') };
    const { withServices } = await import('@tongban/kiosk-config/centre');
    let root: Uint8Array | null;
    try {
      root = await withServices(placeOf(given), ({ publisher }) => publisher.root());
    } catch (error) {
      return cannotOpen(error);
    }
    if (root === null) return notFounded;
    const city = {
      ...former,
      centre: { ...asDraft(former['centre']), ...addressOf(given, 'url'), root: rootIn(root) },
      platform: { ...asDraft(former['platform']), ...addressOf(given, 'platform'), ...fromKeys },
    };
    const wrong = wrongInCity(city);
    if (wrong.length > 0) {
      const places = inOneLine(wrong);
      return {
        ok: false,
        reason: 'not-whole',
        words: {
          zh: `还不能用，没有写：${places}`,
          en: `It cannot be used, and was not written: ${places}`,
        },
        next: {
          zh: '--url、--platform 写 https:// 开头的地址，--encryption-key、--receipt-key 写平台公钥（JWK）的文件；别处不对的，改文件里那一项。',
          en: '--url and --platform take addresses with https://, --encryption-key and --receipt-key files with the public keys of the platform (JWK); what is wrong elsewhere, put right in the file.',
        },
      };
    }
    const notWritten = writeJson(file, city, { mode: MODE, gid: null });
    if (notWritten) return notWritten;
    io.say({
      zh: `✓ 写好了 ${file}。拷到终端上，执行 sudo tongban configure --city ${file}。`,
      en: `✓ ${file} is written. Copy it to a terminal and run sudo tongban configure --city ${file} there.`,
    });
    return { ok: true, facts: { city: file } };
  },
};

/** What was not given leaves what is there. */
function addressOf(given: Given, option: 'url' | 'platform'): Draft {
  const url = textOption(given, option);
  return url === null ? {} : { url };
}

function keyOf(given: Given, option: 'encryption-key' | 'receipt-key'): Draft {
  const file = textOption(given, option);
  if (file === null) return {};
  return { [option === 'encryption-key' ? 'encryptionKey' : 'receiptKey']: readJson(file) };
}

function rootIn(bytes: Uint8Array): unknown {
  return JSON.parse(Buffer.from(bytes).toString('utf8'));
}
