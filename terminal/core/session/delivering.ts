import type { Delivery, StepsAvailable } from '@tongban/sync/modules';
import type { Matter } from '@tongban/kiosk-config/catalogue';
import { isNotHere, isUnderWay, maskedAddress, parcelId, wantedDelivery } from './delivery.ts';
import type { SessionParts } from './session-parts.ts';
import type { Stage } from './stage.ts';
import { under, type Step } from './step.ts';
import type { Tracked, Visit } from './visit.ts';

type Parts = Pick<SessionParts, 'modules' | 'sync' | 'log'>;

/**
 * The result is sent to who wants it sent: one parcel for a submission, ordered by 统一物流快递 as soon as there is a number.
 * Whatever becomes of it, the submission stands.
 */
export class Delivering {
  readonly #parts: Parts;
  readonly #stage: Stage;
  readonly #changed: () => void;

  /** @param changed the view is another one though the step is the same */
  constructor(parts: Parts, stage: Stage, changed: () => void) {
    this.#parts = parts;
    this.#stage = stage;
    this.#changed = changed;
  }

  of = (submissionId: string): Delivery | null => this.#parts.modules.logistics.deliveryOf(submissionId);

  way = (matter: Matter): StepsAvailable['deliver'] =>
    this.#parts.modules.stepsAvailable(matter.needs ?? {}).deliver;

  /** What was ordered under the number that is corrected; null for a first submission and for what takes the place of one. */
  before({ correction }: Visit): Delivery | null {
    return correction && correction.applyNo !== null ? this.of(correction.corrects) : null;
  }

  /**
   * Keeps the address. Before what is submitted is stored, so that a crash between both forgets no address; that of a
   * correction under a number is ordered once the correction is stored (`stored`).
   */
  async keep(visit: Visit): Promise<void> {
    if (isUnderWay(this.before(visit))) {
      // Ordered once, and to the address of then: nobody can change it here.
      visit.parcel = { of: parcelId(visit), address: null };
      return;
    }
    const wanted = wantedDelivery(visit);
    if (!wanted || !visit.catalogued) return;
    const { log, modules } = this.#parts;
    const after = parcelId(visit) === visit.idempotencyKey ? null : visit.idempotencyKey;
    const address = maskedAddress(wanted);
    visit.parcel = { of: null, address };
    if (isNotHere(this.way(visit.catalogued.matter))) return;
    try {
      const { state } = await modules.logistics.deliver(parcelId(visit), wanted, after);
      visit.parcel = { of: parcelId(visit), address };
      log('delivery.kept', { id: parcelId(visit), state });
    } catch (error) {
      log('delivery.not-kept', {
        id: parcelId(visit),
        reason: error instanceof Error ? error.name : 'unknown',
      });
    }
  }

  /** What was submitted is stored. */
  async stored(visit: Visit): Promise<void> {
    try {
      await this.#parts.modules.logistics.corrected(parcelId(visit));
    } catch (error) {
      // A disk that takes nothing now: ordered all the same, at the next run of the queue.
      const reason = error instanceof Error ? error.name : 'unknown';
      this.#parts.log('delivery.not-released', { id: parcelId(visit), reason });
    }
  }

  /** Waits for the waybill, so that it stands on the slip. */
  async settle(visit: Visit, waitMs: number): Promise<void> {
    const id = visit.parcel?.of ?? null;
    if (id === null) return;
    const { logistics } = this.#parts.modules;
    const delivery = await logistics.waitForWaybill(id, Math.max(0, waitMs));
    this.#parts.log('delivery.told', { id, state: delivery?.state ?? 'none' });
  }

  /** A waybill that comes late is shown all the same, and what was not known is asked for again once it can be. */
  modulesChanged(): void {
    const { deliver } = this.#parts.modules.stepsAvailable({ delivery: true });
    const isUnknown = [...this.#stage.visit().tracked.values()].some(({ stage }) => stage === 'unknown');
    if (isUnknown && deliver?.way === 'open') this.stepChanged(this.#stage.step());
    if (this.#stage.visit().parcel && under(this.#stage.step()).at === 'done') this.#changed();
  }

  /** Whoever looks at what was submitted is told where its parcels are. */
  stepChanged(step: Step): void {
    const visit = this.#stage.visit();
    const { key = null } = visit.citizen ?? {};
    const isList = step.at === 'my-submissions' && key !== null;
    const records = isList
      ? this.#parts.sync.submissionsOf(key)
      : step.at === 'already-submitted'
        ? [step.record]
        : [];
    for (const { id } of records) {
      const delivery = this.of(id);
      if (delivery?.state === 'ordered') void this.#look(visit, id, delivery.waybillNo);
    }
  }

  async #look(visit: Visit, id: string, waybillNo: string): Promise<void> {
    const reply = await this.#parts.modules.logistics.track(waybillNo);
    const tracked: Tracked =
      reply.kind === 'done'
        ? { stage: reply.value.stage, at: reply.value.at }
        : { stage: 'unknown', at: null };
    this.#parts.log('delivery.tracked', { id, stage: tracked.stage });
    if (this.#stage.visit() !== visit) return;
    visit.tracked.set(id, tracked);
    this.#changed();
  }
}
