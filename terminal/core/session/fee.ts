import type { FeeView, PayView } from '@tongban/contract';
import { shanghaiDay } from '@tongban/kiosk-config/working-days';
import { matterSummary } from './matter-view.ts';
import type { PayStep } from './step.ts';
import type { Visit } from './visit.ts';

/** What is known of the fee of a submission. Pure. */

const DAY_MS = 86_400_000;

/**
 * What the matter costs; null where nothing is to be paid. Under a number that was given already the fee was that of
 * the first submission.
 */
export function feeFen({ catalogued, correction }: Visit): number | null {
  if ((correction?.applyNo ?? null) !== null) return null;
  return catalogued?.matter.needs?.pay?.feeFen ?? null;
}

/** How the fee stands at the end of a matter. */
export function feeView(visit: Visit): FeeView | null {
  const amountFen = feeFen(visit);
  const { payment, record } = visit;
  if (amountFen === null || !record) return null;
  if (record.applyNo === null && payment === null) {
    return { amountFen, state: 'after-acceptance', orderId: null, payBy: null, canPay: false };
  }
  const { state = 'unpaid', orderId = null } = payment ?? {};
  // Of an order that has ended nobody can say here that another one would not be the second.
  return { amountFen, state, orderId, payBy: payBy(visit), canPay: state === 'unpaid' && orderId === null };
}

/** Of the step in which the fee is paid. */
export function payView({ state, qr, until }: PayStep, visit: Visit, now: number): PayView {
  const { catalogued, citizen } = visit;
  const amountFen = feeFen(visit);
  if (!catalogued || !citizen || amountFen === null) throw new Error('this step needs a fee');
  const secondsLeft = Math.max(0, Math.ceil((until - now) / 1000));
  const isOver = state === 'open' && secondsLeft === 0;
  return {
    screen: 'pay',
    matter: matterSummary(catalogued.matter),
    holder: visit.holder ?? citizen.holder,
    fees: catalogued.matter.fees.map(({ name }) => name),
    amountFen,
    state: isOver ? 'checking' : state,
    qr: state === 'open' && !isOver ? qr : null,
    secondsLeft: state === 'open' ? secondsLeft : 0,
    payBy: payBy(visit),
  };
}

function payBy({ catalogued, record }: Visit): string | null {
  const days = catalogued?.matter.needs?.pay?.laterDays;
  if (days === undefined || !record?.receivedAt) return null;
  return shanghaiDay(new Date(Date.parse(record.receivedAt) + days * DAY_MS));
}
