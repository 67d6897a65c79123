import type {
  AnnouncementView,
  CardView,
  FieldView,
  GuideView,
  HolderView,
  MaterialView,
  PracticeDoneView,
  SessionView,
  SiteView,
  TerminalClosed,
} from '@tongban/contract';
import type { Matter } from '@tongban/kiosk-config/catalogue';
import type { Announcement } from '@tongban/kiosk-config/published';
import type { IdCardReaderStatus } from '@tongban/peripherals/id-card-reader';
import type { SubmissionRecord } from '@tongban/sync';
import type { FaqEntry } from '@tongban/sync/modules';
import type { TerminalConfig } from '../config.ts';
import type { Matters } from '../matters.ts';
import { askedAgain } from './correction.ts';
import { feeView, payView } from './fee.ts';
import { cardStepView } from './card-view.ts';
import type { Delivering } from './delivering.ts';
import { cardAddress, deliveryView, offeredAddress, parcelView, undeliverable } from './delivery.ts';
import { chooseView } from './finding.ts';
import { fittingCards } from './fitting-cards.ts';
import { fieldView } from './form.ts';
import { hotlineView } from './hotline-view.ts';
import {
  guideView,
  lackOf,
  matterSummary,
  submissionRow,
  unavailableView,
  type RowGround,
} from './matter-view.ts';
import { mask } from './mask.ts';
import { myLicencesView } from './my-licences.ts';
import { representedView } from './represented-view.ts';
import { reviewView } from './review-view.ts';
import { sealedResultView } from './sealed-result.ts';
import type { Step } from './step.ts';
import type { Visit } from './visit.ts';

/** Announcements of the centre come before the site's own, urgent ones first. */
export function siteView(config: TerminalConfig, published: readonly Announcement[]): SiteView {
  const { name, staff, hours, announcements } = config.site;
  const told: AnnouncementView[] = published.map(({ severity, title, text }) => ({ severity, title, text }));
  const own = announcements.map((text): AnnouncementView => ({ severity: 'notice', title: null, text }));
  const rank = ['urgent', 'warning', 'notice'];
  return {
    ...{ name, staff, hours },
    announcements: [...told, ...own].toSorted((a, b) => rank.indexOf(a.severity) - rank.indexOf(b.severity)),
    terminalId: config.terminalId,
    diagonalInches: config.diagonalInches,
    panel: config.panel,
  };
}

/** What the screens may know of the surroundings of a step. */
export interface Surroundings {
  readonly matters: Matters;
  readonly reader: IdCardReaderStatus;
  /** Of the card step alone. */
  readonly code: CardView['code'];
  readonly slot: CardView['slot'];
  readonly slotIsFull: boolean;
  readonly submissions: readonly SubmissionRecord[];
  readonly network: 'online' | 'offline';
  /** Why nothing can be begun; null when it can. */
  readonly closed: TerminalClosed | null;
  readonly camera: MaterialView['camera'];
  readonly scanner: MaterialView['scanner'];
  readonly phone: Pick<MaterialView, 'phone' | 'handOver'>;
  readonly practice: boolean;
  /** A sealed result of it can be printed here. */
  readonly hasResult: (record: SubmissionRecord) => boolean;
  readonly delivering: Pick<Delivering, 'of' | 'way' | 'before'>;
  readonly faq: () => readonly FaqEntry[];
}

/** Why the matter cannot be begun at this terminal just now. */
export function cannotHere(
  { handleItem }: Matter,
  { matters, closed }: Pick<Surroundings, 'matters' | 'closed'>,
): GuideView['cannotHere'] {
  if (closed !== null) return 'terminal-closed';
  const found = matters.find(handleItem);
  return found ? lackOf(found.availability) : null;
}

function rowGround(visit: Visit, around: Surroundings): RowGround {
  const { matters, network, closed, hasResult, delivering } = around;
  return {
    ...{ matters, network, hasResult, intakeIsOpen: closed === null },
    parcelOf: ({ id }) => parcelView(delivering.of(id), visit.tracked.get(id)),
  };
}

/** The view of a step: a pure function, so that what is drawn can always be drawn again. */
export function sessionView(step: Step, visit: Visit, around: Surroundings): SessionView {
  switch (step.at) {
    case 'attract':
      return {
        screen: 'attract',
        matterCount: around.matters.offered().filter(({ availability }) => availability.available).length,
        closed: around.closed,
      };
    case 'choose':
      return chooseView(around.matters.offered(), visit.finding, visit.language);
    case 'unavailable': {
      const found = around.matters.find(step.handleItem);
      const unavailable = found && unavailableView(found.availability);
      if (!found || !unavailable) throw new Error('this step needs a matter that cannot be begun');
      return { screen: 'unavailable', name: found.name, unavailable };
    }
    case 'guide':
      return guideView(
        matterOf(visit),
        cannotHere(matterOf(visit), around),
        visit.catalogued ? fittingCards(visit.catalogued) : [],
      );
    case 'for-whom':
      return { screen: 'for-whom', matter: matterSummary(matterOf(visit)) };
    case 'represented':
      return representedView(step, visit);
    case 'card':
      return {
        screen: 'card',
        purpose: step.purpose,
        matter: visit.catalogued ? matterSummary(visit.catalogued.matter) : null,
        reader: cardStepView(step, around.reader),
        holder: step.purpose === 'represented' ? visit.holder : null,
        code: around.code,
        slot: around.slot,
      };
    case 'question':
      return questionView(step, visit, around);
    case 'licence':
    case 'material':
    case 'signature':
      return givenView(step, visit, around);
    case 'review':
      return reviewView(visit, holderOf(visit), around.delivering);
    case 'submitting':
      return {
        screen: 'submitting',
        matter: matterSummary(matterOf(visit)),
        holder: holderOf(visit),
      };
    case 'pay':
      return payView(step, visit, performance.now());
    case 'done':
      return around.practice ? practiceDoneView(step.slip, visit) : doneView(step.slip, visit, around);
    case 'rating':
      return { screen: 'rating', matter: matterSummary(matterOf(visit)) };
    case 'my-submissions':
      return {
        screen: 'my-submissions',
        holder: holderOf(visit),
        rows: around.submissions.map((record) => submissionRow(record, rowGround(visit, around))),
        findable: citizenOf(visit).findable,
      };
    case 'my-licences':
      return myLicencesView(step, visit);
    case 'sealed-result': {
      const found = around.matters.find(step.record.matter.handleItem)?.catalogued;
      return sealedResultView(step, visit, found?.matter ?? matterOf(visit));
    }
    case 'already-submitted':
      return {
        screen: 'already-submitted',
        matter: matterSummary(matterOf(visit)),
        holder: holderOf(visit),
        row: submissionRow(step.record, rowGround(visit, around)),
      };
    case 'hotline':
      return hotlineView(step, visit, around.faq);
    case 'trouble':
      return {
        screen: 'trouble',
        kind: step.kind,
        matter: visit.catalogued ? matterSummary(visit.catalogued.matter) : null,
        holder: visit.holder,
        words: step.words,
        until: step.until,
        number: around.practice ? null : visit.number,
        outcome: around.practice ? null : outcomeOf(visit),
        ways: step.ways,
      };
    case 'take-card':
      return { screen: 'take-card', slipPrinted: step.slipPrinted, inSlot: around.slotIsFull };
    case 'end':
      return { screen: 'end', submitted: step.submitted };
  }
}

function questionView(
  step: Extract<Step, { at: 'question' }>,
  visit: Visit,
  { delivering }: Surroundings,
): SessionView {
  const form = visit.form;
  const catalogued = visit.catalogued;
  if (!form || !catalogued) throw new Error('a question needs a form');
  const asked = form.asked();
  // Opened in the review of a correction, it may be none of those that come up by themselves.
  const questions = asked.some(({ name }) => name === step.field) ? asked : form.questions();
  const index = questions.findIndex((field) => field.name === step.field);
  const field = questions[index];
  if (!field) throw new Error(`field ${step.field} is not asked`);
  const shared = {
    ...{ matter: matterSummary(catalogued.matter), holder: holderOf(visit) },
    ...{ number: index + 1, of: questions.length },
    correction: askedAgain(visit.correction, 'field', step.field, step.fromReview),
  };
  const offered = offeredAddress(step, visit);
  const view = fieldView(catalogued, field);
  if (offered !== null) {
    return {
      ...{ screen: 'card-address', ...shared },
      ...{ question: view.question, address: mask('address', offered) },
    };
  }
  const closed = undeliverable(catalogued.matter, step.field, delivering.way(catalogued.matter));
  const answer = form.answer(step.field);
  // The card's is shown masked alone, where it is offered.
  const typed = answer === cardAddress(visit, step.field) ? null : answer;
  return {
    ...{ screen: 'question', ...shared },
    field: without(closed, view),
    value: step.typed === undefined ? typed : step.typed,
    fromReview: step.fromReview,
  };
}

/** What this site cannot do is no choice here. */
function without(values: readonly string[], field: FieldView): FieldView {
  return { ...field, choices: field.choices.filter(({ value }) => !values.includes(value)) };
}

function givenView(
  step: Extract<Step, { at: 'licence' | 'material' | 'signature' }>,
  visit: Visit,
  { camera, scanner, phone }: Surroundings,
): SessionView {
  const asked = visit.given?.asked() ?? [];
  const wanted = asked.some((each) => each.code === step.code) ? asked : (visit.given?.wanted ?? []);
  const index = wanted.findIndex((each) => each.code === step.code);
  const found = wanted[index];
  if (!found) throw new Error(`material ${step.code} is not given here`);
  const { code, name, how, statement, maxPages } = found;
  const shared = {
    matter: matterSummary(matterOf(visit)),
    holder: holderOf(visit),
    number: index + 1,
    of: wanted.length,
    material: { code, name, how },
    fromReview: step.fromReview,
    correction: askedAgain(visit.correction, 'material', step.code, step.fromReview),
  };
  if (step.at === 'licence') {
    const licence = visit.licences?.found(code)?.licence;
    const offered = licence ? { name: licence.name, validUntil: licence.validUntil } : null;
    return { screen: 'licence', ...shared, licence: offered };
  }
  if (step.at === 'signature') {
    if (!statement) throw new Error(`signature ${code} has no statement`);
    return { screen: 'signature', ...shared, statement, byKey: step.byKey };
  }
  const { phase, problem } = step;
  const pages = visit.given?.pages(code) ?? [];
  const noLicence = visit.licences?.whyNot(code) ?? null;
  return {
    screen: 'material',
    ...shared,
    ...phone,
    ...{ camera, scanner, phase, pages, maxPages, problem, noLicence },
  };
}

/** What the citizen may rely on. */
function outcomeOf({ record }: Visit): 'held' | 'accepted' | null {
  return record && (record.applyNo === null ? 'held' : 'accepted');
}

function practiceDoneView(slip: Extract<Step, { at: 'done' }>['slip'], visit: Visit): PracticeDoneView {
  return {
    ...{ screen: 'practice-done', slip, canPrintAgain: visit.canPrintAgain },
    ...{ matter: matterSummary(matterOf(visit)), holder: holderOf(visit) },
  };
}

function doneView(
  slip: Extract<Step, { at: 'done' }>['slip'],
  visit: Visit,
  { reader, hasResult, delivering }: Surroundings,
): SessionView {
  const matter = matterOf(visit);
  const { record, number, correction } = visit;
  if (!record || number === null) throw new Error('done needs a submission');
  return {
    screen: 'done',
    matter: matterSummary(matter),
    holder: holderOf(visit),
    outcome: record.applyNo === null ? 'held' : 'accepted',
    number,
    qr: number,
    limitDate: record.limitDate,
    limit: matter.limit.words,
    instant: matter.kind === 'instant',
    limitProvisional: record.limitProvisional,
    slip,
    hasResult: hasResult(record),
    canPrintAgain: visit.canPrintAgain,
    cardOnReader: reader.kind === 'card-present',
    findable: citizenOf(visit).findable,
    fee: feeView(visit),
    delivery: deliveryView(visit, delivering.of),
    rating: visit.rated ? 'given' : correction ? 'not-asked' : 'open',
    correction: correction && correction.applyNo !== null ? correction.kind : null,
  };
}

function matterOf(visit: Visit): Matter {
  if (!visit.catalogued) throw new Error('this step needs a matter');
  return visit.catalogued.matter;
}

function holderOf({ holder }: Visit): HolderView {
  if (!holder) throw new Error('this step needs a citizen');
  return holder;
}

function citizenOf(visit: Visit): NonNullable<Visit['citizen']> {
  if (!visit.citizen) throw new Error('this step needs a citizen');
  return visit.citizen;
}
