import type { DeviceConfig } from '@tongban/peripherals/manager';
import type { Finding } from '../../core/findings/finding.ts';
import { deviceFound, LOOK_AGAIN } from '../../core/findings/of-devices.ts';
import { check } from '../device/check.ts';
import type { Io } from '../io.ts';

/** Tried from here, one after the other; for while nobody holds them. */
export async function devicesTried(targets: readonly DeviceConfig[], io: Io): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const target of targets) {
    const { healthy, words, next } = await check(target, 'internal', io);
    findings.push(deviceFound(target.family, words, healthy ? null : (next ?? LOOK_AGAIN)));
  }
  return findings;
}
