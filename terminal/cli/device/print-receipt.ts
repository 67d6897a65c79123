import { readFileSync } from 'node:fs';
import type { ReceiptPrinter, SlipDocument } from '@tongban/peripherals/receipt-printer';
import { z } from 'zod';
import type { DeviceConfig } from '@tongban/peripherals/manager';
import { FIND_TIMEOUT_MS, statusWithin } from '@tongban/peripherals/manager';
import { oneOperand, textOption, UsageError } from '../command.ts';
import type { Command, Given } from '../command.ts';
import type { CommandResult, Io } from '../io.ts';
import { failedBy, makeDevice, noDevice, targetAt, targetsOf } from './targets.ts';

export const PRINTER_OPTIONS = {
  host: { type: 'string' },
  port: { type: 'string' },
  config: { type: 'string' },
} as const satisfies Command['options'];

const align = z.enum(['left', 'center']).exactOptional();
const strong = z.boolean().exactOptional();
const text = z.string();
const slipSchema = z.strictObject({
  blocks: z.array(
    z.discriminatedUnion('type', [
      z.strictObject({ type: z.literal('title'), text, look: z.enum(['band', 'frame']) }),
      z.strictObject({ type: z.literal('number'), text, label: text.exactOptional() }),
      z.strictObject({ type: z.literal('pair'), label: text, value: text, strong }),
      z.strictObject({ type: z.literal('text'), text, align, strong }),
      z.strictObject({ type: z.literal('small'), text, align }),
      z.strictObject({ type: z.literal('rule') }),
      z.strictObject({ type: z.literal('space'), heightMm: z.number().min(0).max(100) }),
      z.strictObject({ type: z.literal('qr'), text: text.max(2331), caption: text.exactOptional() }),
    ]),
  ),
});

/**
 * A slip from a file: JSON as in the interface SlipDocument, or lines of text.
 * @throws UsageError when it cannot be read
 */
export function readSlip(file: string): SlipDocument {
  const content = readText(file);
  if (!file.endsWith('.json')) {
    return { blocks: content.split(/\r?\n/).map((line) => ({ type: 'text', text: line })) };
  }
  const parsed = slipSchema.safeParse(toJson(content));
  if (parsed.success) return parsed.data;
  const at = parsed.error.issues[0]?.path.join('.') ?? '';
  throw new UsageError({ zh: `${file} 不是凭条：${at}`, en: `${file} is no slip: ${at}` });
}

/** @throws UsageError when it cannot be read */
export function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new UsageError({ zh: `读不到文件 ${file}。`, en: `The file ${file} cannot be read.` });
  }
}

function toJson(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return null; // no slip is null
  }
}

export function printerTarget(given: Given): DeviceConfig<'receipt-printer'> | null {
  const host = textOption(given, 'host');
  const port = textOption(given, 'port');
  if (host !== null || port !== null) {
    return targetAt('receipt-printer', `${host ?? '127.0.0.1'}${port === null ? '' : `:${port}`}`);
  }
  const found = targetsOf(given).find(({ family }) => family === 'receipt-printer');
  return (found as DeviceConfig<'receipt-printer'> | undefined) ?? null;
}

/** Prints one slip on a printer that is just opened. */
export async function printOneSlip(
  printer: ReceiptPrinter,
  slip: SlipDocument,
  io: Io,
): Promise<CommandResult> {
  printer.open();
  try {
    if (!(await statusWithin(printer, FIND_TIMEOUT_MS, ({ availability }) => availability !== 'offline'))) {
      return failedBy('receipt-printer', 'disconnected');
    }
    const outcome = await printer.print(slip);
    switch (outcome.kind) {
      case 'printed':
        io.say({ zh: '已打印。', en: 'Printed.' });
        return { ok: true, facts: { outcome: 'printed', paperNearEnd: outcome.paperNearEnd } };
      case 'failed':
        return failedBy('receipt-printer', outcome.reason, {
          zh: '没有打印出来。',
          en: 'Nothing was printed. ',
        });
      case 'unknown':
        return {
          ok: false,
          reason: 'unknown',
          words: { zh: '不知道有没有打印出来。', en: 'Nobody knows whether it was printed.' },
          next: { zh: '看一下出纸口，再决定要不要重打。', en: 'Look at the slot before you print it again.' },
        };
    }
  } finally {
    await printer.close();
  }
}

export const printReceipt: Command = {
  path: 'device print-receipt',
  usage: 'FILE (--host HOST [--port PORT] | --config FILE)',
  about: {
    zh: '打印一张凭条：FILE 是 .json 凭条，或一行一行的文本',
    en: 'prints one slip: FILE is a slip as .json, or lines of text',
  },
  options: PRINTER_OPTIONS,
  async run(given, io) {
    const slip = readSlip(oneOperand(given, { zh: '文件', en: 'file' }));
    const target = printerTarget(given);
    if (target === null) return noDevice;
    return printOneSlip(await makeDevice(target), slip, io);
  },
};
