import type { FormValues, Matter } from '@tongban/kiosk-config/catalogue';
import type { Agent } from '../contract/index.ts';
import { Refusal } from './refusal.ts';

/** Of the person that the form is about; null where the form has none. */
export function idNumberOf(matter: Matter, form: FormValues): string | null {
  const field = matter.form.fields.find(({ fromCard }) => fromCard === 'idNumber');
  const idNumber = field && form[field.name];
  return typeof idNumber === 'string' ? idNumber : null;
}

/** @throws Refusal where nobody may act for another, or an agent for no other than themselves */
export function assertMayAct(matter: Matter, agent: Agent, form: FormValues): void {
  if (!matter.agentFiling) {
    throw new Refusal('VALIDATION_FAILED', 'nobody may file this for another', 'agent');
  }
  if (agent.idNumber === idNumberOf(matter, form)) {
    throw new Refusal('VALIDATION_FAILED', 'the agent is the person concerned', 'agent');
  }
}
