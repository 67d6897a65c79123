import { difference, type ChangedPart, type Matter } from '@tongban/kiosk-config/catalogue';
import type { VersionChange } from '../contract/index.ts';

const PARTS: Readonly<Record<ChangedPart, VersionChange['part']>> = {
  ...{ field: 'form-field', required: 'form-field', rule: 'form-field' },
  ...{
    material: 'material',
    eligibility: 'eligibility',
    limit: 'limit',
    fee: 'kind',
    kind: 'kind',
    text: 'text',
  },
};

/**
 * What differs between two versions of a matter, as the platform says it. Words alone (`text`) let a sealed submission
 * go on by itself under the new version; everything else needs its citizen.
 */
export function versionChanges(before: Matter, after: Matter): VersionChange[] {
  const found = difference(before, after);
  const forCitizens = found.filter(({ needsCitizen }) => needsCitizen);
  if (forCitizens.length === 0) return found.length === 0 ? [] : [{ part: 'text', name: '' }];
  const changes = forCitizens.map(({ part, name }) => ({ part: PARTS[part], name }));
  // A field may differ by its rule and by being required: it is one field.
  return changes.filter(
    ({ part, name }, index) =>
      changes.findIndex((each) => each.part === part && each.name === name) === index,
  );
}

export function isTextAlone(changes: readonly VersionChange[]): boolean {
  return changes.every((change) => change.part === 'text');
}
