import { resolve } from 'node:path';
import type { CentrePlace } from '@tongban/kiosk-config/centre';
import type { StaffWords } from '@tongban/peripherals/manager';
import { textOption, type Command, type Given } from '../command.ts';
import type { CommandResult } from '../io.ts';

export const PLACE_USAGE = '[--data FOLDER]';
export const PLACE_OPTIONS = { data: { type: 'string' } } as const satisfies Command['options'];
const DEFAULT_DATA = 'out/centre';

/** Data folder of `--data`, database of DATABASE_URL; without it a file of SQLite in the folder. */
export function placeOf(given: Given): CentrePlace {
  return {
    dataFolder: resolve(textOption(given, 'data') ?? DEFAULT_DATA),
    databaseUrl: process.env['DATABASE_URL'] ?? null,
  };
}

/** Why a centre's database or key cannot be used. */
export function cannotOpen(error: unknown): CommandResult {
  if (!(error instanceof Error)) throw error;
  // Of a connection that was refused at all addresses the message is empty.
  const reason = error.message || ('code' in error ? String(error.code) : error.name);
  const words: StaffWords = {
    zh: `打不开中心的数据：${reason}`,
    en: `The centre cannot be opened: ${reason}`,
  };
  const next = { zh: '核对 --data 和 DATABASE_URL。', en: 'Check --data and DATABASE_URL.' };
  return { ok: false, reason: 'cannot-open', words, next };
}

export const notFounded: CommandResult = {
  ok: false,
  reason: 'not-founded',
  words: { zh: '这个中心还没有根文件。', en: 'This centre has no root file yet.' },
  next: { zh: '先执行 tongban centre init。', en: 'Run tongban centre init first.' },
};
