import { describe, expect, it } from 'vitest';
import { MAX_CODE_BYTES } from './events.ts';
import type { ScannerEvent } from './events.ts';
import { HONEYWELL } from './honeywell.ts';
import { NEWLAND } from './newland.ts';
import { SerialStreamParser } from './serial-stream.ts';
import type { Suffix } from './serial-stream.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1');

function told(events: readonly ScannerEvent[]): string[] {
  return events.map((event) => {
    if (event.kind === 'code') return `code ${Buffer.from(event.bytes).toString('latin1')}`;
    return event.kind === 'reply' ? `reply ${event.reply.setting} ${event.reply.verdict}` : event.kind;
  });
}

describe.each([
  ['CR', '\r'],
  ['LF', '\n'],
  ['CRLF', '\r\n'],
] as const)('with suffix %s', (suffix, end) => {
  it('is the same however the line is cut', () => {
    const stream = bytes(`ONE${end}TWO${end}${end}THREE${end}`);
    const codes = ['code ONE', 'code TWO', 'code THREE'];
    expect(told(new SerialStreamParser(suffix, null).push(stream))).toEqual(codes);
    for (let cut = 1; cut < stream.length; cut++) {
      const parser = new SerialStreamParser(suffix, null);
      const events = [...parser.push(stream.subarray(0, cut)), ...parser.push(stream.subarray(cut))];
      expect(told(events)).toEqual(codes);
      expect(parser.isMidCode).toBe(false);
    }
  });

  it('takes the longest code, refuses one byte more, and finds the next one', () => {
    const parser = new SerialStreamParser(suffix, null);
    const longest = 'x'.repeat(MAX_CODE_BYTES);
    expect(told(parser.push(bytes(longest + end)))).toEqual([`code ${longest}`]);
    expect(told(parser.push(bytes(`${longest}x${end}NEXT${end}`)))).toEqual(['unusable', 'code NEXT']);
    for (const length of [511, 512, 513, 514, 515, 1026, 1027, 1028, 10_000]) {
      const events = parser.push(bytes(`${'y'.repeat(length)}${end}NEXT${end}`));
      expect(told(events).slice(1)).toEqual(['code NEXT']);
      expect(told(events)[0] === 'unusable').toBe(length > MAX_CODE_BYTES);
    }
  });

  it('abandons the rest of a code, and nothing else', () => {
    const parser = new SerialStreamParser(suffix, null);
    parser.abandon();
    expect(told(parser.push(bytes(`WHOLE${end}HA`)))).toEqual(['code WHOLE']);
    parser.abandon();
    expect(told(parser.push(bytes(`LF${end}NEXT${end}`)))).toEqual(['abandoned', 'code NEXT']);
  });

  it('takes no half of a code for a whole one', () => {
    const parser = new SerialStreamParser(suffix, null);
    expect(told(parser.push(bytes('HALF')))).toEqual([]);
    expect(parser.isMidCode).toBe(true);
    expect(told(parser.flush())).toEqual(['unusable']);
    expect(parser.isMidCode).toBe(false);
    expect(told(parser.flush())).toEqual([]);
  });
});

it.each([
  ['CR', '\r\n'],
  ['LF', '\r\n'],
  ['CRLF', '\r'],
  ['CRLF', '\n'],
  ['CR', '\n'],
  ['LF', '\r'],
  ['none', '\r'],
  ['none', '\r\n'],
  ['none', ''],
] as const)('set to %s, takes a code that ends in %j', (suffix: Suffix, end) => {
  const parser = new SerialStreamParser(suffix, null);
  const events = [bytes(`ONE${end}`), bytes(`TWO${end}`)].flatMap((line) => [
    ...parser.push(line),
    ...parser.flush(),
  ]);
  expect(told(events)).toEqual(['code ONE', 'code TWO']);
});

it('leaves a line end inside of a code where it is', () => {
  expect(told(new SerialStreamParser('CR', null).push(bytes('ONE\nTWO\n\r')))).toEqual(['code ONE\nTWO\n']);
});

describe('replies among codes', () => {
  it.each([
    ['ack', '\x06'],
    ['nak', '\x15'],
    ['enq', '\x05'],
  ])('Honeywell: %s', (verdict, byte) => {
    const parser = new SerialStreamParser('CR', HONEYWELL);
    expect(told(parser.push(bytes(`trgmod0${byte}!SUFBK2990D${byte}.CODE\r`)))).toEqual([
      `reply TRGMOD0 ${verdict}`,
      `reply SUFBK2990D ${verdict}`,
      'code CODE',
    ]);
  });

  it.each([
    ['ack', '\x06'],
    ['nak', '\x15'],
    ['enq', '\x05'],
  ])('Newland: %s', (verdict, byte) => {
    const parser = new SerialStreamParser('CR', NEWLAND);
    const stream = bytes(`\x02\x010000#SCNTRG1${byte};\x03CODE\r\x02\x010000@TSUSET0D${byte};\x03`);
    const events = [...stream].flatMap((value) => parser.push(Uint8Array.of(value)));
    expect(told(events)).toEqual([`reply SCNTRG1 ${verdict}`, 'code CODE', `reply TSUSET0D ${verdict}`]);
  });

  it('drops a reply that was cut off', () => {
    const parser = new SerialStreamParser('none', NEWLAND);
    expect(told([...parser.push(bytes('\x02\x010000#SCN')), ...parser.flush()])).toEqual([]);
    expect(told([...parser.push(bytes('CODE')), ...parser.flush()])).toEqual(['code CODE']);
  });
});

describe('commands are byte for byte those of the manuals', () => {
  it.each([
    [HONEYWELL.triggerOn, '16540d'],
    [HONEYWELL.triggerOff, '16550d'],
    [HONEYWELL.encodeSetting('232BAD9'), '164d0d3233324241443921'],
    [NEWLAND.triggerOn, '7e01303030302353434e545247313b03'],
    [NEWLAND.triggerOff, '7e01303030302353434e545247303b03'],
    [NEWLAND.encodeSetting('SCNMOD0'), '7e01303030302353434e4d4f44303b03'],
  ])('%s is %s', (command, hex) => {
    expect(Buffer.from(command).toString('hex')).toBe(hex);
  });

  it.each(['', 'trgmod0', 'TRGMOD0!', 'A;B;C', 'TRG MOD'])('%j is no setting', (setting) => {
    expect(() => HONEYWELL.encodeSetting(setting)).toThrow(/capitals and digits/);
    expect(() => NEWLAND.encodeSetting(setting)).toThrow(/capitals and digits/);
  });
});
