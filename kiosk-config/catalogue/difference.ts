import { isDeepStrictEqual } from 'node:util';
import type { LocalText, MatterMaterial } from './matter-parts.ts';
import type { Matter } from './matter-shape.ts';
import { nameOf } from './names.ts';

/**
 * `field`, `required`: of one field · `rule`: over several fields · `text`: words and facts that leave a submission as
 * it is · the others as in the document.
 */
export type ChangedPart =
  'field' | 'required' | 'rule' | 'material' | 'eligibility' | 'limit' | 'fee' | 'kind' | 'text';

export interface MatterChange {
  readonly part: ChangedPart;
  /** Name of the field, code of the material, or the member of the document; empty where the part as a whole is meant. */
  readonly name: string;
  /** What that is called, for people. */
  readonly label: LocalText;
  /** Undefined where it is new. */
  readonly before: unknown;
  /** Undefined where it is gone. */
  readonly after: unknown;
  /** A sealed submission cannot go on by itself under the new version. */
  readonly needsCitizen: boolean;
}

type Facet = Pick<MatterChange, 'part' | 'name' | 'label'> & { readonly value: unknown };

/** Everything that differs between two documents of a matter; none exactly where they say the same. */
export function difference(before: Matter, after: Matter): MatterChange[] {
  const was = facets(before);
  const is = facets(after);
  const keys = [...new Set([...was.keys(), ...is.keys()])];
  return keys.flatMap((key): MatterChange[] => {
    const old = was.get(key);
    const now = is.get(key);
    const facet = now ?? old;
    if (!facet || isDeepStrictEqual(old?.value, now?.value)) return [];
    const { part, name, label } = facet;
    return [{ part, name, label, before: old?.value, after: now?.value, needsCitizen: part !== 'text' }];
  });
}

/** A document taken apart into what is compared, each part under a key of its own. */
function facets(matter: Matter): Map<string, Facet> {
  const found = new Map<string, Facet>();
  const add = (facet: Facet): void => void found.set(`${facet.part} ${facet.name}`, facet);
  const whole = (part: ChangedPart, path: string, value: unknown): void =>
    add({ part, name: '', label: nameOf(path.split('.')), value });
  const text = (name: string, value: unknown, label = nameOf(name.split('.'))): void =>
    add({ part: 'text', name, label, value });

  const { form, materials, eligibility, limit, needs, fees, guide, result, ...rest } = matter;
  const { kind, mode, agentFiling, serviceObjects, ...others } = rest;
  const {
    properties,
    required = [],
    ...rules
  } = form.schema as {
    properties: Record<string, unknown>;
    required?: string[];
  };
  for (const { name, label, ...asked } of form.fields) {
    add({ part: 'field', name, label, value: properties[name] });
    add({ part: 'required', name, label, value: required.includes(name) });
    text(`form.fields.${name}`, { label, ...asked }, label);
  }
  // Rules over several fields stand beside the properties.
  whole('rule', 'form.schema', rules);
  text(
    'form.fields',
    form.fields.map(({ name }) => name),
  );
  for (const each of materials) {
    const { code, name: label } = each;
    const { given, told } = materialParts(each);
    add({ part: 'material', name: code, label, value: given });
    text(`materials.${code}`, told, label);
  }
  text(
    'materials',
    materials.map(({ code }) => code),
  );
  whole(
    'eligibility',
    'eligibility',
    eligibility.map(({ schema }) => schema),
  );
  text(
    'eligibility',
    eligibility.map(({ otherwise }) => otherwise),
  );
  whole('limit', 'limit.workingDays', limit.workingDays);
  text('limit.words', limit.words);
  const { pay, ...otherNeeds } = needs ?? {};
  whole('fee', 'fees', [pay?.feeFen ?? 0, fees.map(({ amountFen }) => amountFen)]);
  text('needs.pay', pay?.laterDays);
  text(
    'fees',
    fees.map(({ name, basis }) => ({ name, basis })),
  );
  whole('kind', 'kind', { kind, mode, agentFiling, serviceObjects, result: result.type, needs: otherNeeds });
  text('result.name', result.name);
  for (const [member, value] of Object.entries(guide)) text(`guide.${member}`, value);
  for (const [member, value] of Object.entries(others)) text(member, value);
  return found;
}

/** What decides whether a submission fits, and what is only said about it. */
function materialParts(material: MatterMaterial): { readonly given: unknown; readonly told: unknown } {
  const { stuffType, source, necessity, statement, ...told } = material;
  return { given: { stuffType, source, necessity, statement: statement?.zh }, told: { ...told, statement } };
}
