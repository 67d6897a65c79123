import { STARS_THAT_ASK_WHY, type MethodParams } from '@tongban/contract';
import type { SessionParts } from './session-parts.ts';
import type { Stage } from './stage.ts';

/** 好差评: asked from the finished matter, kept once, and back to the finished matter. */
export class Rating {
  readonly #parts: Pick<SessionParts, 'ratings' | 'log'>;
  readonly #stage: Stage;

  constructor(parts: Pick<SessionParts, 'ratings' | 'log'>, stage: Stage) {
    this.#parts = parts;
    this.#stage = stage;
  }

  open(): void {
    const step = this.#stage.step();
    const { rated, correction } = this.#stage.visit();
    if (step.at !== 'done' || step.slip === 'printing' || rated || correction) return;
    this.#stage.goTo({ at: 'rating', slip: step.slip });
  }

  /** The citizen is not kept waiting: that the disk is full is no business of theirs here. */
  give({ stars, reasons }: MethodParams<'session.rate'>): void {
    const step = this.#stage.step();
    const visit = this.#stage.visit();
    const { record, catalogued } = visit;
    if (step.at !== 'rating' || visit.rated || !record || !catalogued) return;
    visit.rated = true;
    this.#stage.goTo({ at: 'done', slip: step.slip });
    const { ratings, log } = this.#parts;
    ratings
      .rate({
        ...{ submissionId: record.id, applyNo: record.applyNo, stars },
        handleItem: catalogued.matter.handleItem,
        reasons: stars <= STARS_THAT_ASK_WHY ? [...new Set(reasons)] : [],
      })
      .then(
        () => log('rating.stored'),
        (error: unknown) =>
          log('rating.not-stored', { reason: error instanceof Error ? error.name : 'unknown' }),
      );
  }
}
