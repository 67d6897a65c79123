import type { CardView, MaterialView, ReviewView, SessionView, SiteView } from '@tongban/contract';
import type { Catalogue, Matter } from '@tongban/kiosk-config/catalogue';
import type { IdCardReaderStatus } from '@tongban/peripherals/id-card-reader';
import type { SubmissionRecord } from '@tongban/sync';
import type { TerminalConfig } from '../config.ts';
import { fieldView } from './form.ts';
import { guideView, matterSummary, submissionRow } from './matter-view.ts';
import type { Step } from './step.ts';
import type { Visit } from './visit.ts';

export function siteView(config: TerminalConfig): SiteView {
  const { name, staff, hours, announcements } = config.site;
  return {
    ...{ name, staff, hours, announcements },
    terminalId: config.terminalId,
    diagonalInches: config.diagonalInches,
  };
}

/** What the screens may know of the surroundings of a step. */
export interface Surroundings {
  readonly catalogue: Catalogue;
  readonly reader: IdCardReaderStatus;
  readonly submissions: readonly SubmissionRecord[];
  readonly camera: MaterialView['camera'];
  readonly scanner: MaterialView['scanner'];
}

/** Whether a paper can be taken in at all; a scanner that needs somebody may be mended by the citizen: a jam, a cover. */
export function papersCanBeTaken({ camera, scanner }: Pick<Surroundings, 'camera' | 'scanner'>): boolean {
  return camera.state === 'ready' || scanner === 'ready' || scanner === 'needs-attention';
}

/** The view of a step: a pure function, so that what is drawn can always be drawn again. */
export function sessionView(step: Step, visit: Visit, around: Surroundings): SessionView {
  switch (step.at) {
    case 'attract':
      return { screen: 'attract', matterCount: around.catalogue.size };
    case 'choose':
      return {
        screen: 'choose',
        matters: [...around.catalogue.values()].map(({ matter }) => matterSummary(matter)),
      };
    case 'guide':
      return guideView(matterOf(visit), papersCanBeTaken(around));
    case 'card':
      return {
        screen: 'card',
        purpose: step.purpose,
        matter: visit.catalogued ? matterSummary(visit.catalogued.matter) : null,
        reader: cardStepView(step.card, around.reader),
      };
    case 'question':
      return questionView(step, visit);
    case 'material':
    case 'signature':
      return givenView(step, visit, around);
    case 'review':
      return reviewView(visit);
    case 'submitting':
      return {
        screen: 'submitting',
        matter: matterSummary(matterOf(visit)),
        holder: citizenOf(visit).holder,
      };
    case 'done':
      return doneView(step.slip, visit, around.reader);
    case 'my-submissions':
      return {
        screen: 'my-submissions',
        holder: citizenOf(visit).holder,
        rows: around.submissions.map((record) => submissionRow(record, around.catalogue)),
        findable: citizenOf(visit).card.managementNumber !== null,
      };
    case 'already-submitted':
      return {
        screen: 'already-submitted',
        matter: matterSummary(matterOf(visit)),
        holder: citizenOf(visit).holder,
        row: submissionRow(step.record, around.catalogue),
      };
    case 'trouble':
      return {
        screen: 'trouble',
        kind: step.kind,
        matter: visit.catalogued ? matterSummary(visit.catalogued.matter) : null,
        holder: visit.citizen?.holder ?? null,
        words: step.words,
        number: visit.record ? (visit.record.applyNo ?? visit.record.tempNo) : null,
        outcome: visit.record ? (visit.record.applyNo === null ? 'held' : 'accepted') : null,
        ways: step.ways,
      };
    case 'take-card':
      return { screen: 'take-card', slipPrinted: step.slipPrinted };
    case 'end':
      return { screen: 'end', submitted: step.submitted };
  }
}

function questionView(step: Extract<Step, { at: 'question' }>, visit: Visit): SessionView {
  const form = visit.form;
  const catalogued = visit.catalogued;
  if (!form || !catalogued) throw new Error('a question needs a form');
  const questions = form.questions();
  const index = questions.findIndex((field) => field.name === step.field);
  const field = questions[index];
  if (!field) throw new Error(`field ${step.field} is not asked`);
  return {
    screen: 'question',
    matter: matterSummary(catalogued.matter),
    holder: citizenOf(visit).holder,
    number: index + 1,
    of: questions.length,
    field: fieldView(catalogued, field),
    value: form.answer(step.field),
    fromReview: step.fromReview,
  };
}

function givenView(
  step: Extract<Step, { at: 'material' | 'signature' }>,
  visit: Visit,
  { camera, scanner }: Surroundings,
): SessionView {
  const wanted = visit.given?.wanted ?? [];
  const index = wanted.findIndex((each) => each.code === step.code);
  const found = wanted[index];
  if (!found) throw new Error(`material ${step.code} is not given here`);
  const { code, name, how, statement, maxPages } = found;
  const shared = {
    matter: matterSummary(matterOf(visit)),
    holder: citizenOf(visit).holder,
    number: index + 1,
    of: wanted.length,
    material: { code, name, how },
    fromReview: step.fromReview,
  };
  if (step.at === 'signature') {
    if (!statement) throw new Error(`signature ${code} has no statement`);
    return { screen: 'signature', ...shared, statement };
  }
  const { phase, problem } = step;
  const pages = visit.given?.pages(code) ?? [];
  return { screen: 'material', ...shared, ...{ camera, scanner, phase, pages, maxPages, problem } };
}

function reviewView(visit: Visit): ReviewView {
  return {
    screen: 'review',
    matter: matterSummary(matterOf(visit)),
    holder: citizenOf(visit).holder,
    rows: visit.form?.rows() ?? [],
    materials: matterOf(visit).materials.map(({ code, name, source }) => ({
      ...{ code, name, source },
      pages: visit.given?.pages(code).length ?? 0,
    })),
    limit: matterOf(visit).limit.words,
  };
}

function doneView(
  slip: Extract<Step, { at: 'done' }>['slip'],
  visit: Visit,
  reader: IdCardReaderStatus,
): SessionView {
  const matter = matterOf(visit);
  const record = visit.record;
  if (!record) throw new Error('done needs a submission');
  const number = record.applyNo ?? record.tempNo;
  return {
    screen: 'done',
    matter: matterSummary(matter),
    holder: citizenOf(visit).holder,
    outcome: record.applyNo === null ? 'held' : 'accepted',
    number,
    qr: number,
    limitDate: record.limitDate,
    limit: matter.limit.words,
    instant: matter.kind === 'instant',
    limitProvisional: record.limitProvisional,
    slip,
    canPrintAgain: visit.canPrintAgain,
    cardOnReader: reader.kind === 'card-present',
  };
}

function cardStepView(
  card: Extract<Step, { at: 'card' }>['card'],
  status: IdCardReaderStatus,
): CardView['reader'] {
  if (card === 'expired' || card === 'unsupported') return card;
  return card === 'known' ? 'reading' : readerView(status);
}

function readerView(status: IdCardReaderStatus): CardView['reader'] {
  switch (status.kind) {
    case 'no-card':
      return 'waiting';
    case 'reading':
      return 'reading';
    case 'card-removed-mid-read':
      return 'removed';
    case 'card-unreadable':
    // A card that was read before this step began is read again only when it was lifted.
    case 'card-present':
      return 'unreadable';
    case 'card-unsupported':
      return 'unsupported';
    case 'disconnected':
    case 'fault':
      return 'reader-offline';
  }
}

function matterOf(visit: Visit): Matter {
  if (!visit.catalogued) throw new Error('this step needs a matter');
  return visit.catalogued.matter;
}

function citizenOf(visit: Visit): NonNullable<Visit['citizen']> {
  if (!visit.citizen) throw new Error('this step needs a citizen');
  return visit.citizen;
}
