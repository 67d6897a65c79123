import type { FormValues, Matter } from '@tongban/kiosk-config/catalogue';
import { isCreditCode } from '@tongban/kiosk-config/catalogue/codes';
import type { SealedForm } from '../contract/index.ts';
import { actsFor } from './enterprises.ts';
import { Refusal } from './refusal.ts';

/** Of the person that the form is about; null where the form has none. */
export function idNumberOf(matter: Matter, form: FormValues): string | null {
  const field = matter.form.fields.find(({ fromCard }) => fromCard === 'idNumber');
  const idNumber = field && form[field.name];
  return typeof idNumber === 'string' ? idNumber : null;
}

/**
 * @throws Refusal where nobody may act for another, an agent for no other than themselves, or somebody for an enterprise
 * that 企业专属网页 does not know them to act for
 */
export function assertMayAct(matter: Matter, { form, agent, applicant }: SealedForm): void {
  if (matter.needs?.enterprise) return assertActsForEnterprise(matter, { form, agent, applicant });
  if (applicant) refuse('this is not for enterprises', 'applicant');
  if (!agent) return;
  if (!matter.agentFiling) refuse('nobody may file this for another', 'agent');
  if (agent.idNumber === idNumberOf(matter, form)) refuse('the agent is the person concerned', 'agent');
}

function assertActsForEnterprise(
  matter: Matter,
  { form, agent, applicant }: Pick<SealedForm, 'form' | 'agent' | 'applicant'>,
): void {
  if (!applicant || !isCreditCode(applicant.creditCode)) {
    return refuse('the enterprise has no unified social credit code', 'applicant');
  }
  if (!agent || agent.idNumber !== idNumberOf(matter, form)) {
    return refuse('who files for the enterprise is not the person of the form', 'agent');
  }
  const found = actsFor(applicant, agent.idNumber);
  if (found === 'does-not-act') return refuse('this person does not act for the enterprise', 'agent');
  if (found === 'no-such-enterprise' || found.name !== applicant.name) {
    refuse('there is no enterprise of this code and name', 'applicant');
  }
}

/** @throws Refusal where a correction comes from, or is for, somebody else than what it corrects */
export function assertSameParties(first: SealedForm, correction: SealedForm): void {
  if (first.agent?.idNumber !== correction.agent?.idNumber) {
    refuse('not filed by who filed what is corrected', 'agent');
  }
  if (first.applicant?.creditCode !== correction.applicant?.creditCode) {
    refuse('for another enterprise than what is corrected', 'applicant');
  }
}

function refuse(why: string, field: 'agent' | 'applicant'): never {
  throw new Refusal('VALIDATION_FAILED', why, field);
}
