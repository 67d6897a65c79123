import type { PracticeDoneView, SessionView } from '@tongban/contract';
import { deliveryView } from './delivery.ts';
import { feeView } from './fee.ts';
import { matterSummary } from './matter-view.ts';
import { citizenOf, holderOf, matterOf } from './of-visit.ts';
import type { Step } from './step.ts';
import type { Surroundings } from './surroundings.ts';
import type { Visit } from './visit.ts';

type Slip = Extract<Step, { at: 'done' }>['slip'];

/** What the citizen may rely on. */
export function outcomeOf({ record }: Visit): 'held' | 'accepted' | null {
  return record && (record.applyNo === null ? 'held' : 'accepted');
}

/** Of what was practised, which submitted nothing. */
export function practiceDoneView(slip: Slip, visit: Visit): PracticeDoneView {
  return {
    ...{ screen: 'practice-done', slip, canPrintAgain: visit.canPrintAgain },
    ...{ matter: matterSummary(matterOf(visit)), holder: holderOf(visit) },
  };
}

/** What was submitted and how it stands; pure. */
export function doneView(
  slip: Slip,
  visit: Visit,
  { reader, hasResult, delivering }: Pick<Surroundings, 'reader' | 'hasResult' | 'delivering'>,
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
