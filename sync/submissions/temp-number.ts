import { shanghaiDay } from '../contract/index.ts';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/**
 * Temporary number (暂存号): `T`, six characters of the terminal, day as yyMMdd, serial of that day, check character.
 * A serial beyond 9,999 simply grows by a digit.
 * @param terminalId its last six letters and digits are taken
 * @param serial from 1, unique on this terminal and day
 */
export function tempNumber(terminalId: string, capturedAt: Date, serial: number): string {
  const terminal = terminalId
    .toUpperCase()
    .replaceAll(/[^0-9A-Z]/g, '')
    .slice(-6)
    .padStart(6, '0');
  const body = `T${terminal}${tempNumberDay(shanghaiDay(capturedAt))}${String(serial).padStart(4, '0')}`;
  return body + checkCharacter(body);
}

/** yyMMdd of an ISO date, as a temporary number holds it from its eighth character on. */
export function tempNumberDay(day: string): string {
  return day.replaceAll('-', '').slice(2);
}

/** Whether a number that somebody typed or read out has its right check character. */
export function isTempNumber(text: string): boolean {
  return /^T[0-9A-Z]{6}\d{10,}[0-9A-Z]$/.test(text) && checkCharacter(text.slice(0, -1)) === text.at(-1);
}

/** ISO 7064 MOD 37,36: finds every wrong character and nearly every swap of neighbours. */
export function checkCharacter(body: string): string {
  let rest = 36;
  for (const character of body) {
    const sum = (rest + ALPHABET.indexOf(character)) % 36 || 36;
    rest = (sum * 2) % 37;
  }
  return ALPHABET[(37 - rest) % 36] ?? '';
}
