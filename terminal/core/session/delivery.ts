import type { DeliveryView, ParcelView, ReviewDelivery } from '@tongban/contract';
import type { Matter } from '@tongban/kiosk-config/catalogue';
import type { Delivery, DeliveryAddress, StepsAvailable } from '@tongban/sync/modules';
import { mask } from './mask.ts';
import type { Step } from './step.ts';
import type { Tracked, Visit } from './visit.ts';

/** What is known of the delivery of a result. Pure. */

/** By what answers the result is sent; null where nothing is, and where the version names no fields. */
function deliveryOf({ needs }: Matter) {
  const delivery = needs?.delivery;
  return delivery === undefined || delivery === true ? null : delivery;
}

/**
 * Where the citizen wants the result sent; null when not. It bears the name of the person whose result it is; an agent
 * has answered the call with their own number.
 */
export function wantedDelivery({ catalogued, form, applicant }: Visit): DeliveryAddress | null {
  const delivery = catalogued && deliveryOf(catalogued.matter);
  if (!delivery || !form || !applicant) return null;
  const answer = (name: string): string => String(form.answer(name) ?? '');
  if (!delivery.chosenBy.isOneOf.includes(answer(delivery.chosenBy.field))) return null;
  return { name: applicant.person.name, phone: answer(delivery.phone), address: answer(delivery.address) };
}

/** The address on the card of the person, where it can be what is asked for; null elsewhere. */
export function cardAddress({ catalogued, form, applicant }: Visit, field: string): string | null {
  const address = applicant?.person.address ?? null;
  const isAsked = catalogued && deliveryOf(catalogued.matter)?.address === field;
  return isAsked && address !== null && form?.check(field, address).ok ? address : null;
}

/** That address while it is still offered, and nothing was typed in its place. */
export function offeredAddress(step: Step, visit: Visit): string | null {
  if (step.at !== 'question' || step.byHand || step.typed !== undefined) return null;
  return cardAddress(visit, step.field);
}

/** Answers that cannot be chosen because this site sends nothing. */
export function undeliverable(
  matter: Matter,
  field: string,
  way: StepsAvailable['deliver'],
): readonly string[] {
  const { chosenBy } = deliveryOf(matter) ?? {};
  return chosenBy?.field === field && isNotHere(way) ? chosenBy.isOneOf : [];
}

/** Of a correction under a number: that of the submission which has it, so that there is one parcel. */
export function parcelId({ correction, idempotencyKey }: Visit): string {
  return correction && correction.applyNo !== null ? correction.corrects : idempotencyKey;
}

export function isNotHere(way: StepsAvailable['deliver']): boolean {
  return way?.way === 'instead' && way.reason.cause === 'not-at-this-site';
}

export function isUnderWay(delivery: Delivery | null): boolean {
  return delivery !== null && delivery.state !== 'refused';
}

/** @param before what was ordered for the submission that is corrected */
export function reviewDelivery(
  visit: Visit,
  way: StepsAvailable['deliver'],
  before: Delivery | null,
): ReviewDelivery | null {
  if (isUnderWay(before)) return 'before';
  if (!wantedDelivery(visit)) return null;
  // Refused once is refused for this number.
  if (isNotHere(way) || before) return 'not-here';
  return way?.way === 'open' ? 'ordered' : 'kept';
}

/** How the result is sent, at the end of a matter. */
export function deliveryView(
  { parcel }: Visit,
  of: (submissionId: string) => Delivery | null,
): DeliveryView | null {
  if (!parcel) return null;
  const delivery = parcel.of === null ? null : of(parcel.of);
  const { state } = delivery ?? { state: 'refused' as const };
  return { state, ...waybill(delivery), address: parcel.address };
}

/** Of a row of "my submissions". */
export function parcelView(delivery: Delivery | null, tracked: Tracked | undefined): ParcelView | null {
  if (!delivery) return null;
  if (delivery.state !== 'ordered') return { stage: delivery.state, ...waybill(delivery), at: null };
  const { stage, at } = tracked ?? { stage: 'looking', at: null };
  const { waybillNo, expectedDay } = delivery;
  return { stage, at, waybillNo, expectedDay: stage === 'delivered' ? null : expectedDay };
}

function waybill(delivery: Delivery | null): Pick<DeliveryView, 'waybillNo' | 'expectedDay'> {
  if (delivery?.state !== 'ordered') return { waybillNo: null, expectedDay: null };
  return { waybillNo: delivery.waybillNo, expectedDay: delivery.expectedDay };
}

export function maskedAddress({ address }: DeliveryAddress): string {
  return mask('address', address);
}
