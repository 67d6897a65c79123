import type { HolderView } from '@tongban/contract';
import type { Matter } from '@tongban/kiosk-config/catalogue';
import type { Visit } from './visit.ts';

/** The chosen matter, at a step that cannot be without one. */
export function matterOf(visit: Visit): Matter {
  if (!visit.catalogued) throw new Error('this step needs a matter');
  return visit.catalogued.matter;
}

/** Whose card or code it was, at a step that cannot be without. */
export function holderOf({ holder }: Visit): HolderView {
  if (!holder) throw new Error('this step needs a citizen');
  return holder;
}

/** The same, with what of them stays in core. */
export function citizenOf(visit: Visit): NonNullable<Visit['citizen']> {
  if (!visit.citizen) throw new Error('this step needs a citizen');
  return visit.citizen;
}
