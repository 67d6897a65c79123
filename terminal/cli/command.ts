import type { ParseArgsConfig } from 'node:util';
import type { StaffWords } from '@tongban/peripherals/manager';
import type { CommandResult, Io } from './io.ts';

/** What was written behind the command: options by name, the rest in order. */
export interface Given {
  readonly values: Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;
  readonly operands: readonly string[];
}

export interface Command {
  /** The words that call it: `device read id-card`. */
  readonly path: string;
  /** What stands behind it, as help shows it. */
  readonly usage: string;
  readonly about: StaffWords;
  readonly options: NonNullable<ParseArgsConfig['options']>;
  run(given: Given, io: Io): Promise<CommandResult>;
}

/** What somebody wrote makes no sense: exit code 2 and how to write it. */
export class UsageError extends Error {
  readonly words: StaffWords;

  constructor(words: StaffWords) {
    super(words.en);
    this.words = words;
  }
}

export function textOption({ values }: Given, name: string): string | null {
  const value = values[name];
  return typeof value === 'string' ? value : null;
}

export function textOptions({ values }: Given, name: string): string[] {
  const value = values[name];
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}

/** @throws UsageError when it is not a whole number from 1 on */
export function numberOption(given: Given, name: string, otherwise: number): number {
  const text = textOption(given, name);
  if (text === null) return otherwise;
  if (!/^[1-9]\d{0,8}$/.test(text)) {
    throw new UsageError({ zh: `--${name} 要写正整数。`, en: `--${name} takes a whole number from 1 on.` });
  }
  return Number(text);
}

/** @throws UsageError when it is missing or more than one */
export function oneOperand({ operands }: Given, what: StaffWords): string {
  const [operand] = operands;
  if (operand === undefined || operands.length > 1) {
    throw new UsageError({ zh: `要写一个${what.zh}。`, en: `It takes one ${what.en}.` });
  }
  return operand;
}
