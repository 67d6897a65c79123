import { HONEYWELL } from '../protocol/honeywell.ts';
import type { SettingVerdict } from '../protocol/events.ts';

/** What a scanner remembers about itself. */
export interface Memory {
  /** Looks for codes only when told so. */
  readonly manualTrigger: boolean;
  readonly hasSuffix: boolean;
  readonly suffix: readonly number[];
  readonly prefix: readonly number[];
  /** `keyboard`: it has left the line that it was on and types like one. */
  readonly face: 'scanner' | 'keyboard';
}

export type Command =
  | { readonly kind: 'trigger'; readonly on: boolean; readonly echo: string | null }
  | { readonly kind: 'setting'; readonly setting: string; readonly lasting: boolean };

/** How the scanners of one maker behave. */
export interface Personality {
  readonly name: 'honeywell' | 'newland' | 'generic';
  /** The command that these bytes are, whole; null while it is not complete. */
  parseCommand(bytes: Uint8Array): Command | null;
  encodeReply(setting: string, lasting: boolean, verdict: SettingVerdict): Uint8Array;
  /** The settings in a set-up code, or null for a code like any other. */
  parseSetupCode(text: string): readonly string[] | null;
  /** The memory after the setting, or why there is none. */
  apply(memory: Memory, setting: string): Memory | 'nak' | 'enq';
}

export const FACTORY: Memory = {
  manualTrigger: false,
  hasSuffix: true,
  suffix: [0x0d],
  prefix: [],
  face: 'scanner',
};

const VERDICT_BYTES: Readonly<Record<SettingVerdict, number>> = { ack: 0x06, nak: 0x15, enq: 0x05 };
const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
const sameBytes = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

function hexBytes(hex: string): number[] | null {
  return /^(?:[0-9A-F]{2}){0,11}$/.test(hex) ? [...Buffer.from(hex, 'hex')] : null;
}

const honeywell: Personality = {
  name: 'honeywell',
  parseCommand(bytes) {
    if (sameBytes(bytes, HONEYWELL.triggerOn)) return { kind: 'trigger', on: true, echo: null };
    if (sameBytes(bytes, HONEYWELL.triggerOff)) return { kind: 'trigger', on: false, echo: null };
    const menu = /^\x16M\r(.+)([.!])$/.exec(latin1(bytes));
    return menu === null ? null : { kind: 'setting', setting: menu[1]!, lasting: menu[2] === '.' };
  },
  encodeReply: (setting, lasting, verdict) =>
    Buffer.from(`${setting}${String.fromCharCode(VERDICT_BYTES[verdict])}${lasting ? '.' : '!'}`, 'latin1'),
  parseSetupCode(text) {
    return /^[A-Z]{3}[0-9A-Z;]{3,}\.$/.test(text) ? text.slice(0, -1).split(';') : null;
  },
  apply(memory, setting) {
    const tag = setting.slice(0, 6);
    const data = setting.slice(6);
    switch (tag) {
      case 'TRGMOD':
        return /^[0-7]$/.test(data) ? { ...memory, manualTrigger: data === '0' } : 'nak';
      case 'PRECA2':
        return { ...memory, prefix: [] };
      case 'SUFCA2':
        return { ...memory, suffix: [] };
      case 'PREBK2':
      case 'SUFBK2': {
        const added = data.startsWith('99') ? hexBytes(data.slice(2)) : null;
        if (added === null) return 'nak';
        return tag === 'PREBK2'
          ? { ...memory, prefix: [...memory.prefix, ...added] }
          : { ...memory, suffix: [...memory.suffix, ...added] };
      }
      case 'TERMID':
        return { ...memory, face: data === '124' ? 'keyboard' : 'scanner' };
      default:
        return 'enq';
    }
  },
};

const newland: Personality = {
  name: 'newland',
  parseCommand(bytes) {
    const command = /^~\x010000([#@])(.+);\x03$/.exec(latin1(bytes));
    if (command === null) return null;
    const setting = command[2]!;
    const lasting = command[1] === '@';
    if (/^SCNTRG[01]$/.test(setting)) return { kind: 'trigger', on: setting.endsWith('1'), echo: setting };
    return { kind: 'setting', setting, lasting };
  },
  encodeReply: (setting, lasting, verdict) =>
    Buffer.from(
      `\x02\x010000${lasting ? '@' : '#'}${setting}${String.fromCharCode(VERDICT_BYTES[verdict])};\x03`,
      'latin1',
    ),
  parseSetupCode(text) {
    return /^@[A-Z]{3}[0-9A-Z]{3,}$/.test(text) ? [text.slice(1)] : null;
  },
  apply(memory, setting) {
    const data = setting.slice(6);
    switch (setting.slice(0, 6)) {
      case 'SCNMOD':
        return /^[0-3]$/.test(data) ? { ...memory, manualTrigger: data === '0' } : 'nak';
      case 'TSUENA':
        return /^[01]$/.test(data) ? { ...memory, hasSuffix: data === '1' } : 'nak';
      case 'TSUSET': {
        const suffix = hexBytes(data);
        return suffix === null ? 'nak' : { ...memory, suffix };
      }
      case 'FACDEF':
        return FACTORY;
      case 'INTERF':
        return { ...memory, face: data === '3' ? 'keyboard' : 'scanner' };
      default:
        return 'enq';
    }
  },
};

/** Takes no commands and knows no set-up codes; always looks for codes. */
const generic: Personality = {
  name: 'generic',
  parseCommand: () => null,
  encodeReply: () => new Uint8Array(0),
  parseSetupCode: () => null,
  apply: () => 'enq',
};

export const PERSONALITIES = { honeywell, newland, generic } as const;
