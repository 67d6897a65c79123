import { exerciseLevels, matterTypes } from './enumerations.ts';

/**
 * Codes of matters (GB/T 39554.1): basic code 基本编码 (12) = region prefix (31 Shanghai, 00 national) + type (2) + main
 * (5) + sub (3); implementation code 实施编码 (31) = unit 实施主体 (18) + level 行使层级 (1) + basic code; handling item
 * 业务办理项编码 (33) = implementation code + serial (2).
 *
 * A matter of the examples whose real code is not known to us has a main number 99nnn, nnn being its number in the list
 * of examples: no published code that we have seen begins so.
 */

export interface BasicCode {
  readonly region: '31' | '00';
  readonly type: keyof typeof matterTypes;
  /** May hold letters. */
  readonly main: string;
  readonly sub: string;
}

export interface ImplementationCode {
  /**
   * Its shape is all that can be checked: the pseudo-units of Shanghai's community centres (310000999000GA0000 and
   * their like) do not pass the check digit of GB 32100, see `isCreditCode`.
   */
  readonly unitCode: string;
  readonly level: keyof typeof exerciseLevels;
  readonly basicCode: string;
}

export interface HandlingItem extends ImplementationCode {
  readonly implementationCode: string;
  readonly serial: string;
}

/** Null when it is no basic code. */
export function parseBasicCode(code: string): BasicCode | null {
  const found = /^(31|00)(\d{2})([0-9A-Z]{5})(\d{3})$/.exec(code);
  const [, region, type = '', main = '', sub = ''] = found ?? [];
  if (!found || !(type in matterTypes)) return null;
  return { region: region as BasicCode['region'], type: type as BasicCode['type'], main, sub };
}

/** Null when it is no implementation code. */
export function parseImplementationCode(code: string): ImplementationCode | null {
  const [, unitCode = '', level = '', basicCode = ''] = /^([0-9A-Z]{18})(\d)(.{12})$/.exec(code) ?? [];
  if (!(level in exerciseLevels) || !parseBasicCode(basicCode)) return null;
  return { unitCode, level: level as ImplementationCode['level'], basicCode };
}

/** Null when it is no code of a handling item. */
export function parseHandlingItem(code: string): HandlingItem | null {
  const [, implementationCode = '', serial = ''] = /^(.{31})(\d{2})$/.exec(code) ?? [];
  const implementation = parseImplementationCode(implementationCode);
  return implementation && { ...implementation, implementationCode, serial };
}

/** @throws RangeError when the parts make no code */
export function composeHandlingItem({
  unitCode,
  level,
  basicCode,
  serial,
}: Omit<HandlingItem, 'implementationCode'>): string {
  const code = unitCode + level + basicCode + serial;
  if (!parseHandlingItem(code)) throw new RangeError(`"${code}" is no code of a handling item`);
  return code;
}
