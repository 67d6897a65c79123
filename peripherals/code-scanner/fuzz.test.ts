import { describe, expect, it } from 'vitest';
import { parseCode } from './grammar.ts';
import { GENERIC_HID, HONEYWELL_HID, MICROSCAN_HID } from './index.ts';
import { MAX_CODE_BYTES } from './protocol/events.ts';
import type { ScannerEvent } from './protocol/events.ts';
import { HidCodeAssembler } from './protocol/hid-report.ts';
import { HONEYWELL } from './protocol/honeywell.ts';
import { NEWLAND } from './protocol/newland.ts';
import { SerialStreamParser } from './protocol/serial-stream.ts';
import type { Suffix } from './protocol/serial-stream.ts';
import { decodeText } from './protocol/text.ts';
import {
  ACCEPTANCE_NUMBER,
  CITIZEN_TOKEN,
  ENROLMENT_CODE,
  TEMPORARY_NUMBER,
} from './simulator/test-support.ts';
import { WedgeAssembler } from './wedge/wedge-assembler.ts';
import type { WedgeKeyEvent } from './wedge/wedge-assembler.ts';

const INPUTS = Number(process.env['TONGBAN_FUZZ'] ?? 20_000);
const SEED = Number(process.env['TONGBAN_FUZZ_SEED'] ?? Date.now() % 2 ** 31);
const TIMEOUT_MS = 600_000;
/** What a million inputs may leave behind; a leak of a byte an input would be in there, one of 100 would not. */
const MAX_GROWTH_BYTES = 64 * 1024 * 1024;

/** Mulberry32: small, and the same everywhere for a seed. */
class Random {
  #state: number;
  constructor(seed: number) {
    this.#state = seed;
  }
  below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  }
  pick<T>(from: readonly T[]): T {
    return from[this.below(from.length)]!;
  }
  bytes(most: number): Uint8Array {
    return Uint8Array.from({ length: this.below(most + 1) }, () => this.below(256));
  }
}

const PIECES: readonly Uint8Array[] = [
  '\r',
  '\n',
  '\r\n',
  '\x02\x010000#',
  ';\x03',
  'TRGMOD0\x06!',
  '\x02\x010000#SCNTRG1\x06;\x03',
  '\x16M\r',
  CITIZEN_TOKEN,
  TEMPORARY_NUMBER,
  ACCEPTANCE_NUMBER,
  ENROLMENT_CODE,
  'a1'.repeat(300),
  '上海',
].map((text) => Buffer.from(text));

function stream(random: Random): Uint8Array {
  const parts = Array.from({ length: 1 + random.below(4) }, () =>
    random.below(3) === 0 ? random.bytes(24) : random.pick(PIECES),
  );
  return Buffer.concat(parts);
}

/** Runs the check on every input and says what it took; the seed finds a failure again. */
function fuzz(name: string, check: (random: Random, index: number) => void): void {
  it(
    `${name}: ${INPUTS} inputs, seed ${SEED}`,
    () => {
      const random = new Random(SEED);
      for (let i = 0; i < Math.min(INPUTS, 2000); i++) check(random, i);
      const before = process.memoryUsage();
      const startMs = performance.now();
      for (let i = 0; i < INPUTS; i++) check(random, i);
      const seconds = ((performance.now() - startMs) / 1000).toFixed(1);
      const after = process.memoryUsage();
      const megabytes = (bytes: number): string => (bytes / 1024 / 1024).toFixed(0);
      if (INPUTS > 20_000) {
        console.info(
          `fuzz ${name}: ${INPUTS} inputs, seed ${SEED}, ${seconds} s, heap ${megabytes(before.heapUsed)} → ` +
            `${megabytes(after.heapUsed)} MB, buffers ${megabytes(before.arrayBuffers)} → ${megabytes(after.arrayBuffers)} MB`,
        );
      }
      expect(after.heapUsed - before.heapUsed).toBeLessThan(MAX_GROWTH_BYTES);
    },
    TIMEOUT_MS,
  );
}

/** A throw is dear in a million turns: `expect` only speaks when the condition does not hold. */
function must(condition: boolean, what: string): void {
  if (!condition) expect.fail(what);
}

const CLEAN = /^[0-9A-Za-z_=-]{1,256}$/;

function mustBeClean(text: string | null): void {
  const code = parseCode(text, null);
  if (code.kind === 'not-a-valid-code') {
    must(Object.keys(code).length === 1, 'a refused code says nothing of itself');
  } else {
    must(text !== null && CLEAN.test(text), 'only clean text passes');
  }
}

function checkEvents(events: readonly ScannerEvent[]): void {
  for (const event of events) {
    if (event.kind !== 'code') continue;
    must(
      event.bytes.length > 0 && event.bytes.length <= MAX_CODE_BYTES,
      'a code has a length within the cap',
    );
    mustBeClean(decodeText(event.bytes, 'utf-8'));
  }
}

describe('fuzz', () => {
  const suffixes: readonly Suffix[] = ['CR', 'LF', 'CRLF', 'none'];
  const dialects = [null, HONEYWELL, NEWLAND];

  fuzz('serial stream, whole and cut the same', (random) => {
    const suffix = random.pick(suffixes);
    const dialect = random.pick(dialects);
    const bytes = stream(random);
    const cut = random.below(bytes.length + 1);
    const whole = new SerialStreamParser(suffix, dialect);
    const parts = new SerialStreamParser(suffix, dialect);
    const once = [...whole.push(bytes), ...whole.flush()];
    const twice = [
      ...parts.push(bytes.subarray(0, cut)),
      ...parts.push(bytes.subarray(cut)),
      ...parts.flush(),
    ];
    checkEvents(once);
    must(JSON.stringify(once) === JSON.stringify(twice), 'where the line is cut makes no difference');
    must(!whole.isMidCode && !parts.isMidCode, 'nothing is left after the time-out');
  });

  const running = suffixes.flatMap((suffix) =>
    dialects.map((dialect) => new SerialStreamParser(suffix, dialect)),
  );
  fuzz('serial stream, one life long', (random) => {
    const parser = random.pick(running);
    if (random.below(20) === 0) parser.abandon();
    checkEvents(random.below(10) === 0 ? parser.flush() : parser.push(random.bytes(40)));
  });

  const assemblers = [GENERIC_HID, MICROSCAN_HID, HONEYWELL_HID].map(
    ({ layout, dialect }) => [layout, new HidCodeAssembler(layout, dialect)] as const,
  );
  fuzz('HID reports', (random) => {
    const [layout, assembler] = random.pick(assemblers);
    const report = random.below(5) === 0 ? random.bytes(70) : new Uint8Array(64);
    if (random.below(4) > 0 && report.length > 5) {
      report[0] = layout.reportId;
      report[layout.lengthAt] = random.below(70);
      report.set(random.pick(PIECES).subarray(0, report.length - 5), 5);
      if (report.length === 64) report[63] = random.below(2);
    }
    if (random.below(30) === 0) assembler.abandon();
    checkEvents(random.below(20) === 0 ? assembler.flush() : assembler.push(report));
  });

  const characters = [...`abzAZ09-_=TBE1SQ./:\\'"<> \r\n\t\0\u202e\u200bＳ０上😀@$%!;`];
  fuzz('the grammar', (random) => {
    const base = random.pick(['', CITIZEN_TOKEN, TEMPORARY_NUMBER, ACCEPTANCE_NUMBER, ENROLMENT_CODE]);
    const at = random.below(base.length + 1);
    const extra = Array.from({ length: random.below(30) }, () => random.pick(characters)).join('');
    mustBeClean(base.slice(0, at) + extra + base.slice(at + random.below(3)));
  });

  fuzz('text and replies', (random) => {
    const bytes = random.below(2) === 0 ? random.bytes(40) : stream(random);
    for (const encoding of ['utf-8', 'gbk'] as const) mustBeClean(decodeText(bytes, encoding));
    for (const dialect of [HONEYWELL, NEWLAND]) {
      const reply = dialect.parseReply(bytes);
      must(reply === null || /^[0-9A-Z]{4,64}$/.test(reply.setting), 'a reply names a setting');
    }
  });

  const wedge = new WedgeAssembler();
  const keys = [...'abcXYZ0189-_', 'Enter', 'Shift', 'Control', 'Escape', 'F5', 'Tab', 'Process', '上'];
  let nowMs = 0;
  let lastTypedMs = 0;
  fuzz('keys', (random) => {
    nowMs += random.pick([0, 1, 5, 29, 30, 31, 60, 150]);
    const key = random.pick(keys);
    const event: WedgeKeyEvent = {
      type: random.pick(['keyDown', 'keyDown', 'keyUp']),
      key,
      code: `Key-${key}`,
      control: random.below(12) === 0,
      alt: false,
      meta: false,
      isAutoRepeat: random.below(12) === 0,
      timeMs: nowMs,
    };
    const outputs = random.below(8) === 0 ? wedge.tick(nowMs) : wedge.push(event);
    for (const output of outputs) {
      if (output.kind === 'scanned') {
        must(
          output.code.kind === 'not-a-valid-code' || CLEAN.test(String(Object.values(output.code)[1])),
          'clean',
        );
        continue;
      }
      const downs = output.events.filter(({ type }) => type === 'keyDown');
      const letters = downs.filter((down) => down.key.length === 1);
      must(letters.length < 3 && downs.length <= 13, 'a burst is not typed');
      for (const { timeMs } of downs) {
        must(timeMs >= lastTypedMs, 'keys come out in order');
        lastTypedMs = timeMs;
      }
    }
    const { deadlineMs } = wedge;
    must(deadlineMs === null || deadlineMs >= nowMs - 100, 'nothing is held for ever');
  });
});
