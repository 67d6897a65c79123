import type { SubmissionRecord } from '@tongban/sync';
import { correctionOfRefused } from './correction.ts';
import type { Delivering } from './delivering.ts';
import { pleaseCheck } from './matter-view.ts';
import type { SessionParts } from './session-parts.ts';
import type { Paying } from './paying.ts';
import type { Stage } from './stage.ts';
import { trouble, under } from './step.ts';
import { submissionInput } from './submission.ts';
import type { Visit } from './visit.ts';
import { firstOpenStep } from './way.ts';

/** From the reviewed form to a stored submission and what the platform says of it. */
export class Submitting {
  readonly #parts: Pick<SessionParts, 'sync' | 'config' | 'log'>;
  readonly #stage: Stage;
  readonly #paying: Paying;
  readonly #delivering: Delivering;

  constructor(
    parts: Pick<SessionParts, 'sync' | 'config' | 'log'>,
    stage: Stage,
    { paying, delivering }: { readonly paying: Paying; readonly delivering: Delivering },
  ) {
    this.#parts = parts;
    this.#stage = stage;
    this.#paying = paying;
    this.#delivering = delivering;
  }

  async submit(): Promise<void> {
    const visit = this.#stage.visit();
    const { catalogued, citizen, form } = visit;
    if (!catalogued || !citizen || !form) return;
    const [problem] = form.problems();
    if (problem) {
      // The card itself may not fit (an address longer than the form takes): say so instead of sending it in vain.
      const words = pleaseCheck(catalogued.matter, problem.field);
      return this.#stage.goTo(trouble('platform-rejected', { at: 'review' }, ['go-back', 'finish'], words));
    }
    // Opened again from the review and left without a page.
    if (visit.given?.firstOpen()) return this.#stage.goTo(firstOpenStep(visit));
    this.#stage.goTo({ at: 'submitting' });
    const { sync, log, config } = this.#parts;
    const startedAt = performance.now();
    const { correction } = visit;
    const input = await submissionInput(visit, catalogued, citizen, form);
    const isUnderNumber = correction !== null && correction.applyNo !== null;
    await this.#delivering.keep(visit);
    let record: SubmissionRecord | null;
    try {
      record = correction
        ? await sync.correct({ ...input, corrects: correction.corrects })
        : await sync.submit(input);
    } catch (error) {
      log('submission.not-stored', { reason: error instanceof Error ? error.name : 'unknown' });
      if (this.#stage.visit() !== visit) return;
      return this.#stage.goTo(trouble('storage-failed', { at: 'review' }, ['try-again', 'finish']));
    }
    if (!record) {
      log('correction.closed', { corrects: correction?.corrects ?? '' });
      if (this.#stage.visit() !== visit) return;
      return this.#stage.goTo(trouble('correction-closed', { at: 'review' }, ['finish']));
    }
    visit.record = record;
    await this.#delivering.stored(visit);
    log('submission.stored', {
      id: record.id,
      matter: catalogued.matter.handleItem,
      correction: correction !== null,
      ms: Math.round(performance.now() - startedAt),
    });
    const { outcomeMs, outcomeOfflineMs } = config.session;
    const until = performance.now() + (sync.network === 'online' ? outcomeMs : outcomeOfflineMs);
    record = await sync.waitForOutcome(record.id, until - performance.now());
    if (this.#stage.visit() !== visit) return;
    visit.record = record;
    if (record.state === 'rejected' || record.state === 'needs-citizen') {
      const words = record.need?.words ?? pleaseCheck(catalogued.matter, record.problem?.field ?? null);
      const next = correctionOfRefused(record, catalogued.matter, input.form, correction);
      if (next) visit.correctRefused(next);
      const ways = next ? (['go-back', 'finish'] as const) : (['finish'] as const);
      // To what has to be given once more, as a paper whose licence was not taken; to the review otherwise.
      const from = next ? firstOpenStep(visit) : ({ at: 'review' } as const);
      return this.#stage.goTo(trouble('platform-rejected', from, ways, words));
    }
    // Without a number there is nothing to wait for.
    const waybillMs = record.applyNo === null && !isUnderNumber ? 0 : until - performance.now();
    await this.#delivering.settle(visit, waybillMs);
    if (this.#stage.visit() !== visit) return;
    await this.#paying.settle();
  }

  /** The platform may accept while the citizen still stands there with a holding slip. */
  followOutcome(onChange: () => void): void {
    const visit = this.#stage.visit();
    const { record, citizen } = visit;
    const { at } = under(this.#stage.step());
    if (!record || !citizen?.key || (at !== 'done' && at !== 'rating')) return;
    const { sync } = this.#parts;
    const now = sync.submissionsOf(citizen.key).find((each) => each.id === record.id);
    if (now) visit.record = now;
    else if (record.applyNo === null) void this.#lookForCorrection(visit, record.id, onChange);
  }

  /** A correction under a number is no row of its own. */
  async #lookForCorrection(visit: Visit, id: string, onChange: () => void): Promise<void> {
    const now = await this.#parts.sync.waitForOutcome(id, 0);
    if (this.#stage.visit() !== visit || visit.record?.id !== id || now.applyNo === null) return;
    visit.record = now;
    onChange();
  }
}
