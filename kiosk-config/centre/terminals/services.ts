import type { Audit } from '../audit/audit.ts';
import type { Heartbeat, HeartbeatAnswer } from '../contract/index.ts';
import type { ProvenRequest, TerminalCaller } from '../server/callers.ts';
import type { Ground } from '../server/ground.ts';
import { authorityKeeper } from './authority-keeper.ts';
import type { Authority } from './authority.ts';
import { createEnrolment, type Enrolment } from './enrolment.ts';
import { createHeartbeats } from './heartbeats.ts';
import { createProofs } from './proofs.ts';
import { createReader, type TerminalReader } from './reader.ts';
import { createRegistry, type Registry } from './registry.ts';
import { createRollouts, type Rollouts } from './rollouts.ts';
import { createTechnicians, type Technicians } from './technicians.ts';
import { lookAfterTerminals } from './upkeep.ts';

/** Everything about terminals, made from the ground of the centre. */
export interface TerminalServices {
  readonly authority: () => Promise<Authority>;
  readonly enrolment: Enrolment;
  readonly registry: Registry;
  readonly reader: TerminalReader;
  readonly rollouts: Rollouts;
  readonly technicians: Technicians;
  readonly publishedVersion: () => Promise<number | null>;
  recognise(request: ProvenRequest): Promise<TerminalCaller>;
  beat(terminalId: string, heartbeat: Heartbeat): Promise<HeartbeatAnswer>;
  /** One round of what time alone brings about. */
  lookAfter(): Promise<boolean>;
}

export function createTerminals(
  ground: Ground & { readonly audit: Audit },
  publishedVersion: () => Promise<number | null>,
): TerminalServices {
  const authority = authorityKeeper(ground);
  const reader = createReader(ground);
  const rollouts = createRollouts({ ...ground, authority });
  const beat = createHeartbeats({ ...ground, publishedVersion });
  return {
    ...{ authority, reader, rollouts, publishedVersion },
    enrolment: createEnrolment({ ...ground, authority }),
    registry: createRegistry({ ...ground, authority, reader }),
    technicians: createTechnicians({ ...ground, authority }),
    recognise: createProofs(ground),
    beat: (terminalId, heartbeat) => beat({ terminalId, heartbeat }),
    lookAfter: () => lookAfterTerminals(ground, rollouts),
  };
}
