import type { SessionView } from '@tongban/contract';
import { askedAgain } from './correction.ts';
import { matterSummary } from './matter-view.ts';
import { holderOf, matterOf } from './of-visit.ts';
import type { Step } from './step.ts';
import type { Surroundings } from './surroundings.ts';
import type { Visit } from './visit.ts';

/** One of the papers and signatures, or the licence in its place; pure. */
export function givenView(
  step: Extract<Step, { at: 'licence' | 'material' | 'signature' }>,
  visit: Visit,
  { camera, scanner, phone }: Pick<Surroundings, 'camera' | 'scanner' | 'phone'>,
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
