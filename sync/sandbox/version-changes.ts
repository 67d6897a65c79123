import type { Matter } from '@tongban/kiosk-config/catalogue';
import type { VersionChange } from '../contract/index.ts';

/**
 * What differs between two versions of a matter. Words alone (`text`) let a sealed submission go on by itself under
 * the new version; everything else needs its citizen.
 */
export function versionChanges(before: Matter, after: Matter): VersionChange[] {
  const changes: VersionChange[] = [
    ...namesThatDiffer(formParts(before), formParts(after)).map((name) => ({
      part: 'form-field' as const,
      name,
    })),
    ...namesThatDiffer(materialParts(before), materialParts(after)).map((name) => ({
      part: 'material' as const,
      name,
    })),
  ];
  const whole = (part: VersionChange['part'], of: (matter: Matter) => unknown): void => {
    if (JSON.stringify(of(before)) !== JSON.stringify(of(after))) changes.push({ part, name: '' });
  };
  whole('eligibility', (matter) => matter.eligibility.map((each) => each.schema));
  whole('limit', (matter) => matter.limit.workingDays);
  whole('kind', ({ kind, mode, result, needs }) => [kind, mode, result.type, needs]);
  if (changes.length > 0) return changes;
  return JSON.stringify(before) === JSON.stringify(after) ? [] : [{ part: 'text', name: '' }];
}

export function isTextAlone(changes: readonly VersionChange[]): boolean {
  return changes.every((change) => change.part === 'text');
}

/** What of each field decides whether a form fits: its schema, and whether it is required. */
function formParts({ form: { schema } }: Matter): Map<string, string> {
  const { properties, required, ...rest } = schema as {
    properties: Record<string, unknown>;
    required?: string[];
  };
  const parts = new Map(
    Object.entries(properties).map(([name, each]) => [
      name,
      JSON.stringify([each, (required ?? []).includes(name)]),
    ]),
  );
  // Rules over several fields stand beside the properties.
  return parts.set('', JSON.stringify(rest));
}

function materialParts({ materials }: Matter): Map<string, string> {
  return new Map(
    materials.map(({ code, stuffType, source, statement }) => [
      code,
      JSON.stringify([stuffType, source, statement?.zh]),
    ]),
  );
}

function namesThatDiffer(before: Map<string, string>, after: Map<string, string>): string[] {
  const names = [...new Set([...before.keys(), ...after.keys()])];
  return names.filter((name) => before.get(name) !== after.get(name));
}
