import { expect, it, onTestFinished } from 'vitest';
import { ESPEAK, type SpeechSettings } from '../speech/index.ts';
import { openSpeech } from './speech.ts';

function open(settings: SpeechSettings | null) {
  const log: string[] = [];
  let changes = 0;
  const opened = openSpeech(settings, (event, facts) => log.push(JSON.stringify({ event, ...facts })));
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

it('without the program there is no speech, which is logged once and says nothing of a text', async () => {
  const { speech, log, changes } = open({ ...ESPEAK, program: 'no-such-speech-engine' });
  await expect.poll(() => log).toEqual(['{"event":"speech.unavailable","why":"missing"}']);
  expect(await speech.say('张测试', 'zh-CN')).toBeNull();
  expect([speech.available, changes(), log.length]).toEqual([false, 0, 1]);
});

it('a terminal without the setting is silent', async () => {
  const { speech, log } = open(null);
  expect([speech.available, await speech.say('您好', 'zh-CN'), log]).toEqual([false, null, []]);
});
