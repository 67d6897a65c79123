import { z } from 'zod';
import { compileMatter, whyUnusable, type MatterValidator } from './form.ts';
import type { LocalText } from './matter-parts.ts';
import { matterShape, type Matter } from './matter-shape.ts';
import { matterSchema } from './matter.ts';
import { at, nameOf } from './names.ts';

/** A matter together with its compiled schemas. */
export interface CataloguedMatter {
  readonly matter: Matter;
  readonly validator: MatterValidator;
}

/** One thing that keeps a document from being a matter. */
export interface MatterFault {
  /** Where it stands, such as `guide.fee.zh`; empty where the document as a whole is meant. */
  readonly path: string;
  /** What that place is called. */
  readonly name: LocalText;
  readonly words: LocalText;
}

export type ImportedMatter = CataloguedMatter | { readonly faults: MatterFault[] };

/**
 * Reads a matter document.
 * @returns the matter, or all its faults; contradictions are looked for once every part has the right shape
 */
export function importMatter(text: string): ImportedMatter {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    const reason = (error as Error).message;
    return { faults: [fault([], { zh: `不是 JSON（${reason}）`, en: `is no JSON (${reason})` })] };
  }
  return checkMatter(document);
}

/** A document that was found usable before: what may be left out stands in it. */
export function provenMatter(document: unknown): CataloguedMatter {
  const matter = matterShape.parse(document);
  return { matter, validator: compileMatter(matter, true) };
}

/** As `importMatter`, of a document that was parsed already. */
export function checkMatter(document: unknown): ImportedMatter {
  const read = matterSchema.safeParse(document);
  if (!read.success) {
    const chinese = matterSchema.safeParse(document, { error: z.locales.zhCN().localeError });
    return {
      faults: read.error.issues.map((issue, index) =>
        fault(issue.path, wordsOf(issue, chinese.error?.issues[index]?.message, document), document),
      ),
    };
  }
  try {
    return { matter: read.data, validator: compileMatter(read.data) };
  } catch (error) {
    const faults = schemaFaults(read.data);
    if (faults.length === 0) throw error;
    return { faults };
  }
}

/** JSON Schemas that are none. */
function schemaFaults(matter: Matter): MatterFault[] {
  const schemas: [PropertyKey[], object][] = [
    [['form', 'schema'], matter.form.schema],
    ...matter.eligibility.map(({ schema }, index): [PropertyKey[], object] => [
      ['eligibility', index, 'schema'],
      schema,
    ]),
  ];
  return schemas.flatMap(([path, schema]) => {
    const reason = whyUnusable(schema);
    if (reason === null) return [];
    return [
      fault(path, { zh: `不是有效的 JSON Schema（${reason}）`, en: `is no valid JSON Schema (${reason})` }),
    ];
  });
}

function fault(path: readonly PropertyKey[], words: LocalText, document?: unknown): MatterFault {
  return { path: path.map(String).join('.'), name: nameOf(path, document), words };
}

function wordsOf(issue: z.core.$ZodIssue, chinese: string | undefined, document: unknown): LocalText {
  if (issue.code === 'custom') {
    const zh: unknown = issue.params?.['zh'];
    return { zh: typeof zh === 'string' ? zh : issue.message, en: issue.message };
  }
  if (issue.code === 'unrecognized_keys') {
    const keys = issue.keys.join(', ');
    return { zh: `不认识 ${keys}`, en: `has what nobody knows: ${keys}` };
  }
  if (issue.path.length > 0 && at(document, issue.path) === undefined)
    return { zh: '缺少', en: 'is missing' };
  if (issue.code === 'too_small' && issue.minimum === 1 && issue.origin !== 'number') {
    return { zh: '不能为空', en: 'must not be empty' };
  }
  return { zh: chinese ?? issue.message, en: issue.message };
}
