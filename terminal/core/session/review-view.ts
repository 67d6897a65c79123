import type { HolderView, ReviewView } from '@tongban/contract';
import type { Delivering } from './delivering.ts';
import { reviewDelivery } from './delivery.ts';
import { matterSummary } from './matter-view.ts';
import type { Visit } from './visit.ts';

/** What is submitted, before it is; pure. */
export function reviewView(
  visit: Visit,
  holder: HolderView,
  delivering: Pick<Delivering, 'way' | 'before'>,
): ReviewView {
  const { correction, given, catalogued } = visit;
  if (!catalogued) throw new Error('a review needs a matter');
  const { matter } = catalogued;
  // Under a number that it has already goes only what is given anew.
  const shown = visit.filed.materials.filter(
    (material) =>
      material.necessity === 'required' &&
      ((correction?.applyNo ?? null) === null || given?.wanted.some(({ code }) => code === material.code)),
  );
  return {
    screen: 'review',
    matter: matterSummary(matter),
    holder,
    rows: visit.form?.rows() ?? [],
    materials: shown.map(({ code, name, source }) => ({
      ...{ code, name, source },
      pages: given?.pages(code).length ?? 0,
      byLicence: given?.isByLicence(code) ?? false,
      byKey: given?.isByKey(code) ?? false,
      kept: given?.isKept(code) ?? false,
      mark: given?.mark(code) ?? null,
    })),
    limit: matter.limit.words,
    delivery: reviewDelivery(visit, delivering.way(matter), delivering.before(visit)),
    correction: correction && { kind: correction.kind, due: correction.due },
  };
}
