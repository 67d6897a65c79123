import { z } from 'zod';
import { applyNo, day, instant } from '../contract/common.ts';
import type { Operation } from '../contract/index.ts';
import type { ModuleClient, ModuleReply } from './module-client.ts';
import type { QueuedItem } from './queue-store.ts';
import type { Queue, QueueKind } from './queue.ts';
import { places, type SealForModule } from './sealing.ts';

const waybillNo = z.string().min(1).max(50);

/** 统一物流快递. */
export const logisticsOperations = {
  createDelivery: {
    method: 'POST',
    path: '/v1/logistics/orders',
    summary: 'Has the result of an application delivered. The same key is answered with the same waybill.',
    legacyName: null,
    query: null,
    /** `envelope`: sealed `name`, `phone` and `address`. */
    body: z.strictObject({ applyNo, envelope: z.string().min(1).max(20_000) }),
    answer: z.object({ waybillNo, expectedDay: day }),
    problems: ['APPLICATION_UNKNOWN', 'ENVELOPE_UNREADABLE', 'IDEMPOTENCY_CONFLICT'],
  },
  trackDelivery: {
    method: 'GET',
    path: '/v1/logistics/orders/{waybillNo}',
    summary: 'Where a delivery is.',
    legacyName: null,
    query: null,
    body: null,
    answer: z.object({ waybillNo, stage: z.enum(['ordered', 'collected', 'delivered']), at: instant }),
    problems: ['APPLICATION_UNKNOWN'],
  },
} as const satisfies Record<string, Operation>;

export const logisticsQueue = {
  delivery: { module: 'logistics', name: 'createDelivery', operation: logisticsOperations.createDelivery },
} as const satisfies Record<string, QueueKind>;

export interface DeliveryAddress {
  readonly name: string;
  readonly phone: string;
  readonly address: string;
}

/** `kept`: sealed on this terminal until the module takes it; nobody can promise a day. */
export type Delivery =
  | { readonly state: 'ordered'; readonly waybillNo: string; readonly expectedDay: string }
  | { readonly state: 'kept'; readonly expectedDay: null }
  | { readonly state: 'refused'; readonly code: string };

export class Logistics {
  readonly #client: ModuleClient;
  readonly #queue: Queue;
  readonly #seal: SealForModule;

  constructor(client: ModuleClient, queue: Queue, seal: SealForModule) {
    this.#client = client;
    this.#queue = queue;
    this.#seal = seal;
  }

  /**
   * Keeps the address of a submission, sealed, and orders the delivery as soon as there is an acceptance number. Call
   * it before `sync.submit` of the same id, so that a crash between both forgets no address; one without a submission
   * is dropped. The first address of a submission counts.
   * @param after id of a correction, of which it is the delivery: call `corrected` when that is stored. After a crash
   *   between both it is found out at the next start.
   */
  async deliver(
    submissionId: string,
    address: DeliveryAddress,
    after: string | null = null,
  ): Promise<Delivery> {
    const id = `delivery-${submissionId}`;
    const envelope = await this.#seal({ ...address }, places.delivery, id);
    const item = await this.#queue.add({
      ...{ id, kind: 'delivery', submissionId, capturedAt: new Date(), request: { envelope }, after },
    });
    return deliveryOf(item);
  }

  /** The correction is stored, and the result goes to the address that was kept with it. */
  corrected(submissionId: string): Promise<void> {
    return this.#queue.release(`delivery-${submissionId}`);
  }

  /** Waits for the waybill, for a slip that is about to be printed. Null when nothing is to be delivered. */
  async waitForWaybill(submissionId: string, waitMs: number): Promise<Delivery | null> {
    if (!this.deliveryOf(submissionId)) return null;
    const wait = this.#client.closed('logistics') ? 0 : waitMs;
    return deliveryOf(await this.#queue.waitFor(`delivery-${submissionId}`, wait));
  }

  /** Null also while the correction is not stored that asks for it. */
  deliveryOf(submissionId: string): Delivery | null {
    const item = this.#queue.item(`delivery-${submissionId}`);
    return item?.after === null ? deliveryOf(item) : null;
  }

  track(waybill: string): Promise<ModuleReply<z.infer<typeof logisticsOperations.trackDelivery.answer>>> {
    return this.#client.call('logistics', 'trackDelivery', logisticsOperations.trackDelivery, {
      path: { waybillNo: waybill },
    });
  }
}

function deliveryOf({ state, answer, refusal }: QueuedItem): Delivery {
  const ordered = logisticsOperations.createDelivery.answer.safeParse(answer).data;
  if (ordered) return { state: 'ordered', ...ordered };
  return state === 'waiting'
    ? { state: 'kept', expectedDay: null }
    : { state: 'refused', code: refusal ?? 'ANSWER_UNREADABLE' };
}
