import { describe, expect, it } from 'vitest';
import * as commands from './commands.ts';
import { nextStepOf } from './status-codes.ts';

const { FIND_CARD, READ_BASE, READ_MANAGEMENT_NUMBER, READ_NEWEST_ADDRESS, RESET, SAM_STATUS, SELECT_CARD } =
  commands;

describe('requests on the wire', () => {
  it.each([
    [RESET, '10ffec'],
    [SAM_STATUS, '11ffed'],
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

describe('an answer that cannot be to this command', () => {
  const successes = [
    [SAM_STATUS, 0x90, 0],
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
    expect(takers(0x60)).toHaveLength(6);
    expect(takers(0x10)).toHaveLength(6);
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
