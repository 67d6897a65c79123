import type { KioskView, MethodName, MethodParams, SessionView } from '@tongban/contract';
import { FULL_HD, INCOME_CERTIFICATE, photographDesk } from '@tongban/peripherals/camera/simulator';
import { drawing } from '../../terminal/core/testing/papers.ts';
import type { Plan } from './plan.ts';

const PHOTO = Buffer.from(photographDesk(INCOME_CERTIFICATE, FULL_HD)).toString('base64');
/** After so many tries the citizen goes without: a slip, a page of this device, a result. */
const MOST_TRIES = 4;

/** What a citizen has done so far in a visit. */
export interface Memory {
  begun: boolean;
  chosen: boolean;
  styled: boolean;
  /** The citizen is on the way out. */
  finished: boolean;
  /** `submit` was called: it may be stored from now on. */
  submitted: boolean;
  rated: boolean;
  tries: number;
  ticketPrinted: boolean;
  resultSeen: boolean;
  /** Numbers that were shown of what was handed in. */
  readonly numbers: Set<string>;
  /** Of a ticket at 12345. */
  ticket: string | null;
}

/** What the citizen's hands can do. */
export interface Hands {
  call<M extends MethodName>(method: M, params: MethodParams<M>): Promise<void>;
  /** Puts the card on the reader, or takes it away. */
  card(placed: boolean): Promise<void>;
  readonly isCardPlaced: boolean;
  putPaperIntoScanner(): Promise<void>;
  payByPhone(orderId: string): Promise<void>;
  /** Of the submission that this visit is about: it asks for a correction, or its result is there. */
  readonly about: string | null;
}

/** `acted`: look again at once. `wait`: nothing to do until the view changes. */
export type Reaction = 'acted' | 'wait';
type Screen = SessionView['screen'];
type React<S extends Screen> = (
  view: Extract<SessionView, { screen: S }>,
  hands: Hands,
  plan: Plan,
  memory: Memory,
) => Promise<Reaction> | Reaction;

/** What a citizen does at a screen. Ends with the terminal free again. */
export function react(view: KioskView, hands: Hands, plan: Plan, memory: Memory): Promise<Reaction> {
  const { session } = view;
  const reaction = reactions[session.screen] as React<Screen>;
  return Promise.resolve(reaction(session, hands, plan, memory));
}

async function did(...calls: readonly Promise<void>[]): Promise<Reaction> {
  await Promise.all(calls);
  return 'acted';
}

async function leave(hands: Hands, memory: Memory): Promise<Reaction> {
  memory.finished = true;
  await hands.call('session.finish', {});
  return 'acted';
}

const reactions: { readonly [S in Screen]: React<S> } = {
  attract: (view, hands) => (view.closed === null ? did(hands.call('session.start', {})) : 'wait'),

  async choose(_view, hands, plan, memory) {
    if (!memory.styled) {
      memory.styled = true;
      await hands.call('session.setLanguage', { language: plan.language });
      if (plan.display) await hands.call('session.setDisplay', plan.display);
    }
    if (memory.ticket !== null) return leave(hands, memory);
    switch (plan.kind) {
      case 'hotline':
        return did(hands.call('hotline.open', {}));
      case 'my-licences':
        return did(hands.call('session.openMyLicences', {}));
      case 'my-submissions':
      case 'correction':
      case 'result':
        return did(hands.call('session.openMySubmissions', {}));
      default:
        if (plan.kind === 'look' && memory.chosen) return leave(hands, memory);
        return did(hands.call('session.chooseMatter', { matter: plan.matter }));
    }
  },
  // A device that the matter needs is away: the citizen waits, looks again, and it comes back.
  async unavailable(_view, hands): Promise<Reaction> {
    await hands.call('session.back', {});
    return 'wait';
  },
  async guide(view, hands, plan, memory) {
    memory.chosen = true;
    if (plan.kind === 'look') return did(hands.call('session.back', {}));
    if (plan.isQuick && plan.kind !== 'practice' && !hands.isCardPlaced) await hands.card(true);
    return view.cannotHere === null ? did(hands.call('session.confirmGuide', {})) : 'wait';
  },
  'for-whom': (_view, hands) => did(hands.call('session.forWhom', { who: 'self' })),
  enterprise: () => 'wait',

  async card(view, hands, plan) {
    if (plan.kind === 'practice') return did(hands.call('session.useExampleCard', {}));
    if (view.reader === 'unreadable' || view.reader === 'unsupported') {
      // Lifted, and put back when the terminal has seen that.
      if (hands.isCardPlaced) await hands.card(false);
    } else if ((view.reader === 'waiting' || view.reader === 'removed') && !hands.isCardPlaced) {
      await hands.card(true);
    }
    return 'wait';
  },
  question(view, hands, plan) {
    const value =
      plan.kind === 'practice' && view.value !== null ? view.value : plan.answers[view.field.name];
    if (value === undefined) throw new Error(`no answer for ${view.field.name}`);
    return did(hands.call('session.answer', { field: view.field.name, value }));
  },
  'card-address': (_view, hands) => did(hands.call('session.useCardAddress', {})),
  licence(view, hands, plan) {
    if (view.licence === null) return 'wait';
    return did(hands.call(plan.givesLicence ? 'session.useLicence' : 'session.usePaper', {}));
  },
  async material(view, hands, plan, memory) {
    if (view.phase === 'camera') return did(hands.call('session.addPhoto', { jpeg: PHOTO }));
    if (view.phase !== 'pages') return 'wait';
    if (view.pages.length > 0) return did(hands.call('session.confirmMaterial', {}));
    if (view.problem !== null) memory.tries += 1;
    const other = memory.tries % 2 === 1;
    const wantsCamera = (plan.pageFrom === 'camera') !== other;
    if (wantsCamera ? view.camera.state === 'ready' : view.scanner !== 'ready')
      return view.camera.state === 'ready' ? did(hands.call('session.openCamera', {})) : 'wait';
    if (view.scanner !== 'ready') return 'wait';
    await hands.putPaperIntoScanner();
    return did(hands.call('session.scan', {}));
  },
  signature(view, hands, plan) {
    if (plan.signsBy === 'finger') return did(hands.call('session.sign', drawing));
    return did(hands.call(view.byKey ? 'session.confirmStatement' : 'session.cannotWrite', {}));
  },
  review(_view, hands, plan, memory) {
    memory.submitted = true;
    return did(hands.call('session.submit', { paper: plan.paper }));
  },
  submitting: () => 'wait',
  async pay(view, hands, plan) {
    if (view.state === 'asking' || view.state === 'checking') return 'wait';
    if (view.state === 'open' && plan.pays && view.qr !== null) {
      await hands.payByPhone(view.qr.split('/').at(-1) ?? '');
      return 'wait';
    }
    return did(hands.call('session.payLater', {}));
  },
  async done(view, hands, plan, memory) {
    memory.numbers.add(view.number);
    if (view.slip === 'printing') return 'wait';
    if (plan.rates && !memory.rated && view.rating === 'open')
      return did(hands.call('session.openRating', {}));
    if (plan.isQuick && hands.isCardPlaced) await hands.card(false);
    return leave(hands, memory);
  },
  rating(_view, hands, _plan, memory) {
    memory.rated = true;
    return did(hands.call('session.rate', { stars: 5, reasons: [] }));
  },
  'practice-done': (_view, hands, _plan, memory) => leave(hands, memory),

  'my-submissions'(view, hands, _plan, memory) {
    const row = view.rows.find(({ number }) => number === hands.about);
    if (hands.about === null || memory.resultSeen) return leave(hands, memory);
    if (row?.need?.canCorrect) return did(hands.call('session.correct', { number: row.number }));
    if (row?.hasResult) return did(hands.call('session.openResult', { number: row.number }));
    // The platform's word is on its way.
    return 'wait';
  },
  'my-licences'(view, hands, _plan, memory) {
    return view.rows === null && view.closed === null ? 'wait' : leave(hands, memory);
  },
  'sealed-result'(view, hands, _plan, memory) {
    if (view.phase === 'printing') return 'wait';
    if (view.phase === 'printed' || memory.tries >= MOST_TRIES) {
      memory.resultSeen = true;
      return did(hands.call('session.back', {}));
    }
    if (view.phase === 'cannot') memory.tries += 1;
    return did(hands.call('session.printResult', { copies: 1 }));
  },
  'already-submitted': (_view, hands) => did(hands.call('session.submitAgain', {})),

  hotline(view, hands, plan, memory) {
    switch (view.page) {
      case 'menu':
        return did(hands.call('hotline.choose', { want: 'complaint' }));
      case 'topic':
        return did(hands.call('hotline.about', { topic: 'service' }));
      case 'words':
        return did(hands.call('hotline.write', { text: '排队太久' }));
      case 'phone': {
        const number = String(plan.answers['phone']);
        return did(hands.call('hotline.send', { phone: plan.rates ? { number, agreed: true } : null }));
      }
      case 'failed':
        return did(hands.call('hotline.sendAgain', {}));
      case 'sent':
        memory.ticket = view.ticket.code;
        if (view.slip === 'printing') return 'wait';
        if (plan.printsTicket && !memory.ticketPrinted && view.canPrint) {
          memory.ticketPrinted = true;
          return did(hands.call('hotline.print', {}));
        }
        return did(hands.call('hotline.close', {}));
      case 'sending':
      case 'looking':
        return 'wait';
      default:
        return did(hands.call('session.back', {}));
    }
  },

  async trouble(view, hands, plan, memory) {
    if (view.number !== null && view.outcome !== null) memory.numbers.add(view.number);
    if (view.kind === 'card-removed') {
      if (!hands.isCardPlaced) await hands.card(true);
      return 'wait';
    }
    const asks = (way: (typeof view.ways)[number]): boolean => view.ways.includes(way);
    if (view.kind === 'restarted') return leave(hands, memory);
    memory.tries += 1;
    if (asks('without-slip') && (!plan.retriesSlip || memory.tries > MOST_TRIES))
      return did(hands.call('session.resolveTrouble', { way: 'without-slip' }));
    if (!asks('try-again') || memory.tries > 2 * MOST_TRIES) throw new Error(`no way on from ${view.kind}`);
    await hands.call('session.resolveTrouble', { way: 'try-again' });
    return 'wait';
  },
  async 'take-card'(_view, hands): Promise<Reaction> {
    await hands.card(false);
    return 'wait';
  },
  end: () => 'wait',
  // Nobody holds the clock: who came here by themselves leave.
  'technician-entrance': (_view, hands) => did(hands.call('session.back', {})),
  technician: (_view, hands) => did(hands.call('technician.leave', {})),
};
