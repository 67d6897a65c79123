import { randomUUID } from 'node:crypto';
import type { MatterCommand, MatterState } from '../../lifecycle/index.ts';
import type { Officer } from '../contract/index.ts';
import { Refusal } from '../server/refusal.ts';
import { act, matterOfSubject, type MattersGround, type StoredMatter } from './matter-store.ts';

type Unaddressed<T> = T extends unknown ? Omit<T, 'requestId'> : never;
type OnRequest = Extract<MatterCommand, { requestId: string }>;
/** A command on a request that its address names. */
export type RequestCommand = Unaddressed<Exclude<OnRequest, { type: 'submit' }>>;

/** What officers decide on matters, each in one transaction; new ids are made here. */
export function createRequests(ground: MattersGround) {
  const ofSubject = async (id: string): Promise<StoredMatter> => {
    const stored = await matterOfSubject(ground.database, id);
    if (!stored) throw new Refusal('NOT_FOUND');
    return stored;
  };
  return {
    /** The matter of a request, a window or an emergency. @throws Refusal NOT_FOUND */
    matterOf: ofSubject,

    /** Any command on a matter that its address or body names. */
    act: (handleItem: string, command: MatterCommand, officer: Officer): Promise<MatterState> =>
      act(ground, handleItem, command, officer),

    async send(
      handleItem: string,
      request: Omit<Extract<MatterCommand, { type: 'submit' }>, 'type' | 'requestId'>,
      officer: Officer,
    ) {
      const requestId = randomUUID();
      const state = await act(ground, handleItem, { ...request, type: 'submit', requestId }, officer);
      return decidedOf(handleItem, state, requestId);
    },

    async onRequest(requestId: string, command: RequestCommand, officer: Officer) {
      const { handleItem } = await ofSubject(requestId);
      const state = await act(ground, handleItem, { ...command, requestId } as MatterCommand, officer);
      return decidedOf(handleItem, state, requestId);
    },
  };
}

export type Requests = ReturnType<typeof createRequests>;

function decidedOf(handleItem: string, state: MatterState, requestId: string) {
  const { step, effectiveAt = null } = state.requests.find((each) => each.requestId === requestId)!;
  return { handleItem, revision: state.revision, requestId, step, effectiveAt };
}
