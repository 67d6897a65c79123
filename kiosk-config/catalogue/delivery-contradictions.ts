import { compileMatter, whyUnusable } from './form.ts';
import type { MatterDelivery } from './matter-parts.ts';
import type { Matter } from './matter-shape.ts';

type Say = (path: (string | number)[], zh: string, en: string) => void;

/** What of `needs.delivery` the form does not bear out: an order is made of nothing but answers. */
export function delivery(matter: Matter, say: Say): void {
  const needed = matter.needs?.delivery;
  if (needed === undefined || needed === true) return;
  const sayHere: Say = (path, zh, en) => say(['needs', 'delivery', ...path], zh, en);
  choice(matter, needed, sayHere);
  where(matter, needed, sayHere);
}

function choice({ form: { schema, fields } }: Matter, { chosenBy }: MatterDelivery, say: Say): void {
  const { field: name, isOneOf } = chosenBy;
  const ask = fields.find((each) => each.name === name)?.ask;
  if (ask?.kind !== 'choice') {
    return say(['chosenBy', 'field'], `${name} 不是表单里的选择题`, `${name} is no choice of the form`);
  }
  const required = schema['required'];
  if (!Array.isArray(required) || !required.includes(name)) {
    say(['chosenBy', 'field'], `${name} 要是必填项`, `${name} must be required`);
  }
  const choices = (ask.choices ?? []).map(({ value }) => value);
  const unknown = isOneOf.filter((value) => !choices.includes(value)).join(', ');
  if (unknown !== '') {
    say(['chosenBy', 'isOneOf'], `${name} 没有选项 ${unknown}`, `${unknown}: no such choice of ${name}`);
  }
  // At a site that can send nothing the citizen still has to be able to answer.
  if (choices.every((value) => isOneOf.includes(value))) {
    say(['chosenBy', 'isOneOf'], '要留一个不寄送的选项', 'must leave a choice in which nothing is sent');
  }
}

function where(matter: Matter, needed: MatterDelivery, say: Say): void {
  const { field: chooses, isOneOf } = needed.chosenBy;
  for (const [member, kind] of [
    ['address', 'text'],
    ['phone', 'phone'],
  ] as const) {
    const name = needed[member];
    const field = matter.form.fields.find((each) => each.name === name);
    if (field?.ask?.kind !== kind) {
      say(
        [member],
        `${name} 不是表单里 kind 为 ${kind} 的问题`,
        `${name} is no question of the kind ${kind}`,
      );
      continue;
    }
    if (field.mask !== member) {
      say([member], `${name} 要遮盖（mask: ${member}）`, `${name} must be masked as ${member}`);
    }
    const { when } = field.ask;
    const isAsked = (value: string): boolean =>
      when === undefined || (when.field === chooses && when.isOneOf.includes(value));
    const isThere = (value: string): boolean =>
      isAsked(value) && isRequiredWith(matter, chooses, value, name);
    if (!isOneOf.every(isThere)) {
      say(
        [member],
        `选了寄送时 ${name} 要问，并且必填`,
        `${name} must be asked and required when it is sent`,
      );
    }
  }
}

/** Whether the form wants a field together with an answer, however its schema says so. */
function isRequiredWith({ form }: Matter, chooses: string, value: string, name: string): boolean {
  // A schema that is none is told by itself.
  if (whyUnusable(form.schema) !== null) return true;
  const problems = compileMatter({ form, eligibility: [] }).form({ [chooses]: value });
  return problems.some(({ field, keyword }) => field === name && keyword === 'required');
}
