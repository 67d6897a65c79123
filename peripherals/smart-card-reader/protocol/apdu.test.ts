import { describe, expect, it } from 'vitest';
import { fuzz } from '../simulator/fuzz.ts';
import { ApduExchange, encodeCommand } from './apdu.ts';

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));
const SELECT = { cla: 0, ins: 0xa4, p1: 2, p2: 0, data: hex('EF05') };
const READ = { cla: 0, ins: 0xb2, p1: 9, p2: 0, le: 0x20 };

describe('a command', () => {
  it.each([
    ['header alone', { cla: 0, ins: 0xa4, p1: 4, p2: 0 }, '00 A4 04 00'],
    ['Le', READ, '00 B2 09 00 20'],
    ['Le 256 as 00', { ...READ, le: 256 }, '00 B2 09 00 00'],
    ['data', SELECT, '00 A4 02 00 02 EF 05'],
    ['data and Le', { ...SELECT, le: 1 }, '00 A4 02 00 02 EF 05 01'],
  ])('is encoded with %s', (_name, command, bytes) => {
    expect(encodeCommand(command)).toEqual(hex(bytes));
  });

  it.each([
    ['no data', { ...SELECT, data: new Uint8Array(0) }],
    ['256 bytes of data', { ...SELECT, data: new Uint8Array(256) }],
    ['Le 0', { ...READ, le: 0 }],
    ['Le 257', { ...READ, le: 257 }],
  ])('is refused with %s', (_name, command) => {
    expect(() => encodeCommand(command)).toThrow(RangeError);
  });
});

describe('an exchange', () => {
  it.each([
    ['answers at once', READ, [['00 B2 09 00 20', 'AA BB 90 00']], 'AA BB', 0x9000],
    ['is refused', READ, [['00 B2 09 00 20', '6A 83']], '', 0x6a83],
    [
      'has more data',
      SELECT,
      [
        ['00 A4 02 00 02 EF 05', '61 02'],
        ['00 C0 00 00 02', '01 02 90 00'],
      ],
      '01 02',
      0x9000,
    ],
    [
      'has more data in pieces, the first with the answer',
      READ,
      [
        ['00 B2 09 00 20', '01 61 00'],
        ['00 C0 00 00 00', '02 03 61 01'],
        ['00 C0 00 00 01', '04 90 00'],
      ],
      '01 02 03 04',
      0x9000,
    ],
    [
      'wants another length',
      READ,
      [
        ['00 B2 09 00 20', '6C 03'],
        ['00 B2 09 00 03', '01 02 03 90 00'],
      ],
      '01 02 03',
      0x9000,
    ],
    [
      'wants another length for the rest too',
      READ,
      [
        ['00 B2 09 00 20', '6C 00'],
        ['00 B2 09 00 00', '61 05'],
        ['00 C0 00 00 05', '6C 01'],
        ['00 C0 00 00 01', '07 90 00'],
      ],
      '07',
      0x9000,
    ],
  ])('%s', (_name, command, turns, data, status) => {
    const exchange = new ApduExchange(command);
    for (const [index, [request, answer]] of turns.entries()) {
      expect(exchange.request).toEqual(hex(request!));
      const outcome = exchange.push(hex(answer!));
      if (index < turns.length - 1) expect(outcome).toBeNull();
      else expect(outcome).toEqual({ kind: 'answer', data: hex(data), status });
    }
  });

  it.each([
    ['nothing', ['']],
    ['one byte', ['90']],
    ['no status', ['AA 55']],
    ['another length twice', ['6C 03', '6C 04']],
    ['another length with data', ['01 6C 03']],
    ['more data without an end', Array.from({ length: 33 }, () => '61 10')],
    ['more bytes than a record has', Array.from({ length: 17 }, () => `${'00'.repeat(256)} 61 00`)],
  ])('ends as malformed after %s', (_name, answers) => {
    const exchange = new ApduExchange(READ);
    const outcomes = answers.map((answer) => exchange.push(hex(answer)));
    expect(outcomes.at(-1)).toEqual({ kind: 'malformed' });
    expect(outcomes.slice(0, -1).every((outcome) => outcome === null)).toBe(true);
  });

  it('comes to an end whatever a card says', () => {
    fuzz((random) => {
      const exchange = new ApduExchange(READ);
      for (let turn = 0; turn < 100; turn++) {
        // Statuses that go on are the interesting ones.
        const status = [0x61, 0x6c, 0x90, random.byte()][random.below(4)]!;
        const answer = Uint8Array.of(...random.bytes(8), status, random.byte());
        const outcome = exchange.push(answer.subarray(random.below(answer.length)));
        if (outcome !== null) return;
        expect(exchange.request.length).toBe(5);
      }
      throw new Error('no end after 100 answers');
    });
  });
});
