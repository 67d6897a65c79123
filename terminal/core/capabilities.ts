import type { CapabilityState, TerminalFacts } from '@tongban/kiosk-config/published';
import type { FamilyName } from '@tongban/peripherals/manager';
import type { Modules, ModuleName } from '@tongban/sync/modules';
import type { Devices } from './devices.ts';

/** What this terminal can do at this moment, of what a matter may need. */
export function capabilitiesOf(
  { all }: Pick<Devices, 'all'>,
  modules: Pick<Modules, 'state' | 'switchedOff'>,
): TerminalFacts['can'] {
  const moduleState = (name: ModuleName): CapabilityState => {
    if (modules.switchedOff.includes(name)) return 'never';
    return modules.state(name) === 'down' ? 'away' : 'ready';
  };
  const deviceState = (wanted: FamilyName): DeviceState => {
    const claimed = all.find(({ family }) => family === wanted);
    // The greeting says how many matters can be done: what is only just looked for is mostly there.
    return claimed?.isBeginning() ? 'ready' : claimed?.device.status.availability;
  };
  const hasPrinter = all.some(({ family }) => family === 'document-printer');
  return {
    papers: papersState(deviceState('camera'), deviceState('document-scanner')),
    identity: moduleState('identity'),
    // Who acts for an enterprise is told of a confirmed identity alone.
    enterprise: worseOf(moduleState('identity'), moduleState('enterprise-page')),
    payment: moduleState('payment'),
    'sealed-print': hasPrinter ? moduleState('e-seal') : 'never',
    // No family of devices writes permit cards yet.
    'permit-card-writer': 'never',
  };
}

function worseOf(one: CapabilityState, other: CapabilityState): CapabilityState {
  return one === 'never' || other === 'ready' ? one : other;
}

type DeviceState = 'ready' | 'needs-attention' | 'offline' | undefined;

/** A scanner that needs somebody may be mended by the citizen: a jam, a cover. */
function papersState(camera: DeviceState, scanner: DeviceState): CapabilityState {
  if (camera === 'ready' || scanner === 'ready' || scanner === 'needs-attention') return 'ready';
  return camera === undefined && scanner === undefined ? 'never' : 'away';
}
