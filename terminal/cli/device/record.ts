import { closeSync, openSync, writeSync } from 'node:fs';
import type { ByteTransport } from '@tongban/peripherals/transport';
import type { DeviceConfig } from '@tongban/peripherals/manager';
import type { RecordableFamily } from '@tongban/peripherals/manager/recording';
import { parseRecording, Recorder, Replay, SCRUBBERS } from '@tongban/peripherals/manager/recording';
import { FAMILIES, lineOpener, readerLine, TEST_SLIP } from '@tongban/peripherals/manager';
import { oneOperand, textOption, UsageError } from '../command.ts';
import type { Command, Given } from '../command.ts';
import type { CommandResult, Io } from '../io.ts';
import { PRINTER_OPTIONS, printOneSlip, printerTarget, readSlip, readText } from './print-receipt.ts';
import { readOneCard } from './read-card.ts';
import { READ_OPTIONS, readerTarget } from './read-id-card.ts';
import { makeDevice, noDevice, targetAt } from './targets.ts';

/** Owner only: free of personal data as far as we know, and still nobody else's business. */
const RECORDING_MODE = 0o600;

/** @throws UsageError when the file exists already or cannot be made */
function recorder(family: RecordableFamily, file: string): { recorder: Recorder; close: () => void } {
  try {
    const handle = openSync(file, 'wx', RECORDING_MODE);
    const write = (line: string): void => void writeSync(handle, `${line}\n`);
    return { recorder: new Recorder(family, SCRUBBERS[family], write), close: () => closeSync(handle) };
  } catch {
    throw new UsageError({
      zh: `不能新建文件 ${file}（不会覆盖已有文件）。`,
      en: `The file ${file} cannot be made (none is overwritten).`,
    });
  }
}

/**
 * The real line of a device, to be listened to.
 * @throws UsageError when it is a service of XFS4IoT, which speaks messages and no bytes
 */
function realLine({ family, settings }: DeviceConfig<RecordableFamily>): Promise<() => ByteTransport> {
  const { line } = FAMILIES[family].settings.parse(settings);
  if (line.type === 'xfs') {
    throw new UsageError({
      zh: '这台设备由 XFS4IoT 服务程序控制，没有串口数据可录。',
      en: 'This device belongs to an XFS4IoT service provider: there is no line whose bytes could be recorded.',
    });
  }
  return line.type === 'miaxis-hid' ? readerLine(line) : lineOpener(line);
}

function outputOf(given: Given): string {
  const file = textOption(given, 'output');
  if (file === null) throw new UsageError({ zh: '要写 --output FILE。', en: 'It takes --output FILE.' });
  return file;
}

const SCRUBBED: Command['about'] = {
  zh: '读一张证件并把线上数据录成 JSON 行；证件内容换成虚构的人',
  en: 'reads one card and records the bytes on the line as JSON lines; what the card holds becomes nobody',
};

export const recordIdCard: Command = {
  path: 'device record id-card',
  usage: '(--port PORT | --config FILE) --output FILE [--timeout SECONDS]',
  about: SCRUBBED,
  options: { ...READ_OPTIONS, output: { type: 'string' } },
  async run(given, io) {
    const target = readerTarget(given);
    if (target === null) return noDevice;
    const line = await realLine(target);
    const output = recorder('id-card-reader', outputOf(given));
    try {
      const opener = output.recorder.around(line);
      return await readOneCard('id-card-reader', await makeDevice(target, opener), given, io);
    } finally {
      output.close();
    }
  },
};

export const recordReceipt: Command = {
  path: 'device record receipt',
  usage: '[FILE] (--host HOST [--port PORT] | --config FILE) --output FILE',
  about: {
    zh: '打印一张凭条（不写 FILE 就打自检凭条）并录下线上数据；打印内容只留长度',
    en: 'prints a slip (a test slip without FILE) and records the bytes on the line; of what is printed only lengths',
  },
  options: { ...PRINTER_OPTIONS, output: { type: 'string' } },
  async run(given, io) {
    const slip =
      given.operands.length === 0 ? TEST_SLIP : readSlip(oneOperand(given, { zh: '文件', en: 'file' }));
    const target = printerTarget(given);
    if (target === null) return noDevice;
    const line = await realLine(target);
    const output = recorder('receipt-printer', outputOf(given));
    try {
      const opener = output.recorder.around(line);
      return await printOneSlip(await makeDevice(target, opener), slip, io);
    } finally {
      output.close();
    }
  },
};

export const replay: Command = {
  path: 'device replay',
  usage: 'FILE [--timeout SECONDS] [--reveal]',
  about: {
    zh: '用录下的数据代替设备，让驱动再走一遍',
    en: 'lets the driver go the same way again, with a recording in place of the device',
  },
  options: { timeout: READ_OPTIONS.timeout, reveal: READ_OPTIONS.reveal },
  async run(given, io): Promise<CommandResult> {
    const file = oneOperand(given, { zh: '录制文件', en: 'recording' });
    const parsed = parseRecording(readText(file));
    if (!parsed.ok) {
      throw new UsageError({
        zh: `${file} 第 ${parsed.line} 行不是录制数据。`,
        en: `${file}, line ${parsed.line}: no recording.`,
      });
    }
    const { family } = parsed.recording;
    const played = new Replay(parsed.recording);
    const outcome = await play(family, played.openTransport, given, io);
    const end = await Promise.race([played.ended, Promise.resolve({ kind: 'not-ended' } as const)]);
    if (end.kind !== 'differs') return outcome;
    return {
      ok: false,
      reason: 'replay-differs',
      words: {
        zh: `驱动的做法与录制第 ${end.line} 行不同。`,
        en: `The driver did otherwise than line ${end.line} of the recording.`,
      },
      next: {
        zh: '换成录制时的程序版本，或重新录制。',
        en: 'Use the version that recorded it, or record again.',
      },
      facts: { line: end.line },
    };
  },
};

async function play(family: string, line: () => ByteTransport, given: Given, io: Io): Promise<CommandResult> {
  switch (family) {
    case 'id-card-reader':
      return readOneCard('id-card-reader', await makeDevice(targetAt(family, '/dev/null'), line), given, io);
    case 'receipt-printer':
      return printOneSlip(await makeDevice(targetAt(family, '127.0.0.1'), line), TEST_SLIP, io);
    default:
      throw new UsageError({
        zh: `不能重放 ${family} 的录制。`,
        en: `A recording of ${family} cannot be replayed.`,
      });
  }
}
