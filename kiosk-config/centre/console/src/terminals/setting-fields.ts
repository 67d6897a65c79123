import { z } from 'zod';
import { configurationInput, type ConfigurationInput } from '../../../contract/index.ts';

/** Fields of the form that writes a configuration, made from the contract: a setting that it gains is asked for at once. */

export type Settings = ConfigurationInput['everywhere'];
export interface LocalWords {
  zh: string;
  en: string;
}
export type FieldKind = 'words' | 'list' | 'names' | 'lines' | 'text' | 'seconds' | 'number' | 'json';

export interface SettingField {
  /** Where it stands, such as `session.idleMs`. */
  readonly key: string;
  readonly kind: FieldKind;
  /** Of a number, as it is typed. */
  readonly least: number;
  readonly most: number;
}

interface Shape {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly items?: Shape;
  readonly minimum?: number;
  readonly maximum?: number;
}

const MS = 1000;

export const settingFields: readonly SettingField[] = fieldsIn(
  z.toJSONSchema(configurationInput.shape.everywhere, { io: 'input' }) as Shape,
);

function fieldsIn(shape: Shape, path: readonly string[] = []): SettingField[] {
  return Object.entries(shape.properties ?? {}).flatMap(([name, inner]) => {
    const here = [...path, name];
    const kind = kindOf(name, inner);
    if (kind === null) return fieldsIn(inner, here);
    const unit = kind === 'seconds' ? MS : 1;
    const [least, most] = [(inner.minimum ?? 0) / unit, (inner.maximum ?? 0) / unit];
    return [{ key: here.join('.'), kind, least, most }];
  });
}

/** Null for what has fields of its own. */
function kindOf(name: string, { type, properties, items }: Shape): FieldKind | null {
  if (type === 'array' && items?.properties?.['zh']) return 'list';
  if (type === 'array') return name === 'switchedOff' ? 'names' : 'lines';
  if (type === 'string') return 'text';
  if (type === 'integer' || type === 'number') return name.endsWith('Ms') ? 'seconds' : 'number';
  if (properties?.['zh']) return 'words';
  return properties ? null : 'json';
}

/** What stands in the fields, as it is typed; nothing typed leaves a setting as it is. */
export interface Draft {
  words: Record<string, LocalWords>;
  lists: Record<string, LocalWords[]>;
  names: Record<string, string[]>;
  texts: Record<string, string>;
}

/** Why what is typed cannot be a setting. */
export type Fault = 'number' | 'chinese' | 'json' | 'hours' | 'update';

/** Fields filled with settings. */
export function draftOf(settings: Settings): Draft {
  const draft: Draft = { words: {}, lists: {}, names: {}, texts: {} };
  for (const { key, kind } of settingFields) {
    const value = valueAt(settings, key);
    if (kind === 'words') draft.words[key] = typed(value as Partial<LocalWords> | undefined);
    else if (kind === 'list') draft.lists[key] = ((value ?? []) as Partial<LocalWords>[]).map(typed);
    else if (kind === 'names') draft.names[key] = [...((value ?? []) as string[])];
    else if (kind === 'lines') draft.texts[key] = ((value ?? []) as string[]).join('\n');
    else if (kind === 'text') draft.texts[key] = (value as string | undefined) ?? '';
    else if (kind === 'json') draft.texts[key] = value === undefined ? '' : JSON.stringify(value, null, 2);
    else draft.texts[key] = value === undefined ? '' : String(Number(value) / (kind === 'seconds' ? MS : 1));
  }
  return draft;
}

/** Settings from the fields, and what is wrong with which of them. */
export function settingsOf(draft: Draft): { settings: Settings; wrong: Record<string, Fault> } {
  const wrong: Record<string, Fault> = {};
  const settings: Record<string, unknown> = {};
  for (const field of settingFields) {
    const read = readField(draft, field);
    if (read === null) continue;
    if ('fault' in read) wrong[field.key] = read.fault;
    else put(settings, field.key.split('.'), read.value);
  }
  return { settings: settings as Settings, wrong };
}

type Read = { readonly value: unknown } | { readonly fault: Fault };

function readField(draft: Draft, { key, kind, least, most }: SettingField): Read | null {
  if (kind === 'words') return readWords([draft.words[key]], (all) => all[0]);
  if (kind === 'list') return readWords(draft.lists[key] ?? [], (all) => all);
  if (kind === 'names') return draft.names[key]?.length ? { value: draft.names[key] } : null;
  const text = (draft.texts[key] ?? '').normalize('NFKC').trim();
  if (text === '') return null;
  if (kind === 'json') return readJson(text);
  if (kind === 'text' || kind === 'lines') return readText(text, key, kind);
  const number = Number(text);
  if (!(number >= least && number <= most)) return { fault: 'number' };
  return { value: kind === 'seconds' ? Math.round(number * MS) : number };
}

/** English may be missing, Chinese may not. */
function readWords(
  given: readonly (LocalWords | undefined)[],
  shape: (all: readonly object[]) => unknown,
): Read | null {
  const trimmed = given.map((each) => ({ zh: each?.zh.trim() ?? '', en: each?.en.trim() ?? '' }));
  const used = trimmed.filter(({ zh, en }) => zh !== '' || en !== '');
  if (used.length === 0) return null;
  if (used.some(({ zh }) => zh === '')) return { fault: 'chinese' };
  return { value: shape(used.map(({ zh, en }) => (en === '' ? { zh } : { zh, en }))) };
}

/** Opening hours and updates, which are the only texts: what is typed with long dashes or wide blanks is meant as well. */
function readText(text: string, key: string, kind: 'text' | 'lines'): Read {
  const lines = text
    .split('\n')
    .map((line) =>
      line
        .replaceAll(/\s*[-–—−~至]\s*(?=\d\d?:)/g, '-')
        .replaceAll(/[\s,;、]+/g, ' ')
        .replaceAll(/(^|[ -])(?=\d:)/g, '$10')
        .trim(),
    )
    .filter((line) => line !== '');
  const value = kind === 'lines' ? lines : lines[0];
  const { site, updates } = configurationInput.shape.everywhere.shape;
  const [schema, fault] = key.startsWith('updates.')
    ? ([updates, 'update'] as const)
    : ([site.unwrap().shape.timetable, 'hours'] as const);
  const name = key.split('.').at(-1) ?? '';
  return schema.safeParse({ [name]: value }).success ? { value } : { fault };
}

function readJson(text: string): Read {
  try {
    const value: unknown = JSON.parse(text);
    const { devices } = configurationInput.shape.everywhere.shape;
    return devices.safeParse(value).success ? { value } : { fault: 'json' };
  } catch {
    return { fault: 'json' };
  }
}

const typed = (value: Partial<LocalWords> | undefined): LocalWords => ({
  zh: value?.zh ?? '',
  en: value?.en ?? '',
});

/** The setting of a field; undefined where there is none. */
export function valueAt(settings: Settings, key: string): unknown {
  return key
    .split('.')
    .reduce<unknown>((inner, name) => (inner as Record<string, unknown> | undefined)?.[name], settings);
}

function put(into: Record<string, unknown>, [name = '', ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) into[name] = value;
  else {
    into[name] ??= {};
    put(into[name] as Record<string, unknown>, rest, value);
  }
}

/** For whom settings hold. */
export interface Scope {
  readonly kind: 'everywhere' | 'site' | 'terminal';
  /** Of the site or terminal; empty for all. */
  readonly code: string;
}
export type Document = Pick<ConfigurationInput, 'everywhere' | 'sites' | 'terminals'>;

/** Everyone for whom a document says something, all together first. */
export function scopesOf({ sites, terminals }: Document): Scope[] {
  return [
    { kind: 'everywhere', code: '' },
    ...Object.keys(sites ?? {}).map((code) => ({ kind: 'site' as const, code })),
    ...Object.keys(terminals ?? {}).map((code) => ({ kind: 'terminal' as const, code })),
  ];
}

/** What a document says for a scope. */
export function settingsIn(document: Document, { kind, code }: Scope): Settings {
  if (kind === 'everywhere') return document.everywhere;
  return (kind === 'site' ? document.sites : document.terminals)?.[code] ?? {};
}

export interface SettingChange {
  readonly scope: Scope;
  readonly field: SettingField;
  readonly before: unknown;
  readonly after: unknown;
}

/** What is not the same in two documents, setting by setting. */
export function settingChanges(before: Document, after: Document): SettingChange[] {
  const scopes = new Map(
    [...scopesOf(before), ...scopesOf(after)].map((each) => [each.kind + each.code, each]),
  );
  return [...scopes.values()].flatMap((scope) =>
    settingFields.flatMap((field) => {
      const was = valueAt(settingsIn(before, scope), field.key);
      const is = valueAt(settingsIn(after, scope), field.key);
      const isSame = JSON.stringify(was) === JSON.stringify(is);
      return isSame ? [] : [{ scope, field, before: was, after: is }];
    }),
  );
}
