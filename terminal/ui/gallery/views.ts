import type { CardView, GuideView, SessionView, TroubleKind, TroubleView } from '@tongban/contract';
import { agentViews } from './agent-views.ts';
import { enterpriseViews } from './enterprise-views.ts';
import { askingViews } from './asking-views.ts';
import { choosingViews } from './choosing-views.ts';
import { deliveryViews } from './delivery-views.ts';
import { givingViews } from './giving-views.ts';
import { hotlineViews } from './hotline-views.ts';
import { allowance, awayWords, holder, text } from './matters.ts';
import { submittedViews } from './submitted-views.ts';
import { technicianViews } from './technician-views.ts';

/** One typed view of every screen and every state of it; all persons, numbers and places are synthetic. */

function card(
  reader: CardView['reader'],
  purpose: CardView['purpose'] = 'matter',
  code: CardView['code'] = null,
  slot: CardView['slot'] = null,
): CardView {
  const matter = purpose === 'matter' ? allowance : null;
  return { screen: 'card', purpose, matter, holder: null, reader, code, slot };
}
function trouble(kind: TroubleKind, change: Partial<TroubleView> = {}): TroubleView {
  return {
    screen: 'trouble',
    kind,
    matter: allowance,
    holder,
    words: null,
    until: null,
    number: null,
    outcome: null,
    ways: ['try-again', 'finish'],
    ...change,
  };
}
const slipTrouble = {
  number: '310199202611220000017',
  outcome: 'accepted',
  ways: ['try-again', 'without-slip'],
} as const;

const guide: GuideView = {
  screen: 'guide',
  matter: allowance,
  cannotHere: null,
  guide: {
    summary: text(
      '满 65 周岁的本市户籍老人，按年龄每月领取津贴。',
      'A monthly allowance by age for registered residents of 65 and over.',
    ),
    conditions: [
      text('年满 65 周岁', 'You are 65 or older'),
      text('具有本市户籍', 'You are registered in Shanghai'),
    ],
    materials: [
      {
        name: text('居民身份证', 'Resident ID card'),
        how: text('刷身份证即可，不用复印', 'Read from your card, no copy needed'),
      },
      {
        name: text('户籍信息', 'Household record'),
        how: text('由部门之间核对，您不用提交', 'Checked between offices, nothing to bring'),
      },
    ],
    cards: ['citizen', 'hk-mo-tw-permit', 'foreigner-2023'],
    limit: text('30 个工作日内答复', 'Answer within 30 working days'),
    fee: text('不收费', 'Free of charge'),
    result: text(
      '敬老卡一张，津贴按季打到您的银行卡',
      'A senior card; the allowance goes to your bank card each quarter',
    ),
    legalBasis: text('《关于建立老年综合津贴制度的通知》', 'Notice on the system of old-age allowances'),
    version: '2026.1',
  },
};

export const views = {
  attract: { screen: 'attract', matterCount: 21, closed: null },
  'attract-storage-full': { screen: 'attract', matterCount: 21, closed: 'storage-full' },
  'attract-revoked': { screen: 'attract', matterCount: 21, closed: 'terminal-revoked' },
  'attract-keeps-failing': { screen: 'attract', matterCount: 21, closed: 'keeps-failing' },
  'attract-no-catalogue': { screen: 'attract', matterCount: 0, closed: 'no-catalogue' },
  ...choosingViews,
  guide,
  'guide-cannot-pay': { ...guide, cannotHere: 'cannot-be-paid' },
  'guide-cannot-here': { ...guide, cannotHere: 'papers-cannot-be-taken' },
  'guide-terminal-closed': { ...guide, cannotHere: 'terminal-closed' },
  'card-waiting': card('waiting'),
  'card-waiting-mine': card('waiting', 'my-submissions'),
  'card-waiting-licences': card('waiting', 'my-licences'),
  'card-reading': card('reading'),
  'card-removed': card('removed'),
  'card-unreadable': card('unreadable'),
  'card-expired': card('expired'),
  'card-unsupported': card('unsupported'),
  'card-or-code': card('waiting', 'matter', 'awaited'),
  'card-code-checking': card('waiting', 'matter', 'checking'),
  'card-code-not-confirmed': card('waiting', 'matter', 'not-confirmed'),
  'card-code-away': card('waiting', 'matter', 'away'),
  'card-or-code-or-slot': card('waiting', 'matter', 'awaited', 'awaited'),
  'card-or-slot': card('waiting', 'matter', null, 'awaited'),
  'card-slot-reading': card('waiting', 'matter', 'awaited', 'reading'),
  'card-slot-checking': card('waiting', 'matter', 'awaited', 'checking'),
  'card-slot-not-confirmed': card('waiting', 'matter', 'awaited', 'not-confirmed'),
  'card-slot-unreadable': card('waiting', 'matter', 'awaited', 'unreadable'),
  'card-slot-unsupported': card('waiting', 'matter', 'awaited', 'unsupported'),
  'card-slot-take-out': card('waiting', 'matter', null, 'take-out'),
  'card-slot-away': card('waiting', 'matter', null, 'away'),
  'card-reader-offline-code': card('reader-offline', 'matter', 'awaited'),
  'card-reader-offline': card('reader-offline'),
  ...agentViews,
  ...enterpriseViews,
  ...askingViews,
  ...givingViews,
  submitting: { screen: 'submitting', matter: allowance, holder },
  ...submittedViews,
  ...deliveryViews,
  ...hotlineViews,
  'trouble-not-eligible': trouble('not-eligible', {
    words: text(
      '老年综合津贴要年满 65 周岁才能申请，您还没有到年龄。',
      'The allowance is for people of 65 and over; you have not reached that age yet.',
    ),
    ways: ['go-back', 'finish'],
  }),
  'trouble-card-does-not-fit': trouble('card-does-not-fit', {
    holder: { name: 'S*** A***', idNumber: '931***********0125' },
    words: text(
      '这件事要填“证件住址”，您的证件上没有，或者写法不一样。请带好证件，到窗口办理。',
      'The form needs "Address on the card", which your card does not have or has in another form. Please take your card to the counter.',
    ),
    ways: ['go-back', 'finish'],
  }),
  'trouble-code-does-not-fit': trouble('code-does-not-fit', {
    words: text(
      '这件事要填“证件住址”，随申码里没有。请改用身份证，放在读卡区就行。',
      'The form needs "Address on the card", which the code does not bring. Please put your ID card on the reader instead.',
    ),
  }),
  'trouble-printer-paper-out': trouble('printer-paper-out', slipTrouble),
  'trouble-printer-cover-open': trouble('printer-cover-open', slipTrouble),
  'trouble-printer-offline': trouble('printer-offline', slipTrouble),
  'trouble-printer-error': trouble('printer-error', slipTrouble),
  'trouble-slip-unknown': trouble('slip-unknown', {
    ...slipTrouble,
    outcome: 'held',
    number: 'T7K2-0418-93',
  }),
  'trouble-platform-rejected': trouble('platform-rejected', { ways: ['go-back', 'finish'] }),
  'trouble-storage-failed': trouble('storage-failed'),
  'trouble-card-removed': trouble('card-removed', { ways: ['finish'] }),
  'trouble-matter-paused': trouble('matter-paused', {
    ways: ['go-on', 'finish'],
    words: awayWords.suspended ?? null,
    until: '2026-12-01T00:00:00.000Z',
  }),
  'trouble-matter-ended': trouble('matter-ended', { ways: ['go-back', 'finish'] }),
  'trouble-correction-closed': trouble('correction-closed', { ways: ['go-back', 'finish'] }),
  'trouble-terminal-closed': trouble('terminal-closed', { ways: ['finish'] }),
  'trouble-restarted': trouble('restarted', { matter: null, holder: null, ways: ['finish'] }),
  'take-card': { screen: 'take-card', slipPrinted: false, inSlot: false },
  'take-card-slip': { screen: 'take-card', slipPrinted: true, inSlot: false },
  'take-card-slot': { screen: 'take-card', slipPrinted: false, inSlot: true },
  end: { screen: 'end', submitted: true },
  'end-left': { screen: 'end', submitted: false },
  ...technicianViews,
} satisfies Record<string, SessionView>;

export type ViewName = keyof typeof views;
