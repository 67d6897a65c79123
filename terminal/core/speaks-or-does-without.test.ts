import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { ESPEAK, type SpeechSettings } from '../speech/index.ts';
import { openSpeech } from './speech.ts';

/** @param againMs until it is tried again */
function open(settings: SpeechSettings | null, againMs?: number, begins = Promise.resolve()) {
  const log: string[] = [];
  let changes = 0;
  const opened = openSpeech(
    settings,
    (event, facts) => log.push(JSON.stringify({ event, ...facts })),
    begins,
    againMs,
  );
  onTestFinished(() => opened.close());
  opened.speech.onChange(() => (changes += 1));
  return { ...opened, log, changes: () => changes };
}

it('a program that gives sound in both languages makes speech available', async () => {
  const { speech, log, changes } = open(ESPEAK);
  expect(speech.available).toBe(false);
  await expect.poll(() => speech.available).toBe(true);
  const wav = Buffer.from((await speech.say('请放身份证', 'zh-CN')) ?? '', 'base64');
  expect(wav.toString('latin1', 0, 4)).toBe('RIFF');
  expect([changes(), log]).toEqual([1, []]);
});

it('no program is started before the screens have begun', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const folder = mkdtempSync(join(tmpdir(), 'tongban-speech-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const started = join(folder, 'started');
  const engine = join(folder, 'engine');
  writeFileSync(engine, `#!/bin/sh\ntouch "${started}"\nexec espeak-ng "$@"\n`, { mode: 0o755 });
  const late = open({ ...ESPEAK, program: engine }, undefined, promise);
  // By then one that does not wait has spoken.
  const { speech } = open(ESPEAK);
  await expect.poll(() => speech.available).toBe(true);
  expect([existsSync(started), late.speech.available]).toEqual([false, false]);
  resolve();
  await expect.poll(() => late.speech.available).toBe(true);
  expect(existsSync(started)).toBe(true);
});

it('without the program there is no speech, which is logged once and says nothing of a text', async () => {
  const { speech, log, changes } = open({ ...ESPEAK, program: 'no-such-speech-engine' });
  await expect.poll(() => log).toEqual(['{"event":"speech.unavailable","reason":"missing"}']);
  expect(await speech.say('张测试', 'zh-CN')).toBeNull();
  expect([speech.available, changes(), log.length]).toEqual([false, 0, 1]);
});

it('a program that was too slow while everything started is tried again, and speaks then', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tongban-speech-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const slowAtFirst = join(folder, 'engine');
  writeFileSync(slowAtFirst, `#!/bin/sh\n[ -e "${folder}/ready" ] || exec sleep 60\nexec espeak-ng "$@"\n`);
  chmodSync(slowAtFirst, 0o755);
  const { speech, log, changes } = open({ ...ESPEAK, program: slowAtFirst, timeLimitMs: 1000 }, 10);
  await expect.poll(() => log).toEqual(['{"event":"speech.unavailable","reason":"timed-out"}']);
  writeFileSync(join(folder, 'ready'), '');
  await expect.poll(() => speech.available).toBe(true);
  expect([changes(), log.length]).toEqual([1, 1]);
});

it('a program that goes away is given up, and used again when it is back', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tongban-speech-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const engine = join(folder, 'engine');
  const install = (): void => writeFileSync(engine, '#!/bin/sh\nexec espeak-ng "$@"\n', { mode: 0o755 });
  install();
  const { speech, changes } = open({ ...ESPEAK, program: engine }, 10);
  await expect.poll(() => speech.available).toBe(true);
  rmSync(engine);
  expect(await speech.say('您好', 'zh-CN')).toBeNull();
  expect(speech.available).toBe(false);
  install();
  await expect.poll(() => speech.available).toBe(true);
  expect(changes()).toBe(3);
});

it('a terminal without the setting is silent', async () => {
  const { speech, log } = open(null);
  expect([speech.available, await speech.say('您好', 'zh-CN'), log]).toEqual([false, null, []]);
});
