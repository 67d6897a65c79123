import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FoundDevice } from '@tongban/peripherals/manager';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { loadConfig } from '../core/config.ts';
import { configureBy } from './configure/configure.ts';
import type { CommandResult } from './io.ts';
import { temporaryFolder, tongbanAnswered } from './test-support.ts';

/** A technician before a terminal that was just installed, with the file that the data centre gave. */

const folder = temporaryFolder();
afterAll(() => folder[Symbol.dispose]());
let serial = 0;
let file: string;
beforeEach(() => {
  serial += 1;
  file = join(folder.path, `terminal-${serial}.json`);
});

const KEY = { kty: 'EC' };
const city = {
  catalogueFolder: '/srv/matters',
  platform: { url: 'https://platform.test', encryptionKey: KEY, receiptKey: KEY },
};
const cityFile = (content: unknown = city): string => {
  const path = join(folder.path, `city-${serial}.json`);
  writeFileSync(path, JSON.stringify(content));
  return path;
};
const reader: FoundDevice = {
  ...{ family: 'id-card-reader', where: '/dev/serial/by-path/a' },
  settings: { line: { type: 'serial', path: '/dev/serial/by-path/a' } },
};
const scanner: FoundDevice = {
  ...{ family: 'code-scanner', where: '/dev/serial/by-path/b' },
  settings: {
    connection: 'serial',
    model: 'newland',
    line: { type: 'serial', path: '/dev/serial/by-path/b' },
  },
};
/** Up to the hours; then they, the weekend and the address of a printer follow. */
const ABOUT = ['310199-01', '310199001', '测试网点', '', '大厅 1 号', 'desk 1', ''];
const ANSWERS = [...ABOUT, '', '', '192.0.2.9:9100'];

interface Configured {
  readonly result: CommandResult;
  readonly asked: readonly string[];
  readonly said: readonly string[];
}

/** In this process, with devices that are as good as plugged in. */
async function configure(
  answers: readonly string[],
  found: readonly FoundDevice[] | 'not-looked-for',
  options: { readonly city?: string; readonly key?: string } = { city: cityFile() },
): Promise<Configured> {
  const asked: string[] = [];
  const said: string[] = [];
  const left = [...answers];
  const result = await configureBy(() => {
    if (found === 'not-looked-for') throw new Error('devices were looked for');
    return Promise.resolve(found);
  }).run(
    { values: { config: file, ...options }, operands: [] },
    {
      say: ({ en }) => void said.push(en),
      tell: () => undefined,
      words: ({ en }) => en,
      ask: () => Promise.resolve(false),
      askText({ en }) {
        asked.push(en);
        return Promise.resolve(left.shift() ?? null);
      },
    },
  );
  return { result, asked, said };
}
const written = (): unknown => JSON.parse(readFileSync(file, 'utf8'));

it('asks what only who stands there knows, finds the devices, and core can use what it writes', async () => {
  const { result } = await configure(ANSWERS, [reader, scanner]);
  expect(result).toEqual({
    ok: true,
    facts: { config: file, found: ['id-card-reader', 'code-scanner'] },
  });
  const day = '08:30-11:30 13:00-16:30';
  expect(loadConfig(file)).toMatchObject({
    ...{ terminalId: '310199-01', siteCode: '310199001', diagonalInches: 21.5, ...city },
    site: {
      ...{ name: { zh: '测试网点' }, staff: { zh: '大厅 1 号', en: 'desk 1' } },
      timetable: { monday: day, tuesday: day, wednesday: day, thursday: day, friday: day },
    },
    ...{ dataFolder: '/var/lib/tongban', socketPath: '/run/tongban/core.sock' },
    devices: {
      idCardReader: reader.settings,
      codeScanner: scanner.settings,
      receiptPrinter: { line: { type: 'tcp', host: '192.0.2.9', port: 9100 } },
    },
  });
  expect(written()).not.toHaveProperty('site.timetable.saturday');
  expect(written()).not.toHaveProperty('site.name.en');
});

it("signs with the key that the platform has given this terminal, also after the city's file was given anew", async () => {
  const requestKey = { kty: 'oct', k: Buffer.alloc(32, 1).toString('base64url') };
  const key = join(folder.path, `key-${serial}.json`);
  writeFileSync(key, JSON.stringify(requestKey));
  await configure(ANSWERS, [reader], { city: cityFile(), key });
  expect(loadConfig(file).platform).toMatchObject({ ...city.platform, requestKey });
  await configure(
    ABOUT.map(() => ''),
    'not-looked-for',
    { city: cityFile() },
  );
  expect(loadConfig(file).platform).toMatchObject({ requestKey });
});

it('holds keys: others than its group do not read it', async () => {
  await configure(ANSWERS, [reader]);
  expect(statSync(file).mode & 0o777).toBe(0o640);
});

describe('an answer that cannot be used', () => {
  it.each([
    ['a number with a space', 0, '310199 01', 'terminal', '310199-01'],
    ['no name of the site', 2, '', 'Name of the site', '测试网点'],
    ['a screen of no size', 6, 'large', 'inches', '32'],
    ['hours that overlap', 7, '08:30-12:00 11:00-16:30', 'Monday to Friday', '09:00-17:00'],
    ['a printer at no port', 9, '192.0.2.9:99999', 'receipt printer', '192.0.2.9'],
  ] as const)('%s: it says how to write it and asks again', async (_name, at, wrong, about, right) => {
    const answers = ANSWERS.toSpliced(at, 1, wrong, right);
    const { result, asked } = await configure(answers, [reader]);
    expect(result.ok).toBe(true);
    expect(asked.filter((question) => question.includes(about))).toHaveLength(2);
    expect(JSON.stringify(written())).toContain(right);
    expect(JSON.stringify(written())).not.toContain(wrong === '' ? '""' : wrong);
  });
});

it('nothing is plugged in yet: it can be used all the same, and says where to look again', async () => {
  const { result, said } = await configure([...ABOUT, '', '', ''], []);
  expect(result).toMatchObject({ ok: true, facts: { found: [] } });
  expect(said.filter((words) => words.includes('was found'))).toHaveLength(2);
  expect(loadConfig(file).devices).toMatchObject({
    idCardReader: { line: { type: 'serial' } },
    receiptPrinter: { line: { type: 'serial' } },
  });
});

it('what the city says is not asked: not even devices, when all terminals are of one make', async () => {
  const devices = {
    idCardReader: reader.settings,
    receiptPrinter: { line: { type: 'tcp', host: '192.0.2.9' } },
  };
  const site = { staff: { zh: '服务台', en: 'desk' }, hours: { zh: '每天' } };
  const { result, asked } = await configure(['310199-01', '310199001', '测试网点', ''], 'not-looked-for', {
    city: cityFile({ ...city, diagonalInches: 32, site, devices }),
  });
  expect(result.ok).toBe(true);
  expect(asked).toHaveLength(4);
  expect(written()).toMatchObject({
    diagonalInches: 32,
    devices,
    site: { ...site, name: { zh: '测试网点' } },
  });
});

describe('again, without the file of the city', () => {
  beforeEach(async () => {
    await configure(ANSWERS, [reader, scanner]);
  });

  it('who answers nothing changes nothing, and devices stay', async () => {
    const before = written();
    const { result, asked } = await configure(
      ABOUT.map(() => ''),
      'not-looked-for',
      {},
    );
    expect([result.ok, written()]).toEqual([true, before]);
    expect(asked[0]).toContain('[310199-01]');
    expect(asked.join()).not.toContain('Opening hours');
  });

  it('one answer is changed', async () => {
    await configure(['310199-02', ...ABOUT.slice(1).map(() => '')], 'not-looked-for', {});
    expect(written()).toMatchObject({ terminalId: '310199-02', siteCode: '310199001' });
  });

  it('the city has a new address: it takes the place of the former', async () => {
    const platform = { ...city.platform, url: 'https://elsewhere.test' };
    await configure(
      ABOUT.map(() => ''),
      'not-looked-for',
      { city: cityFile({ ...city, platform }) },
    );
    expect(written()).toMatchObject({ platform, terminalId: '310199-01' });
  });

  it('the city has a centre by now: its matters come from there', async () => {
    const centre = { url: 'https://centre.test', root: { signed: {}, signatures: [] } };
    const { catalogueFolder: _former, ...rest } = city;
    const { result } = await configure(
      ABOUT.map(() => ''),
      'not-looked-for',
      { city: cityFile({ ...rest, centre }) },
    );
    expect(result.ok).toBe(true);
    expect(written()).toMatchObject({ centre });
    expect(written()).not.toHaveProperty('catalogueFolder');
  });

  it.each([0, 3, ABOUT.length - 1])(
    'nobody answers any more after %d: what was written stays',
    async (count) => {
      const before = written();
      const { result } = await configure(Array<string>(count).fill('new'), 'not-looked-for', {});
      expect(result).toMatchObject({ ok: false, reason: 'not-answered' });
      expect(written()).toEqual(before);
    },
  );
});

it('the file of the city lacks a key: it names the place, and writes nothing', async () => {
  const { receiptKey: _left, ...platform } = city.platform;
  const { result } = await configure(ANSWERS, [reader], { city: cityFile({ ...city, platform }) });
  expect(result).toMatchObject({ ok: false, reason: 'not-whole' });
  expect(!result.ok && result.words.en).toContain('platform.receiptKey');
  expect(() => statSync(file)).toThrow('ENOENT');
});

describe('as a process', () => {
  it('takes the answers line by line from whoever writes them', { timeout: 60_000 }, async () => {
    const args = ['configure', '--city', cityFile(), '--config', file, '--json'];
    const run = await tongbanAnswered(ANSWERS, ...args);
    expect(run.stderr).toContain('终端编号');
    expect([run.code, run.json()]).toMatchObject([0, { ok: true, config: file }]);
    expect(loadConfig(file).terminalId).toBe('310199-01');
  });

  it('without the file of a city, and with one that is none: it says what to write', async () => {
    const without = await tongbanAnswered([], 'configure', '--config', file);
    expect([without.code, without.stdout]).toEqual([2, expect.stringContaining('--city FILE')]);
    const broken = await tongbanAnswered([], 'configure', '--config', file, '--city', import.meta.filename);
    expect([broken.code, broken.stdout]).toEqual([2, expect.stringContaining('读不了（JSON）')]);
  });

  it('where it may not be written it says so', async () => {
    const nowhere = join(folder.path, 'no-such-folder/terminal.json');
    const run = await tongbanAnswered(
      ANSWERS,
      'configure',
      '--city',
      cityFile(),
      '--config',
      nowhere,
      '--json',
    );
    expect([run.code, run.json()]).toMatchObject([1, { reason: 'not-written' }]);
  });
});
