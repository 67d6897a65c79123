import { builtInCalendars } from '../../working-days/index.ts';
import type { DecisionContext, MatterCommand } from '../commands.ts';
import { decide, type Decision } from '../decide.ts';
import type {
  Actor,
  MatterEvent,
  RequestAction,
  SubmittedRequest,
  TestedModule,
  VersionFacts,
} from '../events.ts';
import type { Refusal } from '../refusal.ts';
import { evolve, newMatter, type MatterState } from '../state.ts';

export const UNIT = '310000999000MZ0000';

export const business: Actor = { id: 'TEST-business', role: 'unit-business', unit: UNIT };
export const technical: Actor = { id: 'TEST-technical', role: 'unit-technical', unit: UNIT };
export const bureau: Actor = { id: 'TEST-bureau', role: 'bureau' };
export const reform: Actor = { id: 'TEST-reform', role: 'reform' };
export const dataCentre: Actor = { id: 'TEST-data-centre', role: 'data-centre' };
export const actors = [business, technical, bureau, reform, dataCentre];

export const notice = {
  reason: { zh: '系统升级，暂停办理。', en: 'Suspended for an upgrade.' },
  otherChannel: { zh: '请到窗口办理。', en: 'Please go to the counter.' },
  until: null,
};

type Unseen<T> = T extends unknown ? Omit<T, 'revision'> : never;
/** A command that sees what is there now. */
export type Ask = Unseen<MatterCommand>;

/** One matter whose clock and officers a test moves. */
export class Story {
  state: MatterState = newMatter(UNIT);
  readonly events: MatterEvent[] = [];
  now: Date;

  constructor(now: string) {
    this.now = new Date(now);
  }

  /** Decides without keeping anything. */
  ask(actor: Actor, command: Ask): Decision {
    return this.decide({ ...command, revision: this.state.revision }, { actor });
  }

  decide(command: MatterCommand, { actor }: Pick<DecisionContext, 'actor'>): Decision {
    return decide(this.state, command, { actor, now: this.now, calendars: builtInCalendars });
  }

  /** Decides and keeps the events; what is refused fails the test. */
  does(actor: Actor, command: Ask): this {
    const decision = this.ask(actor, command);
    if ('refusal' in decision) throw new Error(`${command.type}: ${decision.refusal.detail}`);
    return this.keep(decision.events);
  }

  keep(events: readonly MatterEvent[]): this {
    for (const event of events) {
      this.events.push(event);
      this.state = evolve(this.state, event);
    }
    return this;
  }

  refusal(actor: Actor, command: Ask): Refusal | undefined {
    const decision = this.ask(actor, command);
    return 'refusal' in decision ? decision.refusal : undefined;
  }

  at(now: string): this {
    this.now = new Date(now);
    return this;
  }

  stepOf(requestId: string): string | undefined {
    return this.state.requests.find((each) => each.requestId === requestId)?.step;
  }
}

export function draft(version: string, facts: Partial<VersionFacts> = {}): Ask {
  const sha256 = version.replace('.', '').padEnd(64, '0');
  return {
    type: 'draft-version',
    version,
    sha256,
    sunkDown: false,
    modules: [],
    missing: [],
    notReduced: [],
    ...facts,
  };
}

export function jointTest(
  version: string,
  modules: readonly TestedModule[] = ['acceptance'],
  { passed = true, drill = false, runId = '' } = {},
): Ask {
  const cases = modules.map((module) => ({ module, name: `${module}: one submission`, passed }));
  const made = `run-${version}-${modules.join('-')}-${passed}`;
  const evidenceSha256 = 'e'.repeat(64);
  return { type: 'record-joint-test', runId: runId || made, version, cases, evidenceSha256, drill };
}

export function request(
  requestId: string,
  action: RequestAction,
  more: Partial<SubmittedRequest> = {},
): Ask & { type: 'submit' } {
  const moves = action === 'open' || action === 'change';
  const filled = moves ? { version: '2026.1' } : { notice };
  return { type: 'submit', requestId, action, reason: 'TEST', attachments: [], ...filled, ...more };
}

export const bureauSays = (requestId: string, approve = true, approvalId = '沪民审〔2026〕1号'): Ask => ({
  ...{ type: 'review-as-bureau', requestId, approve, words: 'TEST' },
  ...(approve && { approvalId }),
});
export const reformSays = (requestId: string, approve = true): Ask => ({
  ...{ type: 'review-as-reform', requestId, approve, words: 'TEST' },
});
export const result = (requestId: string, passed = true, effectiveAt?: string): Ask => ({
  ...{ type: 'record-result', requestId, passed, words: 'TEST', effectiveAt },
});

/** A matter that was opened by all its gates on 2 March 2026, a Monday. */
export function openMatter({ sunkDown = false } = {}): Story {
  const story = new Story('2026-03-02T01:00:00.000Z')
    .does(business, draft('2026.1', { sunkDown }))
    .does(technical, jointTest('2026.1'))
    .does(business, request('opening', 'open'));
  if (sunkDown) story.does(bureau, bureauSays('opening'));
  return story.does(reform, reformSays('opening')).does(dataCentre, result('opening'));
}

/** Brings a request from its sending to its end, through the gates that stand in its way. */
export function passThrough(story: Story, sent: Ask & { type: 'submit' }): Story {
  story.does(business, sent);
  if (story.stepOf(sent.requestId) === 'MZ_REVIEW') story.does(bureau, bureauSays(sent.requestId));
  return story.does(reform, reformSays(sent.requestId)).does(dataCentre, result(sent.requestId));
}
