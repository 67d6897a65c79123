import type { Actor, Words } from './events.ts';

/**
 * The connection of an access unit (art. 24): the data centre alone cuts and restores it. It is a flag beside the status of
 * the unit's matters, which stays what it is.
 */

/** Where it is cut: everywhere, at one site, or at one terminal. */
export type CutOffScope =
  | { readonly kind: 'unit' }
  | { readonly kind: 'site'; readonly site: string }
  | { readonly kind: 'terminal'; readonly terminal: string };

export interface CutOff {
  readonly cutOffId: string;
  readonly scope: CutOffScope;
  /** For the record. */
  readonly reason: string;
  /** For citizens, without a word on the cause. */
  readonly notice: Words;
  /** An exercise: written down, and nothing is cut. */
  readonly drill: boolean;
}

export type ConnectionEvent = { readonly at: string; readonly by: Actor } & (
  | ({ readonly type: 'cut-off' } & CutOff)
  | { readonly type: 'restored'; readonly cutOffId: string; readonly reason: string }
);

export interface CutOffInForce extends CutOff {
  /** ISO instant. */
  readonly since: string;
}

export interface ConnectionState {
  readonly revision: number;
  /** What is cut or exercised now. */
  readonly cutOffs: readonly CutOffInForce[];
}

export const connected: ConnectionState = { revision: 0, cutOffs: [] };

export type ConnectionCommand = { readonly revision: number } & (
  | ({ readonly type: 'cut-off' } & CutOff)
  | { readonly type: 'restore'; readonly cutOffId: string; readonly reason: string }
);

export type ConnectionRefusal = { readonly detail: string } & (
  | { readonly code: 'WRONG_ROLE'; readonly roles: readonly string[] }
  | { readonly code: 'STALE_REVISION'; readonly revision: number }
  | { readonly code: 'ALREADY_EXISTS' | 'UNKNOWN'; readonly what: string; readonly id: string }
);

export function decideConnection(
  state: ConnectionState,
  command: ConnectionCommand,
  { now, actor }: { readonly now: Date; readonly actor: Actor },
): { readonly event: ConnectionEvent } | { readonly refusal: ConnectionRefusal } {
  if (actor.role !== 'data-centre') {
    const detail = 'Only the data centre cuts a unit off and restores it.';
    return { refusal: { code: 'WRONG_ROLE', roles: ['data-centre'], detail } };
  }
  if (command.revision !== state.revision) {
    const detail = `The unit's connection has changed since (revision ${state.revision}). Look again.`;
    return { refusal: { code: 'STALE_REVISION', revision: state.revision, detail } };
  }
  const signed = { at: now.toISOString(), by: actor };
  const id = command.cutOffId;
  const known = state.cutOffs.some((each) => each.cutOffId === id);
  if (command.type === 'restore') {
    if (known) return { event: { type: 'restored', cutOffId: id, reason: command.reason, ...signed } };
    const detail = `No cut-off ${id} is in force for this unit.`;
    return { refusal: { code: 'UNKNOWN', what: 'cut-off', id, detail } };
  }
  if (known) {
    const detail = `The cut-off ${id} is in force already.`;
    return { refusal: { code: 'ALREADY_EXISTS', what: 'cut-off', id, detail } };
  }
  const { scope, reason, notice, drill } = command;
  return { event: { type: 'cut-off', cutOffId: id, scope, reason, notice, drill, ...signed } };
}

export function evolveConnection(state: ConnectionState, event: ConnectionEvent): ConnectionState {
  const others = state.cutOffs.filter((each) => each.cutOffId !== event.cutOffId);
  if (event.type === 'restored') return { revision: state.revision + 1, cutOffs: others };
  const { cutOffId, scope, reason, notice, drill } = event;
  const cut = { cutOffId, scope, reason, notice, drill, since: event.at };
  return { revision: state.revision + 1, cutOffs: [...others, cut] };
}
