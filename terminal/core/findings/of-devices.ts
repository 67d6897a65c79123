import { familyOf, type FamilyName, type StaffWords } from '@tongban/peripherals/manager';
import type { StaffAnswer } from '../rpc/staff.ts';
import { ill, type Finding } from './finding.ts';

/** As a running core has them, who holds them. */
export function devicesFound(devices: StaffAnswer<'terminal.state'>['devices']): Finding[] {
  return devices.map(({ family, status, availability }) => {
    const { words, next } = statusWordsOf(family, status);
    return deviceFound(family, words, availability === 'ready' ? null : (next ?? LOOK_AGAIN));
  });
}

/** What a status of a family means for staff. */
export function statusWordsOf(
  family: FamilyName,
  status: string,
): { words: StaffWords; next: StaffWords | null } {
  return familyOf(family).statusWords[status] ?? { words: { zh: status, en: status }, next: null };
}

export const LOOK_AGAIN: StaffWords = { zh: '稍等，再检查一次。', en: 'Wait a moment and look again.' };

export function deviceFound(family: FamilyName, words: StaffWords, next: StaffWords | null): Finding {
  const { name } = familyOf(family);
  const said = { zh: `${name.zh}：${words.zh}`, en: `${name.en}: ${words.en}` };
  return next ? ill(family, said, next) : { check: family, words: said, next };
}
