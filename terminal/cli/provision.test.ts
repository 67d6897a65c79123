import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { IdentityStore } from '@tongban/kiosk-config/provisioning';
import { CodeScannerSimulator, hostOnPty } from '@tongban/peripherals/code-scanner/simulator';
import { startCentre, type Centre } from '../../kiosk-config/centre/server/centre.ts';
import { callersOf, SITE_A, type TestOfficer } from '../../kiosk-config/centre/testing/callers.ts';
import type { TerminalConfigInput } from '../core/config.ts';
import type { Io } from './io.ts';
import { provision as command } from './provision.ts';
import { temporaryFolder, tongban } from './test-support.ts';

const folder = temporaryFolder();
let centre: Centre;
let technician: TestOfficer;
let serial = 0;
let id: string;
let dataFolder: string;
let configFile: string;

beforeAll(async () => {
  centre = await startCentre({
    ...{ dataFolder: join(folder.path, 'centre'), databaseUrl: null, host: '127.0.0.1', port: 0 },
    ...{ origin: null, proxies: [], pages: null, log: false },
  });
  technician = await callersOf(centre.app, centre.services.database, () => new Date()).as('technician');
});
afterAll(async () => {
  await centre.close();
  folder[Symbol.dispose]();
});
beforeEach(async () => {
  serial += 1;
  id = `TEST-${serial}`;
  dataFolder = join(folder.path, id);
  configFile = configOf(id);
  const entered = await technician.ask('POST', '/v1/terminals', {
    ...{ id, siteCode: SITE_A, siteName: '测试', district: '测试区', street: '测试街道' },
    ...{ serial: null, model: null, modules: [], ring: null, configuration: null },
  });
  expect(entered.statusCode).toBe(200);
});

function configOf(terminalId: string, codeScanner?: TerminalConfigInput['devices']['codeScanner']): string {
  const words = { zh: '测试' };
  const config: TerminalConfigInput = {
    ...{ terminalId, siteCode: SITE_A, site: { name: words, staff: words, hours: words } },
    ...{ diagonalInches: 21.5, dataFolder, catalogueFolder: folder.path, socketPath: '/run/core.sock' },
    platform: { url: 'https://platform.test', encryptionKey: { kty: 'EC' }, receiptKey: { kty: 'EC' } },
    devices: {
      idCardReader: { line: { type: 'serial', path: '/dev/ttyUSB0' } },
      receiptPrinter: { line: { type: 'tcp', host: '192.0.2.9' } },
      ...(codeScanner && { codeScanner }),
    },
  };
  const file = join(folder.path, `${terminalId}.json`);
  writeFileSync(file, JSON.stringify(config));
  return file;
}

const newCode = async (): Promise<{ code: string; qrText: string }> =>
  (await technician.ask('POST', `/v1/terminals/${id}/enrolment-codes`)).json();
const io: Io = {
  ...{ say: () => undefined, tell: () => undefined },
  ...{ words: ({ en }) => en, ask: () => Promise.resolve(false) },
  askText: () => Promise.resolve(null),
};
/** In this process: a process for each attempt would take a second each. */
const provision = (code: string, address = centre.url, config = configFile) =>
  command.run({ values: { config, code, centre: address }, operands: [] }, io);

it('enrols the terminal by its code: the key is made here, for its owner alone', async () => {
  const { code } = await newCode();
  const typed = code.toLowerCase().replaceAll('-', ' ');
  const run = await tongban(
    ...['provision', '--config', configFile, '--code', typed, '--centre', centre.url, '--json'],
  );
  expect([run.code, run.json()]).toMatchObject([0, { ok: true, terminalId: id, centre: centre.url }]);
  const identity = new IdentityStore(dataFolder).read();
  expect(identity?.thumbprint).toBe(run.json()['certificate']);
  expect(run.stdout + run.stderr).not.toContain('PRIVATE KEY');
});

it('a code works once: who is enrolled already stays so, and reads what to do', async () => {
  const { code } = await newCode();
  expect(await provision(code)).toMatchObject({ ok: true });
  const before = new IdentityStore(dataFolder).read()?.thumbprint;
  expect(await provision(code)).toMatchObject({
    ...{ ok: false, reason: 'CODE_USED' },
    next: { en: 'Have a new code made on the page of the terminal.' },
  });
  expect(new IdentityStore(dataFolder).read()?.thumbprint).toBe(before);
});

it('a code for another terminal is refused here, and still good there', async () => {
  const { code } = await newCode();
  const elsewhere = await provision(code, centre.url, configOf(`${id}-other`));
  expect(elsewhere).toMatchObject({ ok: false, reason: 'CODE_OF_ANOTHER' });
  expect(await provision(code)).toMatchObject({ ok: true });
});

it('a code that the centre never made, and a text that is no code', async () => {
  const unknown = await provision('TBE1-00000-00000-00000-00000-00000');
  expect(unknown).toMatchObject({ ok: false, reason: 'CODE_UNKNOWN' });
  expect(await provision('hello')).toMatchObject({ ok: false, reason: 'no-code' });
});

it('nobody answers: the code and the key stay good for the next attempt', async () => {
  const { code } = await newCode();
  const silent = await provision(code, 'http://127.0.0.1:9');
  expect(silent).toMatchObject({ ok: false, reason: 'no-answer' });
  const keyFile = join(dataFolder, 'identity/next-key.pem');
  const key = readFileSync(keyFile, 'utf8');
  expect(await provision(code)).toMatchObject({ ok: true });
  expect(new IdentityStore(dataFolder).read()?.key).toBe(key);
  expect(existsSync(keyFile)).toBe(false);
});

it('an answer that is not of the authority in the QR code: nothing is kept', async () => {
  const { qrText } = await newCode();
  const [start, code, , pin = ''] = qrText.split(';');
  const wrong = pin.startsWith('A') ? `B${pin.slice(1)}` : `A${pin.slice(1)}`;
  const run = await provision([start, code, centre.url, wrong].join(';'));
  expect(run).toMatchObject({ ok: false, reason: 'not-the-centre' });
  expect(new IdentityStore(dataFolder).read()).toBeNull();
});

it('the QR code is read by the terminal’s own scanner; another code is told from it', async () => {
  const simulator = new CodeScannerSimulator({ personality: 'honeywell' });
  const path = join(folder.path, `scanner-${serial}`);
  const host = await hostOnPty(simulator, { link: path });
  const { code, qrText } = await newCode();
  // It names the address under which the page was asked for, which nobody serves here.
  const [start, , , pin] = qrText.split(';');
  const shown = [start, code, centre.url, pin].join(';');
  const said: string[] = [];
  let toShow: string | undefined = 'T199T012602130007G';
  // As soon as the light is on somebody holds it up, and no earlier.
  const show = (): void => {
    const next = toShow;
    if (next === undefined || !simulator.state.isLooking) return;
    toShow = undefined;
    simulator.showCode(next);
  };
  const stop = simulator.onChange(show);
  const say: Io['say'] = ({ en }) => {
    said.push(en);
    if (!en.startsWith('This is no enrolment code')) return;
    toShow = shown;
    show();
  };
  try {
    const config = configOf(id, { connection: 'serial', line: { type: 'serial', path }, model: 'honeywell' });
    const run = await command.run({ values: { config, scan: true }, operands: [] }, { ...io, say });
    expect(run).toMatchObject({ ok: true, facts: { terminalId: id, centre: centre.url } });
    expect(said.slice(0, 2)).toEqual([
      'Scan the QR code that the centre shows.',
      'This is no enrolment code: scan the QR code that the centre shows.',
    ]);
    expect(said.join()).not.toContain(code);
  } finally {
    stop();
    await host.close();
  }
});

it('nobody holds a code up in time, or there is no scanner: it says what else to do', async () => {
  const simulator = new CodeScannerSimulator({ personality: 'honeywell' });
  const path = join(folder.path, `scanner-${serial}`);
  const host = await hostOnPty(simulator, { link: path });
  const config = configOf(id, { connection: 'serial', line: { type: 'serial', path }, model: 'honeywell' });
  const scan = (file: string) =>
    command.run({ values: { config: file, scan: true, timeout: '1' }, operands: [] }, io);
  try {
    expect(await scan(config)).toMatchObject({
      reason: 'nothing-scanned',
      next: { en: expect.stringContaining('--code') },
    });
  } finally {
    await host.close();
  }
  expect(await scan(configOf(id))).toMatchObject({ reason: 'no-device' });
});

it('what was written makes no sense: it says how to write it', async () => {
  const { code } = await newCode();
  const config = configFile;
  for (const [values, words] of [
    [{ code }, /takes --config FILE/],
    [{ config }, /either --code or --scan/],
    [{ config, code, scan: true }, /either --code or --scan/],
    [{ config, code }, /address of the centre is not known/],
    [{ config: join(folder.path, 'nowhere.json'), code }, /nowhere\.json cannot be read/],
  ] as const) {
    await expect(command.run({ values, operands: [] }, io)).rejects.toThrow(words);
  }
});
