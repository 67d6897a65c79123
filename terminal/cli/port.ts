import { UsageError } from './command.ts';

const HIGHEST_PORT = 65_535;

/** @throws UsageError */
export function portOf(text: string | null, otherwise: number): number {
  if (text === null) return otherwise;
  if (!/^\d{1,5}$/.test(text) || Number(text) > HIGHEST_PORT) {
    throw new UsageError({ zh: '--port 要写 0 到 65535。', en: '--port takes a number from 0 to 65535.' });
  }
  return Number(text);
}
