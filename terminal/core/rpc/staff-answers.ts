import type { DeviceManager } from '@tongban/peripherals/manager';
import type { CaseWork, Sync } from '@tongban/sync';
import { moduleNames, type Modules } from '@tongban/sync/modules';
import type { Matters } from '../matters.ts';
import type { MissingCharacters } from '../missing-characters.ts';
import type { SessionInUse } from '../session/session-in-use.ts';
import type { StaffAnswer } from './staff.ts';

/** What is looked at to say how the terminal is. */
export interface StaffFacts {
  readonly sync: Pick<Sync, 'network' | 'suite'> & Pick<CaseWork, 'state' | 'reconciliations'>;
  readonly modules: Pick<Modules, 'states' | 'switchedOff' | 'waitingCount'>;
  readonly session: Pick<SessionInUse, 'practice'>;
  readonly missingCharacters: Pick<MissingCharacters, 'facts'>;
  readonly manager: Pick<DeviceManager, 'list'>;
  readonly matters: Pick<Matters, 'missing' | 'offered'>;
  /** Null where the terminal has none. */
  readonly speech: Program | null;
  readonly handwriting: Program | null;
  readonly keepsFailing: boolean;
}
interface Program {
  readonly available: boolean;
}

/** How sending stands. */
export function syncStatusOf({ sync, modules, missingCharacters }: StaffFacts): StaffAnswer<'sync.status'> {
  const { network, suite, state } = sync;
  const { intake, revokedSince, circuit, unreported, clockAheadMs } = state;
  const [last] = sync.reconciliations(1);
  return {
    ...{ network, suite, intake: { ...intake }, revokedSince, circuit, unreported, clockAheadMs },
    cutOffUnits: state.cutOffUnits.map(({ unitCode }) => unitCode),
    suspendedMatters: [...state.suspendedMatters],
    modules: statesOf(modules),
    waitingForModules: modules.waitingCount,
    missingCharacters: { ...missingCharacters.facts },
    lastReconciliation: last
      ? {
          ...{ day: last.day, unitCode: last.unitCode, at: last.at, closed: last.closed },
          ...{ missing: last.missing.length, altered: last.altered.length },
          ...{ extra: last.extra.length, unmended: last.unmended.length },
        }
      : null,
  };
}

/** How the terminal itself is. */
export function terminalStateOf({
  manager,
  matters,
  speech,
  handwriting,
  session,
  keepsFailing,
}: StaffFacts): StaffAnswer<'terminal.state'> {
  const all = matters.missing ? null : matters.offered().map(({ availability }) => availability);
  return {
    devices: manager.list().map(({ family, status, availability }) => ({ family, status, availability })),
    matters: all && {
      offered: all.length,
      available: all.filter(({ available }) => available).length,
      tooOld: all.some((each) => !each.available && each.reason === 'catalogue-too-old'),
    },
    speech: speech && speech.available,
    handwriting: handwriting && handwriting.available,
    practice: session.practice.on,
    keepsFailing,
  };
}

function statesOf({ states, switchedOff }: StaffFacts['modules']): StaffAnswer<'sync.status'>['modules'] {
  const shown = moduleNames.map((name) => [name, switchedOff.includes(name) ? 'absent' : states[name]]);
  return Object.fromEntries(shown) as StaffAnswer<'sync.status'>['modules'];
}
