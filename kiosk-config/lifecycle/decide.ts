import type { DecisionContext, MatterCommand } from './commands.ts';
import type { MatterEvent, UnsignedEvent } from './events.ts';
import { draftVersion, recordJointTest, submit } from './gates.ts';
import type { Refusal } from './refusal.ts';
import { recordResult, resubmit, reviewAsBureau, reviewAsReform, withdraw } from './reviews.ts';
import type { MatterState } from './state.ts';
import {
  cancelMaintenance,
  fileMaintenance,
  reportEmergency,
  suspendInEmergency,
} from './without-application.ts';

export type Decision = { readonly events: readonly MatterEvent[] } | { readonly refusal: Refusal };

const UNIT_OFFICERS = ['unit-business', 'unit-technical'];

/**
 * Who may give a command, as the permissions of the centre say; held here too, so that no other way in is wider. A unit's
 * officers may for matters of their own unit alone.
 */
const ROLES: Record<MatterCommand['type'], readonly string[]> = {
  'draft-version': ['unit-business'],
  'record-joint-test': ['unit-technical', 'data-centre'],
  submit: ['unit-business'],
  'review-as-bureau': ['bureau'],
  'review-as-reform': ['reform'],
  'record-result': ['data-centre'],
  resubmit: ['unit-business'],
  withdraw: ['unit-business'],
  'file-maintenance': ['unit-technical'],
  'cancel-maintenance': ['unit-technical'],
  'suspend-in-emergency': UNIT_OFFICERS,
  'report-emergency': UNIT_OFFICERS,
};

/**
 * Decides a command by art. 8 to 12 and nothing else: no clock, no store. The events of one decision belong together; they
 * are kept all or none.
 */
export function decide(state: MatterState, command: MatterCommand, context: DecisionContext): Decision {
  const { actor, now } = context;
  const roles = ROLES[command.type];
  if (!roles.includes(actor.role)) {
    return refuse({ code: 'WRONG_ROLE', roles, detail: `This is done by: ${roles.join(', ')}.` });
  }
  if (UNIT_OFFICERS.includes(actor.role) && actor.unit !== state.unit) {
    const detail = `The matter belongs to unit ${state.unit}; only its own officers may do this.`;
    return refuse({ code: 'OTHER_UNIT', unit: state.unit, detail });
  }
  if (command.revision !== state.revision) {
    const detail = `Somebody has changed the matter since (revision ${state.revision}). Look again and decide anew.`;
    return refuse({ code: 'STALE_REVISION', revision: state.revision, detail });
  }
  const decided = handle(state, command, context);
  if (!Array.isArray(decided)) return refuse(decided as Refusal);
  const at = now.toISOString();
  return { events: (decided as UnsignedEvent[]).map((each) => ({ ...each, at, by: actor })) };
}

function refuse(refusal: Refusal): Decision {
  return { refusal };
}

function handle(
  state: MatterState,
  command: MatterCommand,
  context: DecisionContext,
): readonly UnsignedEvent[] | Refusal {
  switch (command.type) {
    case 'draft-version':
      return draftVersion(state, command);
    case 'record-joint-test':
      return recordJointTest(state, command);
    case 'submit':
      return submit(state, command, context);
    case 'review-as-bureau':
      return reviewAsBureau(state, command, context);
    case 'review-as-reform':
      return reviewAsReform(state, command, context);
    case 'record-result':
      return recordResult(state, command, context);
    case 'resubmit':
      return resubmit(state, command);
    case 'withdraw':
      return withdraw(state, command, context);
    case 'file-maintenance':
      return fileMaintenance(state, command, context);
    case 'cancel-maintenance':
      return cancelMaintenance(state, command, context);
    case 'suspend-in-emergency':
      return suspendInEmergency(state, command, context);
    case 'report-emergency':
      return reportEmergency(state, command);
  }
}
