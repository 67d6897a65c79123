import { familyOf, type DeviceConfig, type FamilyName, type StaffWords } from '@tongban/peripherals/manager';
import type { StaffAnswer } from '../../core/rpc/staff.ts';
import { check } from '../device/check.ts';
import type { Io } from '../io.ts';
import { ill, type Finding } from './finding.ts';

/** As a running core has them, who holds them. */
export function devicesFound(devices: StaffAnswer<'terminal.state'>['devices']): Finding[] {
  return devices.map(({ family, status, availability }) => {
    const said = familyOf(family).statusWords[status];
    const words = said?.words ?? { zh: status, en: status };
    return found(family, words, availability === 'ready' ? null : (said?.next ?? LOOK_AGAIN));
  });
}

/** Tried from here, one after the other; for while nobody holds them. */
export async function devicesTried(targets: readonly DeviceConfig[], io: Io): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const target of targets) {
    const { healthy, words, next } = await check(target, 'internal', io);
    findings.push(found(target.family, words, healthy ? null : (next ?? LOOK_AGAIN)));
  }
  return findings;
}

const LOOK_AGAIN = { zh: '稍等，再检查一次。', en: 'Wait a moment and look again.' };

function found(family: FamilyName, words: StaffWords, next: StaffWords | null): Finding {
  const { name } = familyOf(family);
  const said = { zh: `${name.zh}：${words.zh}`, en: `${name.en}: ${words.en}` };
  return next ? ill(family, said, next) : { check: family, words: said, next };
}
