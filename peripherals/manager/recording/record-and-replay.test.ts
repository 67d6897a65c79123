import { describe, expect, it } from 'vitest';
import { createIdCardReader } from '../../id-card-reader/index.ts';
import { IdCardReaderSimulator, cards, citizens } from '../../id-card-reader/simulator/index.ts';
import type { FaultKind } from '../../id-card-reader/simulator/index.ts';
import { Observed, TEST_DELAYS } from '../../id-card-reader/simulator/test-support.ts';
import { createReceiptPrinter, RASTER_80MM, TEXT_80MM } from '../../receipt-printer/index.ts';
import { ReceiptPrinterSimulator } from '../../receipt-printer/simulator/index.ts';
import { HOLDING_SLIP, shortSlip } from '../../receipt-printer/test-support.ts';
import { createMemoryPair, createTcpTransport } from '../../transport/index.ts';
import type { ByteTransport } from '../../transport/index.ts';
import { SCRUBBERS, Recorder, Replay, parseRecording } from './index.ts';
import type { Recording } from './index.ts';

/** Busy machines answer late: a replay must not meet a time-out that the recording did not. */
const DELAYS = {
  ...TEST_DELAYS,
  answerTimeoutMs: 400,
  slowAnswerTimeoutMs: 600,
  withinFrameTimeoutMs: 200,
  idleLookMs: 5000,
};

/** Everything that a reader tells until the first card or the first status that asks for something. */
async function readOnce(
  openTransport: () => ByteTransport,
): Promise<{ statuses: string[]; types: string[] }> {
  const reader = createIdCardReader({ openTransport, delays: DELAYS });
  const observed = new Observed(reader);
  reader.startReading();
  reader.open();
  const ends = ['card-present', 'card-unreadable', 'card-unsupported', 'fault'];
  await observed.until(() => ends.includes(observed.statuses.at(-1) ?? ''));
  await reader.close();
  return { statuses: observed.statuses, types: observed.cards.map(({ type }) => type) };
}

function parse(lines: readonly string[]): Recording {
  const parsed = parseRecording(`${lines.join('\n')}\n`);
  if (!parsed.ok) throw new Error(`line ${parsed.line} is none: ${lines[parsed.line - 1]}`);
  return parsed.recording;
}

/** Text as a card holds it, as it would look in a recording. */
const onCard = (text: string): string => Buffer.from(text, 'utf16le').toString('hex');

async function record(simulator: IdCardReaderSimulator) {
  const lines: string[] = [];
  const recorder = new Recorder('id-card-reader', SCRUBBERS['id-card-reader'], (line) => lines.push(line));
  const outcome = await readOnce(
    recorder.around(() => {
      const { transport, device } = createMemoryPair();
      simulator.attach(device);
      return transport;
    }),
  );
  return { lines, outcome };
}

describe('a card that is read', () => {
  it.each(cards.map((card) => [card.id, card] as const))(
    '%s: the recording leads to the same outcome and holds nothing of the card',
    async (_id, card) => {
      const simulator = new IdCardReaderSimulator();
      simulator.placeCard(card);
      const { lines, outcome } = await record(simulator);
      expect(outcome.types).toEqual([card.type]);
      const text = lines.join('\n');
      for (const secret of [card.name, card.idNumber, card.birth, card.newestAddress]) {
        if (secret) expect(text.includes(onCard(secret)), 'a field of the card').toBe(false);
      }
      for (const bytes of [card.photoWlt, card.managementNumber]) {
        if (bytes) expect(text.includes(Buffer.from(bytes).toString('hex').slice(0, 16))).toBe(false);
      }
      const replay = new Replay(parse(lines));
      expect(await readOnce(replay.openTransport)).toEqual(outcome);
      expect(await replay.ended).toEqual({ kind: 'complete' });
    },
  );
});

it.each<FaultKind>([
  'garbage-before-preamble',
  'split-writes',
  'wrong-checksum',
  'short-frame',
  'oversized-length',
  'card-auth-fail',
  'unsupported-card',
  'self-test',
])('a line with %s: same outcome, and nothing of the card', async (fault) => {
  const simulator = new IdCardReaderSimulator();
  if (fault === 'card-auth-fail' || fault === 'self-test') simulator.faults.failRepeatedly(fault);
  else if (fault === 'unsupported-card') simulator.faults.failNext(fault);
  else simulator.faults.failNext(fault, { on: 'read-base' });
  simulator.placeCard(citizens[0]!);
  const { lines, outcome } = await record(simulator);
  const text = lines.join('\n');
  expect(text).not.toContain(onCard(citizens[0]!.name));
  expect(text).not.toContain(onCard(citizens[0]!.idNumber.slice(6, 14)));
  const replay = new Replay(parse(lines));
  expect(await readOnce(replay.openTransport)).toEqual(outcome);
});

it('a card whose text does not hold together does not in the replay either', async () => {
  const simulator = new IdCardReaderSimulator();
  simulator.placeCard({ ...citizens[0]!, idNumber: '31019919900517013A' });
  const { lines, outcome } = await record(simulator);
  expect(outcome.statuses).toContain('card-unreadable');
  expect(await readOnce(new Replay(parse(lines)).openTransport)).toEqual(outcome);
});

it('a driver that does otherwise is found out, with the line', async () => {
  const simulator = new IdCardReaderSimulator();
  simulator.placeCard(citizens[0]!);
  const { lines } = await record(simulator);
  const { family, entries } = parse(lines);
  const at = entries.findIndex((entry) => 'sent' in entry && entry.sent.includes('3001'));
  const changed = entries.map((entry, index) => (index === at ? { ms: entry.ms, sent: 'ff' } : entry));
  const replay = new Replay({ family, entries: changed });
  const reader = createIdCardReader({ openTransport: replay.openTransport, delays: DELAYS });
  reader.startReading();
  reader.open();
  expect(await replay.ended).toEqual({ kind: 'differs', line: at + 2 });
  await reader.close();
});

describe.each([
  ['as a picture', RASTER_80MM],
  ['as text', TEXT_80MM],
])('a slip that is printed %s', (_how, profile) => {
  it.each(['well', 'without paper'])(
    '%s: same outcome with another slip, and nothing of what was printed',
    async (how) => {
      const simulator = await ReceiptPrinterSimulator.start();
      if (how === 'without paper') simulator.runOutOfPaper();
      const lines: string[] = [];
      const recorder = new Recorder('receipt-printer', SCRUBBERS['receipt-printer'], (line) =>
        lines.push(line),
      );
      const print = async (openTransport: () => ByteTransport, slip: typeof HOLDING_SLIP) => {
        const printer = createReceiptPrinter({ openTransport, profile });
        const found = new Promise<void>((resolve) => {
          printer.onStatus(({ availability }) => {
            if (availability !== 'offline') resolve();
          });
        });
        printer.open();
        await found;
        const outcome = await printer.print(slip);
        await printer.close();
        return { kind: outcome.kind, reason: 'reason' in outcome ? outcome.reason : null };
      };
      const tcp = () => createTcpTransport({ host: '127.0.0.1', port: simulator.port });
      const outcome = await print(recorder.around(tcp), HOLDING_SLIP);
      await simulator.close();
      expect(outcome.kind).toBe(how === 'well' ? 'printed' : 'failed');
      const replay = new Replay(parse(lines));
      expect(await print(replay.openTransport, shortSlip('A'))).toEqual(outcome);
      // A picture has thousands of bytes; the longest word that is told is a cancel command.
      for (const line of lines) expect(line.length, line).toBeLessThan(120);
      expect(lines.join('\n')).not.toContain(Buffer.from('T7-2611').toString('hex'));
    },
  );
});

it('what is no recording is refused with its line', () => {
  expect(parseRecording('')).toEqual({ ok: false, line: 1 });
  expect(
    parseRecording('{"recording":"tongban-device","version":1,"family":"x"}\n{"ms":1,"sent":"abc"}\n'),
  ).toEqual({
    ok: false,
    line: 2,
  });
});
