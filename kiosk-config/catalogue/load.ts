import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileMatter, type MatterValidator } from './form.ts';
import { matterSchema, type Matter } from './matter.ts';

/** A matter together with its compiled schemas. */
export interface CataloguedMatter {
  readonly matter: Matter;
  readonly validator: MatterValidator;
}

/** The matters by handleItem, in the order in which they are shown. */
export type Catalogue = ReadonlyMap<string, CataloguedMatter>;

/** A matter document that cannot be used: says which file, where in it, and what is wrong. */
export class UnreadableMatter extends Error {
  constructor(file: string, path: string, reason: string) {
    super(
      `Matter document ${file} cannot be used: at ${path || '(document)'}: ${reason}. Mend or remove the file.`,
    );
    this.name = 'UnreadableMatter';
  }
}

/**
 * Reads every `*.json` of a folder as a matter document.
 * @throws UnreadableMatter for the first file that is no valid matter: a terminal must not offer half a catalogue.
 */
export function loadCatalogue(folder: string): Catalogue {
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  if (files.length === 0) throw new UnreadableMatter(folder, '', 'the folder holds no matter document');
  const matters = files.map((name) => readMatter(join(folder, name)));
  const seen = new Map<string, string>();
  for (const [index, { matter }] of matters.entries()) {
    const file = files[index] ?? '';
    const other = seen.get(matter.handleItem);
    if (other) throw new UnreadableMatter(file, 'handleItem', `is the same as in ${other}`);
    seen.set(matter.handleItem, file);
  }
  matters.sort((a, b) => a.matter.order - b.matter.order);
  return new Map(matters.map((each) => [each.matter.handleItem, each]));
}

function readMatter(file: string): CataloguedMatter {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UnreadableMatter(file, '', `is no JSON (${(error as Error).message})`);
  }
  const parsed = matterSchema.safeParse(json);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new UnreadableMatter(
      file,
      issue?.path.join('.') ?? '',
      issue?.message ?? 'does not fit the schema',
    );
  }
  try {
    return { matter: parsed.data, validator: compileMatter(parsed.data) };
  } catch (error) {
    throw new UnreadableMatter(file, 'form.schema or eligibility', (error as Error).message);
  }
}
