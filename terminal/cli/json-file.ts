import { readFileSync } from 'node:fs';
import { replaceFile, type ReadBy } from '@tongban/kiosk-config/provisioning';
import { UsageError } from './command.ts';
import type { CommandResult } from './io.ts';

/** A configuration as it is written, while it is not yet whole. */
export type Draft = Readonly<Record<string, unknown>>;

/** @throws UsageError when it cannot be read or is no object */
export function readJson(file: string): Draft {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    // What the parser says quotes the file, which may hold a key.
    const why = (error as NodeJS.ErrnoException).code ?? 'JSON';
    throw new UsageError({ zh: `${file} 读不了（${why}）。`, en: `${file} cannot be read (${why}).` });
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw new UsageError({ zh: `${file} 里不是一个 JSON 对象。`, en: `${file} holds no JSON object.` });
  return { ...json };
}

/** @returns why it could not be written; null when it was */
export function writeJson(file: string, value: Draft, readBy: ReadBy): CommandResult | null {
  return writeBytes(file, Buffer.from(`${JSON.stringify(value, null, 2)}\n`), readBy);
}

/** Writes a file whole or not at all. @returns why it could not be written; null when it was */
export function writeBytes(file: string, bytes: Uint8Array, readBy: ReadBy): CommandResult | null {
  try {
    replaceFile(file, bytes, readBy);
    return null;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return {
      ok: false,
      reason: 'not-written',
      words: { zh: `写不进 ${file}（${code}）。`, en: `${file} cannot be written (${code}).` },
      next: {
        zh: '用 sudo 运行；再不行，检查文件夹和磁盘。',
        en: 'Run it with sudo; if that does not help, check folder and disk.',
      },
    };
  }
}

/** What stands there if it is an object; otherwise an empty one. */
export function asDraft(value: unknown): Draft {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
