import type { Words } from '../words/words.svelte.ts';
import type { LocalWords, Scope, SettingField } from './setting-fields.ts';

/** The group of a field: `session` of `session.idleMs`. */
export function partOf(key: string): string {
  return key.split('.')[0] ?? key;
}

/** A setting that this console does not know yet is shown by its own name. */
export function settingLabel({ key }: SettingField, { settings }: Words): string {
  const labels: Readonly<Record<string, string>> = settings.fields;
  return labels[key] ?? key;
}

/** What a number is counted in. */
export function unitOf({ key, kind }: SettingField, { settings: { units } }: Words): string {
  if (kind === 'seconds') return units.seconds;
  if (key.endsWith('Mm')) return units.millimetres;
  return key.endsWith('Inches') ? units.inches : units.times;
}

/** For whom a setting holds, in words. */
export function scopeTitle({ kind, code }: Scope, { settings }: Words): string {
  return code === '' ? settings.scopes[kind] : `${settings.scopes[kind]} ${code}`;
}

/** A setting as people read it; `unset` where there is none. */
export function settingWords(field: SettingField, value: unknown, words: Words): string {
  if (value === undefined) return words.settings.unset;
  const both = ({ zh, en }: Partial<LocalWords>): string => (en ? `${zh}\n${en}` : (zh ?? ''));
  const modules: Readonly<Record<string, string>> = words.settings.modules;
  switch (field.kind) {
    case 'words':
      return both(value as LocalWords);
    case 'list':
      return (value as LocalWords[]).map(both).join('\n');
    case 'names':
      return (value as string[]).map((name) => modules[name] ?? name).join(words.comma);
    case 'seconds':
      return `${Number(value) / 1000} ${unitOf(field, words)}`;
    case 'number':
      return `${String(value)} ${unitOf(field, words)}`;
    case 'text':
      return value as string;
    case 'lines':
      return (value as string[]).join('\n');
    case 'json':
      return JSON.stringify(value, null, 1);
  }
}
