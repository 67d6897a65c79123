import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ESPEAK, Speech, type Said, type SpeechSettings } from './index.ts';

/** A program in the place of espeak-ng; `$PLACE` is a folder of its own. */
function programOf(script: string): SpeechSettings & { readonly place: string } {
  const place = mkdtempSync(join(tmpdir(), 'tongban-speech-'));
  onTestFinished(() => rmSync(place, { recursive: true }));
  const program = join(place, 'engine');
  writeFileSync(program, `#!/bin/sh\nPLACE=${place}\n${script}\n`);
  chmodSync(program, 0o755);
  return { ...ESPEAK, program, place };
}

function soundOf(said: Said): { seconds: number; loudest: number } {
  if (!said.ok) throw new Error(`not said: ${said.why}`);
  const bytes = Buffer.from(said.wav);
  expect(bytes.toString('latin1', 0, 4)).toBe('RIFF');
  expect(bytes.readUInt32LE(4)).toBe(bytes.length - 8);
  const rate = bytes.readUInt32LE(24);
  const data = bytes.subarray(44);
  expect(bytes.readUInt32LE(40)).toBe(data.length);
  let loudest = 0;
  for (let at = 0; at + 1 < data.length; at += 2) loudest = Math.max(loudest, Math.abs(data.readInt16LE(at)));
  return { seconds: data.length / 2 / rate, loudest };
}
const isGone = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    // Killed and not yet waited for by its parent is as good as gone.
    return readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1]?.[0] === 'Z';
  } catch {
    return true;
  }
};

describe('espeak-ng', () => {
  it.each([
    ['zh-CN', '您好，请把身份证放在读卡区。'],
    ['zh-CN', '受理编号 3 1 0 1 9 9，共 5 位'],
    ['en', 'Please put your ID card on the reader.'],
  ] as const)('says in %s: %s', async (language, text) => {
    const { seconds, loudest } = soundOf(await new Speech(ESPEAK).say(text, language));
    expect(seconds).toBeGreaterThan(1);
    expect(loudest).toBeGreaterThan(2000);
  });

  it('says digits one by one where they are written so, and longer than a number', async () => {
    const speech = new Speech(ESPEAK);
    const one = soundOf(await speech.say('5', 'zh-CN'));
    const ten = soundOf(await speech.say('5 6 7 8 9 1 2 3 4 5', 'zh-CN'));
    expect(ten.seconds).toBeGreaterThan(3 * one.seconds);
  });

  it('takes what could be read as an option, or as markup, as words', async () => {
    expect(
      soundOf(await new Speech(ESPEAK).say('--version <mark name="x"/> -w /x', 'en')).seconds,
    ).toBeGreaterThan(1);
  });
});

it('nothing of a text stands in the arguments', async () => {
  const engine = programOf('echo "$@" > $PLACE/arguments; cat > $PLACE/text; exit 1');
  expect(await new Speech(engine).say('张测试', 'zh-CN')).toEqual({ ok: false, why: 'failed' });
  expect(readFileSync(join(engine.place, 'arguments'), 'utf8')).toBe('--stdin --stdout -b 1 -v cmn -s 160\n');
  expect(readFileSync(join(engine.place, 'text'), 'utf8')).toBe('张测试');
});

it.each(['says something else now', 'stops'] as const)(
  'a program that is at work when one %s is killed with what it started',
  async (what) => {
    const engine = programOf('sleep 60 & echo $! > $PLACE/pid.part; mv $PLACE/pid.part $PLACE/pid; wait');
    const speech = new Speech(engine);
    const first = speech.say('一', 'zh-CN');
    const file = join(engine.place, 'pid');
    await expect.poll(() => existsSync(file)).toBe(true);
    const pid = Number(readFileSync(file, 'utf8'));
    const second = what === 'stops' ? undefined : speech.say('二', 'zh-CN');
    if (what === 'stops') speech.stop();
    expect(await first).toEqual({ ok: false, why: 'superseded' });
    await expect.poll(() => isGone(pid)).toBe(true);
    speech.stop();
    await second;
  },
);

it('a program that hangs is ended when its time is over, and the next text is said', async () => {
  const engine = programOf('[ -e $PLACE/once ] && exec espeak-ng "$@"; touch $PLACE/once; exec sleep 60');
  const speech = new Speech({ ...engine, timeLimitMs: 1000 });
  expect(await speech.say('一', 'zh-CN')).toEqual({ ok: false, why: 'timed-out' });
  soundOf(await new Speech(engine).say('二', 'zh-CN'));
});

it('a program that is not there is told from one that fails', async () => {
  const speech = new Speech({ ...ESPEAK, program: 'no-such-speech-engine' });
  expect(await speech.say('一', 'zh-CN')).toEqual({ ok: false, why: 'missing' });
});

it.each([
  ['no WAV', 'echo hello'],
  [
    'an empty WAV',
    "printf 'RIFF\\044\\0\\0\\0WAVEfmt \\020\\0\\0\\0\\1\\0\\1\\0\\042V\\0\\0D\\254\\0\\0\\2\\0\\020\\0data\\0\\0\\0\\0'",
  ],
  ['a WAV cut short', "printf 'RIFF\\044\\0\\0'"],
])('%s is no sound', async (_, script) => {
  const engine = programOf(`cat > /dev/null; ${script}`);
  expect(await new Speech(engine).say('一', 'zh-CN')).toEqual({ ok: false, why: 'failed' });
});
