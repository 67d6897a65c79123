import type { Device, DeviceStatus } from '@tongban/peripherals/device';
import { familyOf, FIND_TIMEOUT_MS, statusWithin } from '@tongban/peripherals/manager';
import { numberOption } from '../command.ts';
import type { Given } from '../command.ts';
import type { CommandResult, Io } from '../io.ts';
import { cardFacts } from './card-facts.ts';
import { failedBy } from './targets.ts';

const CARD_TIMEOUT_S = 30;

/** What both readers of cards have in common. */
interface CardReader extends Device<DeviceStatus> {
  onCard(listener: (card: object) => void): () => void;
  startReading(): void;
}

const PROMPTS = {
  'id-card-reader': { zh: '请把证件放到读卡区。', en: 'Put a card on the reader.' },
  'smart-card-reader': { zh: '请插入社保卡，芯片朝上。', en: 'Put in a social-security card, chip up.' },
} as const;

/** Asks the person for something, but the reader works: told while waiting goes on. */
const ASKING = ['card-unreadable', 'card-unsupported', 'card-removed-mid-read'];

/** Reads one card on a reader that is not open yet, tells it, and closes the reader. */
export async function readOneCard(
  family: keyof typeof PROMPTS,
  reader: CardReader,
  given: Given,
  io: Io,
): Promise<CommandResult> {
  const timeoutMs = numberOption(given, 'timeout', CARD_TIMEOUT_S) * 1000;
  const cardCame = Promise.withResolvers<object>();
  const late = Promise.withResolvers<null>();
  const stops = [
    reader.onCard((card) => cardCame.resolve(card)),
    reader.onStatus(({ kind, availability }) => {
      if (ASKING.includes(kind)) io.say(familyOf(family).statusWords[kind]?.words ?? PROMPTS[family]);
      if (availability === 'needs-attention') late.resolve(null);
    }),
  ];
  reader.startReading();
  reader.open();
  try {
    const isFound = await statusWithin(
      reader,
      FIND_TIMEOUT_MS,
      ({ availability }) => availability !== 'offline',
    );
    if (!isFound) return notRead(family, reader.status);
    io.say(PROMPTS[family]);
    const timer = setTimeout(() => late.resolve(null), timeoutMs);
    const card = await Promise.race([cardCame.promise, late.promise]);
    clearTimeout(timer);
    if (card === null) return notRead(family, reader.status);
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

function notRead(family: keyof typeof PROMPTS, status: DeviceStatus): CommandResult {
  const { kind } = status;
  if (kind === 'no-card' || kind === 'card-present' || kind === 'reading') {
    return {
      ok: false,
      reason: 'no-card',
      words: { zh: '没有等到证件。', en: 'No card was put there.' },
      // A card that an earlier run has read is no new card as long as it lies there.
      next: {
        zh: '拿起证件重新放好，再运行一次。',
        en: 'Lift the card, put it there again and run it again.',
      },
    };
  }
  const failed = failedBy(family, kind);
  // The smart card reader says itself what to do.
  return 'staff' in status ? { ...failed, next: status.staff as typeof failed.next } : failed;
}
