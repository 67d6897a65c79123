import { z } from 'zod';
import { applyNo, instant } from '../contract/common.ts';
import type { Operation } from '../contract/index.ts';
import type { ModuleClient, ModuleReply } from './module-client.ts';

/** Largest fee that is paid at a terminal: 100,000 yuan. */
const AMOUNT_MAX_FEN = 10_000_000;

const orderId = z.string().min(1).max(100);
const order = z.object({
  orderId,
  applyNo,
  amountFen: z.int().min(1).max(AMOUNT_MAX_FEN),
  /** `closed`: nobody can pay it any more. */
  state: z.enum(['created', 'paid', 'closed', 'refunded']),
  /** Text of the unified QR code that any payment app of the citizen's reads; null when nothing can be paid. */
  qr: z.string().min(1).max(500).nullable(),
  /** The platform closes an unpaid order then. */
  expiresAt: instant,
});
export type PaymentOrder = z.infer<typeof order>;

/** 统一公共支付. Money goes from the citizen's app to the treasury; a terminal takes none and holds none. */
export const paymentOperations = {
  createPaymentOrder: {
    method: 'POST',
    path: '/v1/payment/orders',
    summary:
      'An order over the fee of an accepted application. The same key is answered with the same order.',
    legacyName: null,
    query: null,
    body: z.strictObject({ applyNo, amountFen: z.int().min(1).max(AMOUNT_MAX_FEN) }),
    answer: order,
    problems: ['APPLICATION_UNKNOWN', 'IDEMPOTENCY_CONFLICT'],
  },
  getPaymentOrder: {
    method: 'GET',
    path: '/v1/payment/orders/{orderId}',
    summary: 'Where an order stands.',
    legacyName: null,
    query: null,
    body: null,
    answer: order,
    problems: ['APPLICATION_UNKNOWN'],
  },
  closePaymentOrder: {
    method: 'POST',
    path: '/v1/payment/orders/{orderId}/close',
    summary: 'Ends an order. One that was paid stays paid, and the answer says so.',
    legacyName: null,
    query: null,
    body: z.strictObject({}),
    answer: order,
    problems: ['APPLICATION_UNKNOWN'],
  },
  refundPaymentOrder: {
    method: 'POST',
    path: '/v1/payment/orders/{orderId}/refund',
    summary: 'Gives back what was paid. A repeat is answered as the first was.',
    legacyName: null,
    query: null,
    body: z.strictObject({}),
    answer: order,
    problems: ['APPLICATION_UNKNOWN', 'VALIDATION_FAILED'],
  },
} as const satisfies Record<string, Operation>;

/**
 * Fees. Nothing of this is ever queued: an order is asked for while the citizen stands there and the platform answers,
 * or not at all. It needs an acceptance number, which no submission has before the platform's receipt was verified.
 */
export class Payment {
  readonly #client: ModuleClient;

  constructor(client: ModuleClient) {
    this.#client = client;
  }

  /**
   * The order of a submission's fee, with the QR code to show. Asked again, after a crash or another visit, it is the
   * same order: the submission has one.
   * @param amountFen in fen (0.01 yuan)
   */
  async createOrder(fee: {
    readonly submissionId: string;
    readonly applyNo: string;
    readonly amountFen: number;
  }): Promise<ModuleReply<PaymentOrder>> {
    const { submissionId, ...body } = fee;
    const { createPaymentOrder } = paymentOperations;
    const reply = await this.#client.call('payment', 'createPaymentOrder', createPaymentOrder, {
      ...{ idempotencyKey: `pay-${submissionId}`, body },
    });
    return this.#unlessClosed(reply);
  }

  /** Where it stands. `closed`: nobody knows now, so the QR code must leave the screen. */
  async order(id: string): Promise<ModuleReply<PaymentOrder>> {
    const { getPaymentOrder } = paymentOperations;
    const reply = await this.#client.call('payment', 'getPaymentOrder', getPaymentOrder, {
      path: { orderId: id },
    });
    return this.#unlessClosed(reply);
  }

  /** When the citizen leaves without paying. Answered with `paid` when the money was quicker. */
  closeOrder(id: string): Promise<ModuleReply<PaymentOrder>> {
    return this.#client.call('payment', 'closePaymentOrder', paymentOperations.closePaymentOrder, {
      ...{ idempotencyKey: `close-${id}`, path: { orderId: id }, body: {} },
    });
  }

  refundOrder(id: string): Promise<ModuleReply<PaymentOrder>> {
    return this.#client.call('payment', 'refundPaymentOrder', paymentOperations.refundPaymentOrder, {
      ...{ idempotencyKey: `refund-${id}`, path: { orderId: id }, body: {} },
    });
  }

  /** The network may go while an answer is on its way: then nobody pays, and the platform closes the order in time. */
  #unlessClosed(reply: ModuleReply<PaymentOrder>): ModuleReply<PaymentOrder> {
    const reason = this.#client.closed('payment');
    return reason && reply.kind === 'done' ? { kind: 'closed', reason } : reply;
  }
}
