import { shanghaiDay } from '../contract/index.ts';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/**
 * Temporary number (暂存号): `T`, six characters of the terminal, day as yyMMdd, serial of that day, check character.
 * A serial beyond 9,999 simply grows by a digit.
 * @param terminalId its last six letters and digits are taken
 * @param day as {@link tempNumberDay} has it
 * @param serial from 1, unique on this terminal and day
 */
export function tempNumber(terminalId: string, day: string, serial: number): string {
  const terminal = terminalId
    .toUpperCase()
    .replaceAll(/[^0-9A-Z]/g, '')
    .slice(-6)
    .padStart(6, '0');
  const body = `T${terminal}${day}${String(serial).padStart(4, '0')}`;
  return body + checkCharacter(body);
}

/** yyMMdd of an ISO date, as a temporary number holds it from its eighth character on. */
export function tempNumberDay(day: string): string {
  return day.replaceAll('-', '').slice(2);
}

/** Day and serial of a temporary number. */
export function serialOf(tempNo: string): [day: string, serial: number] {
  return [tempNo.slice(7, 13), Number(tempNo.slice(13, -1))];
}

/** Counts the temporary numbers of a terminal. */
export class TempNumbers {
  readonly #terminalId: string;
  /** By day, as the numbers write it. */
  readonly #lastSerials: Map<string, number>;
  /** Whole seconds since 1970, and what the numbers of this second begin with. */
  #second = NaN;
  #day = '';

  constructor(terminalId: string, lastSerials: Iterable<readonly [string, number]>) {
    this.#terminalId = terminalId;
    this.#lastSerials = new Map();
    for (const [day, serial] of lastSerials) {
      this.#lastSerials.set(day, Math.max(serial, this.#lastSerials.get(day) ?? 0));
    }
  }

  /** A number that a failed commit has taken is not given again: a gap means nothing, a double would. */
  next(capturedAt: Date): string {
    const second = Math.floor(capturedAt.getTime() / 1000);
    if (second !== this.#second) {
      this.#day = tempNumberDay(shanghaiDay(capturedAt));
      this.#second = second;
    }
    const serial = (this.#lastSerials.get(this.#day) ?? 0) + 1;
    this.#lastSerials.set(this.#day, serial);
    return tempNumber(this.#terminalId, this.#day, serial);
  }
}

/** Whether a number that somebody typed or read out has its right check character. */
export function isTempNumber(text: string): boolean {
  return /^T[0-9A-Z]{6}\d{10,}[0-9A-Z]$/.test(text) && checkCharacter(text.slice(0, -1)) === text.at(-1);
}

/** ISO 7064 MOD 37,36: finds every wrong character and nearly every swap of neighbours. */
export function checkCharacter(body: string): string {
  let rest = 36;
  for (let at = 0; at < body.length; at++) {
    const sum = (rest + ALPHABET.indexOf(body.charAt(at))) % 36 || 36;
    rest = (sum * 2) % 37;
  }
  return ALPHABET[(37 - rest) % 36] ?? '';
}
