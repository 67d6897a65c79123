import { serviceObjects } from './codes/index.ts';
import type { LocalText } from './matter-parts.ts';
import type { Matter } from './matter-shape.ts';

type Say = (path: (string | number)[], zh: string, en: string) => void;

/** 自然人 among the 服务对象. */
const PERSONS = '1';

/**
 * What a matter for enterprises (企业, `needs.enterprise`) must be besides. Whoever files it acts for the enterprise by
 * what 企业专属网页 says, and hands in their own card: so there is neither a written authority nor a licence to look for.
 */
export function enterprise(matter: Matter, say: Say): void {
  const { needs, serviceObjects: served, agentFiling, form } = matter;
  const isForEnterprises = needs?.enterprise === true;
  if (isForEnterprises === served.includes(PERSONS)) {
    say(
      ['serviceObjects'],
      '不含自然人时才能、也必须写 needs.enterprise',
      'leaves out natural persons exactly when needs.enterprise is there',
    );
  }
  if (!isForEnterprises) return;
  if (agentFiling) {
    say(
      ['agentFiling'],
      '企业事项由经办人来办，不另写代办',
      'is false: who acts for an enterprise is no agent',
    );
  }
  if (needs.licences) {
    say(
      ['needs', 'licences'],
      '企业事项不调个人的电子证照',
      'cannot be: the licences that are found are those of who files',
    );
  }
  const facts = form.fields.map(({ fromCard }) => fromCard);
  if (!facts.includes('name') || !facts.includes('idNumber')) {
    say(
      ['form', 'fields'],
      '要有经办人的姓名和身份证号码（fromCard: name、idNumber）',
      'hold name and number of who files (fromCard: name, idNumber)',
    );
  }
}

/** Who may apply (谁可以办): for enterprises the kinds of them come first, because persons are understood elsewhere. */
export function conditionsOf({ guide, needs, serviceObjects: served }: Matter): LocalText[] {
  if (!needs?.enterprise) return guide.conditions;
  const kinds = served.map((code) => serviceObjects[code]);
  const first = {
    zh: `服务对象：${kinds.map(({ zh }) => zh).join('、')}`,
    en: `For: ${kinds.map(({ en }) => en.toLowerCase()).join(', ')}`,
  };
  return [first, ...guide.conditions];
}
