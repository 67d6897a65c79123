import type { IdCard, IdCardReader } from '@tongban/peripherals/id-card-reader';
import type { DeviceConfig } from '../../../peripherals/manager/index.ts';
import { statusWithin } from '../../../peripherals/manager/index.ts';
import { numberOption, textOption } from '../command.ts';
import type { Command, Given } from '../command.ts';
import type { CommandResult, Io } from '../io.ts';
import { cardFacts } from './card-facts.ts';
import { failedBy, makeDevice, noDevice, targetAt, targetsOf } from './targets.ts';

const FIND_TIMEOUT_MS = 5000;
const CARD_TIMEOUT_S = 30;

export const READ_OPTIONS = {
  port: { type: 'string' },
  config: { type: 'string' },
  timeout: { type: 'string' },
  reveal: { type: 'boolean' },
} as const satisfies Command['options'];

/** Null when neither a port nor a configuration with a reader was given. */
export function readerTarget(given: Given): DeviceConfig<'id-card-reader'> | null {
  const port = textOption(given, 'port');
  if (port !== null) return targetAt('id-card-reader', port);
  const found = targetsOf(given).find(({ family }) => family === 'id-card-reader');
  return (found as DeviceConfig<'id-card-reader'> | undefined) ?? null;
}

/** Reads one card on a reader that is just opened, and tells it. */
export async function readOneCard(reader: IdCardReader, given: Given, io: Io): Promise<CommandResult> {
  const timeoutMs = numberOption(given, 'timeout', CARD_TIMEOUT_S) * 1000;
  const cardCame = Promise.withResolvers<IdCard>();
  const late = Promise.withResolvers<null>();
  const stops = [
    reader.onCard((card) => cardCame.resolve(card)),
    reader.onStatus(({ kind, availability }) => {
      if (kind === 'card-unreadable' || kind === 'card-unsupported' || kind === 'card-removed-mid-read') {
        io.say(failedBy('id-card-reader', kind).words);
      }
      if (availability === 'needs-attention') late.resolve(null);
    }),
  ];
  reader.startReading();
  reader.open();
  try {
    if (!(await statusWithin(reader, FIND_TIMEOUT_MS, ({ availability }) => availability !== 'offline'))) {
      return failedBy('id-card-reader', 'disconnected');
    }
    io.say({ zh: '请把证件放到读卡区。', en: 'Put a card on the reader.' });
    const timer = setTimeout(() => late.resolve(null), timeoutMs);
    const card = await Promise.race([cardCame.promise, late.promise]);
    clearTimeout(timer);
    if (card === null) return noCard(reader);
    const facts = cardFacts(card, given.values['reveal'] === true);
    for (const [field, value] of Object.entries(facts)) {
      const line = `  ${field}: ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`;
      io.say({ zh: line, en: line });
    }
    return { ok: true, facts: { card: facts } };
  } finally {
    for (const stop of stops) stop();
    await reader.close();
  }
}

function noCard(reader: IdCardReader): CommandResult {
  const { kind } = reader.status;
  if (kind !== 'no-card' && kind !== 'card-present' && kind !== 'reading')
    return failedBy('id-card-reader', kind);
  return {
    ok: false,
    reason: 'no-card',
    words: { zh: '没有等到证件。', en: 'No card was put there.' },
    next: { zh: '把证件平放在读卡区，再运行一次。', en: 'Lay a card flat on the reader and run it again.' },
  };
}

export const readIdCard: Command = {
  path: 'device read id-card',
  usage: '(--port PORT | --config FILE) [--timeout SECONDS] [--reveal]',
  about: {
    zh: '读一张证件；个人信息打码，--reveal 才显示',
    en: 'reads one card; personal data is masked unless --reveal is given',
  },
  options: READ_OPTIONS,
  async run(given, io) {
    const target = readerTarget(given);
    if (target === null) return noDevice;
    return readOneCard(await makeDevice(target), given, io);
  },
};
