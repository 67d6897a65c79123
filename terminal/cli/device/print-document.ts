import { readFileSync } from 'node:fs';
import { FIND_TIMEOUT_MS, statusWithin } from '@tongban/peripherals/manager';
import type { DocumentPrintOutcome } from '@tongban/peripherals/document-printer';
import { numberOption, oneOperand, textOption, UsageError } from '../command.ts';
import type { Command } from '../command.ts';
import type { CommandResult, Io } from '../io.ts';
import type { StaffWords } from '@tongban/peripherals/manager';
import { failedBy, makeDevice, noDevice, targetAt } from './targets.ts';

/** What the queue shows to everybody: nothing of the file, whose name may be somebody's. */
const JOB_NAME = 'tongban';

type Failure = Extract<DocumentPrintOutcome, { kind: 'failed' }>['reason'];

/** Failures that are not a state of the printer. */
const FAILURES: Partial<Record<Failure, { readonly words: StaffWords; readonly next: StaffWords }>> = {
  cancelled: {
    words: { zh: '有人取消了打印。', en: 'Somebody cancelled it.' },
    next: { zh: '需要时再打印一次。', en: 'Print it again if it is needed.' },
  },
  aborted: {
    words: { zh: '打印机中止了打印，没有说明原因。', en: 'The printer gave up and does not say why.' },
    next: { zh: '看一下打印机面板，再打印一次。', en: 'Look at its panel and print again.' },
  },
  'too-slow': {
    words: { zh: '打印机太久没有动静。', en: 'Nothing moved for too long.' },
    next: {
      zh: '看一下打印机面板，重新通电后再试。',
      en: 'Look at its panel, switch it off and on, and try again.',
    },
  },
  busy: {
    words: { zh: '打印机一直在忙别的任务。', en: 'Others keep the printer at work.' },
    next: { zh: '等它打完再试。', en: 'Wait until it has finished.' },
  },
  refused: {
    words: { zh: '打印机拒绝了任务。', en: 'The printer refuses the job.' },
    next: { zh: '核对地址和队列权限。', en: 'Check the address and who may print there.' },
  },
  'pdf-not-supported': {
    words: { zh: '这台打印机不能直接打印 PDF。', en: 'This printer takes no PDF.' },
    next: { zh: '通过 CUPS 队列打印。', en: 'Print through a CUPS queue.' },
  },
  'copies-not-supported': {
    words: { zh: '这台打印机不能一次打印多份。', en: 'This printer makes no copies.' },
    next: { zh: '不写 --copies，逐份打印。', en: 'Leave --copies out and print one by one.' },
  },
  'not-a-pdf': {
    words: { zh: '文件不是完整的 PDF。', en: 'The file is no whole PDF.' },
    next: { zh: '换一个 PDF 文件。', en: 'Take another file.' },
  },
  'too-large': {
    words: { zh: '文件太大。', en: 'The file is too large.' },
    next: { zh: '换一个小于 32 MB 的 PDF。', en: 'Take a PDF of less than 32 MB.' },
  },
};

export const printDocument: Command = {
  path: 'device print-document',
  usage: 'FILE.pdf --printer ipp://… [--copies N] [--duplex]',
  about: { zh: '打印一个 PDF 文件', en: 'prints one PDF' },
  options: { printer: { type: 'string' }, copies: { type: 'string' }, duplex: { type: 'boolean' } },
  async run(given, io) {
    const pdf = readPdf(oneOperand(given, { zh: ' PDF 文件', en: 'PDF' }));
    const copies = numberOption(given, 'copies', 1);
    const url = textOption(given, 'printer');
    if (url === null) return noDevice;
    const printer = await makeDevice(targetAt('document-printer', url));
    printer.open();
    try {
      if (!(await statusWithin(printer, FIND_TIMEOUT_MS, ({ availability }) => availability !== 'offline'))) {
        return failedBy('document-printer', 'disconnected');
      }
      const outcome = await printer.print(pdf, {
        name: JOB_NAME,
        copies,
        duplex: given.values['duplex'] === true,
      });
      return toResult(outcome, io);
    } finally {
      await printer.close();
    }
  },
};

/** @throws UsageError when it cannot be read */
function readPdf(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch {
    throw new UsageError({ zh: `读不到文件 ${file}。`, en: `The file ${file} cannot be read.` });
  }
}

function toResult(outcome: DocumentPrintOutcome, io: Io): CommandResult {
  switch (outcome.kind) {
    case 'printed':
      io.say({ zh: '已打印。', en: 'Printed.' });
      return { ok: true, facts: { outcome: 'printed' } };
    case 'failed': {
      const failure = FAILURES[outcome.reason];
      return failure === undefined
        ? failedBy('document-printer', outcome.reason, { zh: '没有打印出来。', en: 'It was not printed. ' })
        : { ok: false, reason: outcome.reason, ...failure };
    }
    case 'unknown':
      return {
        ok: false,
        reason: `unknown-${outcome.reason}`,
        words: { zh: '不知道有没有打印出来。', en: 'Nobody knows whether it was printed.' },
        next: { zh: '看一下出纸盘，再决定要不要重打。', en: 'Look at the tray before you print it again.' },
      };
  }
}
