import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import type { DocumentScanner, ScanOutcome, ScanRequest } from '@tongban/peripherals/document-scanner';
import { FAMILIES, FIND_TIMEOUT_MS, statusWithin } from '@tongban/peripherals/manager';
import { numberOption, textOption, UsageError } from '../command.ts';
import type { Command, Given } from '../command.ts';
import type { CommandResult, Io } from '../io.ts';
import { failedBy, noDevice } from './targets.ts';

/** Owner only: what is scanned is somebody's document. */
const DOCUMENT_MODE = 0o600;
const RESOLUTION_DPI = 300;

export const scan: Command = {
  path: 'device scan',
  usage:
    '(--device SANE-DEVICE | --url http://…/eSCL) --output FILE.pdf [--source feeder|flatbed] [--resolution DPI] [--grey]',
  about: {
    zh: '扫描成一个 PDF；试程序可用 SANE 自带的 --device test:0',
    en: "scans to one PDF; SANE's own --device test:0 is there to try it",
  },
  options: {
    device: { type: 'string' },
    url: { type: 'string' },
    output: { type: 'string' },
    source: { type: 'string' },
    resolution: { type: 'string' },
    grey: { type: 'boolean' },
  },
  async run(given, io) {
    const output = textOption(given, 'output');
    if (output === null)
      throw new UsageError({ zh: '要写 --output FILE.pdf。', en: 'It takes --output FILE.pdf.' });
    const resolutionDpi = numberOption(given, 'resolution', RESOLUTION_DPI);
    const source = sourceOf(given);
    const scanner = await scannerOf(given);
    if (scanner === null) return noDevice;
    const file = newFile(output);
    let isWritten = false;
    scanner.open();
    try {
      if (!(await statusWithin(scanner, FIND_TIMEOUT_MS, ({ availability }) => availability !== 'offline'))) {
        return failedBy('document-scanner', 'disconnected');
      }
      const colour = given.values['grey'] === true ? 'grey' : 'colour';
      const request = { source: source ?? usualSource(scanner), resolutionDpi, colour } as const;
      const outcome = await scanner.scan(request, {
        onPage: ({ number }) => io.say({ zh: `第 ${number} 页`, en: `page ${number}` }),
      });
      if (outcome.kind !== 'scanned') return notScanned(outcome);
      const { pagesToPdf } = await import('@tongban/peripherals/document-scanner');
      writeSync(file, await pagesToPdf(outcome.pages));
      isWritten = true;
      return scanned(outcome.pages.length, output, io);
    } finally {
      closeSync(file);
      if (!isWritten) rmSync(output);
      await scanner.close();
    }
  },
};

/**
 * The settings of a terminal refuse a simulated scanner; a technician who tries the program alone may name one, so this
 * does not go through them.
 */
async function scannerOf(given: Given): Promise<DocumentScanner | null> {
  const device = textOption(given, 'device');
  const url = textOption(given, 'url');
  const { create } = FAMILIES['document-scanner'];
  if (device !== null) return create({ kind: 'sane', device });
  if (url === null) return null;
  if (!URL.canParse(url)) throw new UsageError({ zh: `地址“${url}”不能用。`, en: `"${url}" is no address.` });
  return create({ kind: 'escl', url });
}

function sourceOf(given: Given): ScanRequest['source'] | null {
  const source = textOption(given, 'source');
  if (source === null || source === 'feeder' || source === 'flatbed') return source;
  throw new UsageError({ zh: '--source 要写 feeder 或 flatbed。', en: '--source takes feeder or flatbed.' });
}

/** The glass where there is one: a technician tries with one sheet. */
function usualSource({ capabilities }: DocumentScanner): ScanRequest['source'] {
  const sources = capabilities?.sources.map(({ source }) => source) ?? [];
  return sources.includes('flatbed') || sources.length === 0 ? 'flatbed' : 'feeder';
}

/** @throws UsageError when it is there already or cannot be made: no document is overwritten */
function newFile(file: string): number {
  try {
    return openSync(file, 'wx', DOCUMENT_MODE);
  } catch {
    throw new UsageError({
      zh: `不能新建文件 ${file}（不会覆盖已有文件）。`,
      en: `The file ${file} cannot be made (none is overwritten).`,
    });
  }
}

function scanned(pages: number, output: string, io: Io): CommandResult {
  io.say({ zh: `已扫描 ${pages} 页：${output}`, en: `Scanned ${pages} pages: ${output}` });
  return { ok: true, facts: { pages, output } };
}

function notScanned(outcome: Exclude<ScanOutcome, { kind: 'scanned' }>): CommandResult {
  const reason = outcome.kind === 'cancelled' ? 'cancelled' : outcome.reason;
  switch (reason) {
    case 'jammed':
    case 'cover-open':
    case 'busy':
    case 'disconnected':
    case 'access-denied':
    case 'fault':
      return failedBy('document-scanner', reason);
    case 'no-paper-in-feeder':
      return {
        ok: false,
        reason,
        words: { zh: '进纸器里没有纸。', en: 'The feeder is empty.' },
        next: { zh: '把纸放进进纸器，再运行一次。', en: 'Put the paper into the feeder and run it again.' },
      };
    default:
      return {
        ok: false,
        reason,
        words: { zh: '没有扫描成功。', en: 'It could not be scanned.' },
        next: {
          zh: '降低分辨率、减少纸张或换一个来源再试。',
          en: 'Try fewer dots, fewer sheets or another source.',
        },
      };
  }
}
