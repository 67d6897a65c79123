import { describe, expect, it } from 'vitest';
import * as commands from './commands.ts';
import { STATUS_CODES, nextStepOf, statusCodeOf } from './status-codes.ts';

const {
  FIND_CARD,
  READ_BASE,
  READ_MANAGEMENT_NUMBER,
  READ_NEWEST_ADDRESS,
  READ_SAM_ID,
  RESET,
  SAM_STATUS,
  SELECT_CARD,
} = commands;

describe('requests on the wire', () => {
  it.each([
    [RESET, '10ffec'],
    [SAM_STATUS, '11ffed'],
    [READ_SAM_ID, '12ffee'],
    [FIND_CARD, '200122'],
    [SELECT_CARD, '200221'],
    [READ_BASE, '300132'],
    [READ_NEWEST_ADDRESS, '300330'],
    [READ_MANAGEMENT_NUMBER, '300536'],
  ])('$name', (command, tail) => {
    expect(Buffer.from(command.request).toString('hex')).toBe(`aaaaaa96690003${tail}`);
  });
});

describe('the next step after each status code', () => {
  it.each([
    [0x90, 'ok'],
    [0x9f, 'ok'],
    [0x91, 'no-item'],
    [0x10, 'resend'],
    [0x11, 'resend'],
    [0x21, 'not-known'],
    [0x23, 'not-known'],
    [0x24, 'reader-error'],
    [0x31, 'card-failed'],
    [0x32, 'card-failed'],
    [0x33, 'card-failed'],
    [0x34, 'card-lost'],
    [0x37, 'card-failed'],
    [0x3f, 'card-failed'],
    [0x40, 'card-unsupported'],
    [0x41, 'card-lost'],
    [0x47, 'reader-error'],
    [0x50, 'card-failed'],
    [0x60, 'reader-fault'],
    [0x61, 'reader-fault'],
    [0x66, 'reader-fault'],
    [0x80, 'no-card'],
    [0x81, 'card-lost'],
  ] as const)('%i: %s', (code, step) => {
    expect(nextStepOf(code)).toBe(step);
  });

  it('is an error of the reader for every code outside the table', () => {
    const known = Array.from({ length: 256 }, (_, code) => code).filter(
      (code) => nextStepOf(code) !== 'reader-error',
    );
    expect(known).toHaveLength(21);
  });
});

describe('the table of status codes', () => {
  it('has each code once, with words in both languages', () => {
    expect(STATUS_CODES).toHaveLength(23);
    expect(new Set(STATUS_CODES.map(({ code }) => code)).size).toBe(23);
    for (const { meaning, staff, citizen } of STATUS_CODES) {
      for (const words of [meaning, staff, citizen]) {
        if (words === null) continue;
        expect(words.zh).toMatch(/\p{Script=Han}/u);
        expect(words.en).toMatch(/^[\x20-\x7e]+$/);
      }
    }
  });

  it('leaves nobody without a next step when something is wrong', () => {
    const fine = ['ok', 'no-item'];
    for (const { step, staff, citizen } of STATUS_CODES) {
      expect(staff === null && citizen === null).toBe(fine.includes(step));
    }
    const forCitizens = [
      'no-card',
      'card-lost',
      'card-failed',
      'card-unsupported',
      'reader-error',
      'reader-fault',
    ];
    for (const { step, citizen } of STATUS_CODES) expect(citizen !== null).toBe(forCitizens.includes(step));
  });

  it('knows what to do about a code that is not in it', () => {
    expect(statusCodeOf(0x77)).toMatchObject({ code: 0x77, step: 'reader-error' });
  });
});

describe('the number of the security module', () => {
  it('is shown as its label prints it', () => {
    const data = Buffer.from('0500010002293501b7bb040001000000', 'hex');
    expect(commands.formatSamId(data)).toBe('05.01-20261122-000310199-000000001');
    expect(commands.formatSamId(new Uint8Array(20).fill(0xff).subarray(4))).toBe(
      '65535.65535-4294967295-4294967295-4294967295',
    );
  });
});

describe('an answer that cannot be to this command', () => {
  const successes = [
    [SAM_STATUS, 0x90, 0],
    [READ_SAM_ID, 0x90, 16],
    [FIND_CARD, 0x9f, 4],
    [SELECT_CARD, 0x90, 8],
    [READ_BASE, 0x90, 1284],
    [READ_NEWEST_ADDRESS, 0x90, 70],
    [READ_MANAGEMENT_NUMBER, 0x90, 28],
  ] as const;

  it('is known by its shape: the success of one command is never that of another', () => {
    for (const [command] of successes) {
      for (const [other, code, length] of successes) {
        expect(commands.canAnswer(command, code, length)).toBe(command === other);
      }
    }
  });

  it('is known by what its code is about', () => {
    const takers = (code: number): string[] =>
      successes.filter(([command]) => commands.canAnswer(command, code, 0)).map(([command]) => command.name);
    const reads = ['read-base', 'read-newest-address', 'read-management-number'];
    expect(takers(0x80)).toEqual(['find-card']);
    expect(takers(0x81)).toEqual(['select-card']);
    expect(takers(0x91)).toEqual(reads);
    expect(takers(0x41)).toEqual(['find-card', 'select-card', ...reads]);
    expect(takers(0x60)).toHaveLength(7);
    expect(takers(0x10)).toHaveLength(7);
  });
});

describe('the data of a read-base', () => {
  it('is split by its own lengths', () => {
    const data = new Uint8Array(1284).fill(7, 4, 260).fill(9, 260);
    data.set([1, 0, 4, 0]);
    const blocks = commands.splitReadBase(data);
    expect(blocks?.text).toEqual(new Uint8Array(256).fill(7));
    expect(blocks?.photoWlt).toEqual(new Uint8Array(1024).fill(9));
  });

  it('is refused when the lengths say something else', () => {
    const data = new Uint8Array(1284);
    data.set([1, 0, 4, 1]);
    expect(commands.splitReadBase(data)).toBeNull();
    expect(commands.splitReadBase(new Uint8Array(10))).toBeNull();
  });
});
