import type { AnnouncementView, OpeningView, SessionView, SiteView } from '@tongban/contract';
import type { Announcement } from '@tongban/kiosk-config/published';
import type { TerminalConfig } from '../config.ts';
import type { Panel } from '../panel.ts';
import { cardStepView } from './card-view.ts';
import { parcelView } from './delivery.ts';
import { doneView, outcomeOf, practiceDoneView } from './done-view.ts';
import { creditCodeView, enterpriseView } from './enterprise-view.ts';
import { payView } from './fee.ts';
import { chooseView } from './finding.ts';
import { fittingCards } from './fitting-cards.ts';
import { givenView } from './given-view.ts';
import { hotlineView } from './hotline-view.ts';
import { guideView, matterSummary, submissionRow, unavailableView, type RowGround } from './matter-view.ts';
import { myLicencesView } from './my-licences.ts';
import { citizenOf, holderOf, matterOf } from './of-visit.ts';
import { questionView } from './question-view.ts';
import { representedView } from './represented-view.ts';
import { reviewView } from './review-view.ts';
import { sealedResultView } from './sealed-result.ts';
import type { Step } from './step.ts';
import { cannotHere, type Surroundings } from './surroundings.ts';
import type { Visit } from './visit.ts';

/** Announcements of the centre come before the site's own, urgent ones first. */
export function siteView(
  config: TerminalConfig,
  panel: Panel['now'],
  published: readonly Announcement[],
  opening: OpeningView | null,
): SiteView {
  const { name, staff, hours = null, announcements } = config.site;
  const told: AnnouncementView[] = published.map(({ severity, title, text }) => ({ severity, title, text }));
  const own = announcements.map((text): AnnouncementView => ({ severity: 'notice', title: null, text }));
  const rank = ['urgent', 'warning', 'notice'];
  return {
    ...{ name, staff, hours: opening ? null : hours, opening },
    announcements: [...told, ...own].toSorted((a, b) => rank.indexOf(a.severity) - rank.indexOf(b.severity)),
    terminalId: config.terminalId,
    ...panel,
  };
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
    case 'credit-code':
      return creditCodeView(step, matterOf(visit), holderOf(visit), around.takesLicenceCode);
    case 'enterprise':
      return enterpriseView(step, matterOf(visit), holderOf(visit));
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
