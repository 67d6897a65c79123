import { closeSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs';
import type { Command } from '../command.ts';
import { textOption, UsageError } from '../command.ts';
import { dataFolderOf, lookInto, STORE_OPTIONS, STORE_USAGE, unknownSubmission } from '../store.ts';

/** Owner only: sealed, but still somebody's papers. */
const EXPORT_MODE = 0o600;

export const exportQueue: Command = {
  path: 'queue export',
  usage: `[ID…] --output FILE ${STORE_USAGE}`,
  about: {
    zh: '把密封的办件写成文件（每行一件 JSON），只有平台能打开，可人工交给平台',
    en: 'writes sealed submissions to a file, one JSON a line, to be handed to the platform, which alone can open them',
  },
  options: { ...STORE_OPTIONS, output: { type: 'string' } },
  async run(given, io) {
    const output = textOption(given, 'output');
    if (output === null) throw new UsageError({ zh: '要写 --output FILE。', en: 'It takes --output FILE.' });
    const folder = dataFolderOf(given);
    const { exportSubmissions, showSubmission } = await import('@tongban/sync');
    const looked = lookInto(folder, () =>
      given.operands.map((key) => ({ key, id: showSubmission(folder, key)?.record.id })),
    );
    if ('failure' in looked) return looked.failure;
    const missing = looked.found.find(({ id }) => id === undefined);
    if (missing) return unknownSubmission(missing.key);
    const wanted = new Set(looked.found.map(({ id }) => id));
    const file = newFile(output);
    let count = 0;
    let isWritten = false;
    try {
      const written = lookInto(folder, () => {
        for (const line of exportSubmissions(folder)) {
          if (wanted.size > 0 && !wanted.has(idOf(line))) continue;
          writeSync(file, `${line}\n`);
          count++;
        }
      });
      if ('failure' in written) return written.failure;
      fsyncSync(file);
      isWritten = true;
    } finally {
      closeSync(file);
      if (!isWritten) rmSync(output);
    }
    io.say({ zh: `已写出 ${count} 件：${output}`, en: `Wrote ${count} submissions: ${output}` });
    return { ok: true, facts: { count, output } };
  },
};

function idOf(line: string): string {
  return (JSON.parse(line) as { record: { id: string } }).record.id;
}

/** @throws UsageError when it is there already or cannot be made: nothing is overwritten */
function newFile(file: string): number {
  try {
    return openSync(file, 'wx', EXPORT_MODE);
  } catch {
    throw new UsageError({
      zh: `不能新建文件 ${file}（不会覆盖已有文件）。`,
      en: `The file ${file} cannot be made (none is overwritten).`,
    });
  }
}
