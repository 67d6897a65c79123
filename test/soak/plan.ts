import type { Display, Paper, SessionView } from '@tongban/contract';
import { between, random, type Random } from '../faults/seed.ts';

/** What a citizen comes for. */
export const kinds = [
  /** A matter from the card to the slip; `papers` with a page and a signature, `licence` with a question of consent. */
  'matter',
  'papers',
  'licence',
  /** What was returned is corrected; a finished matter's sealed result is printed. */
  'correction',
  'result',
  'my-submissions',
  'my-licences',
  'hotline',
  /** Looks at a matter and leaves. */
  'look',
  'practice',
] as const;
export type Kind = (typeof kinds)[number];

export const MATTER = {
  allowance: '310000999000MZ0000531059901800001',
  certificate: '11310000002420447T231200021800001',
  insurance: '310000999000YB0000531200036100001',
  booklet: '310000999000YB0000531200037700001',
  subsistence: '310000999000MZ0000531051100100001',
  hardship: '310000999000MZ0000531209901900001',
} as const;

/** One visit, drawn before it begins. */
export interface Plan {
  /** From 1. */
  readonly number: number;
  readonly kind: Kind;
  readonly matter: string;
  /** Which of the crowd. */
  readonly person: number;
  readonly answers: Readonly<Record<string, string | boolean>>;
  readonly language: 'zh-CN' | 'en';
  readonly display: Display | null;
  readonly paper: Paper;
  /** Goes away at this screen, when it comes, without a word; the card stays or not. */
  readonly leavesAt: SessionView['screen'] | null;
  readonly leavesCard: boolean;
  /** The card is put down before it is asked for, and taken with the slip. */
  readonly isQuick: boolean;
  readonly pageFrom: 'camera' | 'scanner';
  readonly signsBy: 'finger' | 'key';
  readonly givesLicence: boolean;
  readonly pays: boolean;
  readonly rates: boolean;
  readonly retriesSlip: boolean;
  readonly printsTicket: boolean;
}

const SHARES: Readonly<Record<Kind, number>> = {
  matter: 32,
  papers: 9,
  licence: 7,
  correction: 6,
  result: 4,
  'my-submissions': 7,
  'my-licences': 7,
  hotline: 11,
  look: 12,
  practice: 5,
};
const SIMPLE = [MATTER.allowance, MATTER.certificate, MATTER.insurance, MATTER.booklet] as const;
const LEAVES_AT = ['choose', 'guide', 'card', 'question', 'material', 'review', 'done'] as const;

/** A bank card that no bank gave out; a number of no network's range, four digits of which tell visits apart. */
export const BANK_CARD = '6222021001112223331';
const PHONE_PREFIX = '1993101';
export const PHONE = new RegExp(`${PHONE_PREFIX}\\d{4}`);

/** The visit of this number, the same for the same seed whatever came before. */
export function planOf(seed: number, number: number): Plan {
  const draw = drawOf(seed, number);
  const kind = drawKind(draw);
  const matter = matterOf(kind, draw);
  // The allowance is for who is past 65: even numbers.
  // Who looks what has become of it was here before, or was not.
  const who = kind === 'my-submissions' ? Math.max(1, number - 5) : number;
  const person = 2 * who + (matter === MATTER.allowance || draw() < 0.3 ? 0 : 1);
  const chance = (share: number): boolean => draw() < share;
  return {
    ...{ number, kind, matter, person },
    answers: {
      ...{ bankCard: BANK_CARD, phone: `${PHONE_PREFIX}${String(number % 10_000).padStart(4, '0')}` },
      ...{ cardDelivery: 'this-centre', promise: true, purpose: purposeOf(matter), collectAt: 'this-centre' },
      ...{ category: matter === MATTER.hardship ? 'low-income' : 'registered', startsOn: 'this-year' },
      ...{ action: 'first', householdSize: '2', mainReason: 'low-wage', monthlyIncome: '1860' },
    },
    language: chance(0.15) ? 'en' : 'zh-CN',
    display: chance(0.2) ? { text: 'large', contrast: 'high', reach: chance(0.5) } : null,
    paper: chance(0.15) ? 'none' : 'slip',
    leavesAt: chance(0.03) ? pick(LEAVES_AT, draw) : null,
    leavesCard: chance(0.5),
    isQuick: chance(0.7),
    pageFrom: chance(0.5) ? 'camera' : 'scanner',
    signsBy: chance(0.8) ? 'finger' : 'key',
    givesLicence: chance(0.7),
    pays: chance(0.5),
    rates: chance(0.3),
    retriesSlip: chance(0.7),
    printsTicket: chance(0.5),
  };
}

/** A sequence of its own for each visit, so that one of them can be drawn again alone. */
export function drawOf(seed: number, number: number, purpose = 0): Random {
  return random((seed ^ Math.imul(2 * number + purpose, 0x9e3779b1)) >>> 0);
}

export function pick<T>(all: readonly T[], draw: Random): T {
  return all[between(draw, 0, all.length - 1)] as T;
}

function drawKind(draw: Random): Kind {
  let left = draw() * kinds.reduce((sum, kind) => sum + SHARES[kind], 0);
  return kinds.find((kind) => (left -= SHARES[kind]) < 0) ?? 'matter';
}

function matterOf(kind: Kind, draw: Random): string {
  if (kind === 'papers') return MATTER.subsistence;
  if (kind === 'licence') return MATTER.hardship;
  if (kind === 'correction') return MATTER.allowance;
  return pick(SIMPLE, draw);
}

function purposeOf(matter: string): string {
  return matter === MATTER.hardship ? 'medical' : 'job';
}
