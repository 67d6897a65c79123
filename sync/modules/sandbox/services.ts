import { createHash, randomBytes, randomInt } from 'node:crypto';
import { shanghaiDay } from '../../contract/index.ts';
import type { Caller, Ground } from '../../sandbox/ground.ts';
import { openForm } from '../../sandbox/open-envelope.ts';
import { Refusal } from '../../sandbox/refusal.ts';
import { shippedFaq, type FaqEntry } from '../faq.ts';
import type { PaymentOrder } from '../payment.ts';
import { places } from '../sealing.ts';
import { sealedPdf } from './pdf.ts';
import type { ModuleRecords } from './records.ts';

const ORDER_LIFETIME_MS = 300_000;
const DELIVERY_MS = 3 * 86_400_000;

interface DeliveryRecord {
  readonly waybillNo: string;
  readonly expectedDay: string;
  readonly stage: 'ordered' | 'collected' | 'delivered';
  readonly at: string;
}

interface SealedRecord {
  readonly verifyCode: string;
  readonly applyNo: string;
  readonly digest: string;
  readonly pdf: string;
  readonly sealedAt: string;
}

/** Payment, logistics, seal, archive and customer service of the sandbox. */
export class Services {
  readonly #ground: Ground;
  readonly #records: ModuleRecords;
  #faq: readonly FaqEntry[] = shippedFaq;
  readonly #replies = new Map<string, FaqEntry['answer']>();

  constructor(ground: Ground, records: ModuleRecords) {
    this.#ground = ground;
    this.#records = records;
  }

  createOrder(caller: Caller, body: { applyNo: string; amountFen: number }): PaymentOrder {
    this.#records.accepted(caller, body.applyNo);
    const made = this.#records.once('payment', caller, body, () => {
      const orderId = `TESTPAY${Date.now()}${String(randomInt(1_000_000)).padStart(6, '0')}`;
      const expiresAt = new Date(this.#ground.now().getTime() + ORDER_LIFETIME_MS).toISOString();
      const qr = `https://pay.example.invalid/q/${orderId}`;
      return { id: orderId, record: { orderId, ...body, state: 'created' as const, qr, expiresAt } };
    });
    return this.order(made.orderId);
  }

  /** An unpaid order closes itself when its time is over. */
  order(orderId: string): PaymentOrder {
    const order = this.#records.get<PaymentOrder>('payment', orderId);
    if (!order) throw new Refusal('APPLICATION_UNKNOWN', 'no such order', 'orderId');
    const expired = order.state === 'created' && order.expiresAt <= this.#ground.now().toISOString();
    return expired ? this.#change(order, 'closed') : order;
  }

  closeOrder(orderId: string): PaymentOrder {
    const order = this.order(orderId);
    return order.state === 'created' ? this.#change(order, 'closed') : order;
  }

  refundOrder(orderId: string): PaymentOrder {
    const order = this.order(orderId);
    if (order.state === 'refunded') return order;
    if (order.state !== 'paid') throw new Refusal('VALIDATION_FAILED', 'nothing was paid', 'state');
    return this.#change(order, 'refunded');
  }

  /** The citizen's app has paid. @throws RangeError when the order takes no money */
  pay(orderId: string): PaymentOrder {
    const order = this.order(orderId);
    if (order.state !== 'created') throw new RangeError(`the order is ${order.state}`);
    return this.#change(order, 'paid');
  }

  #change(order: PaymentOrder, state: PaymentOrder['state']): PaymentOrder {
    const changed = { ...order, state, qr: null };
    this.#records.set('payment', order.orderId, changed);
    return changed;
  }

  async createDelivery(caller: Caller, body: { applyNo: string; envelope: string }) {
    const { limitDate } = this.#records.accepted(caller, body.applyNo);
    const place = { ...places.delivery, idempotencyKey: caller.idempotencyKey, part: 'form' } as const;
    const { form } = await openForm(body.envelope, place, this.#ground.keys.decrypt);
    if (!form['address']) throw new Refusal('VALIDATION_FAILED', 'a delivery needs an address', 'address');
    const { waybillNo, expectedDay } = this.#records.once('logistics', caller, body, () => {
      const number = `TESTEX${String(randomInt(1e9)).padStart(9, '0')}`;
      const now = this.#ground.now();
      // Nothing is sent before there is a result.
      const decided = limitDate === null ? 0 : Date.parse(`${limitDate}T12:00:00+08:00`);
      const sentAt = Math.max(now.getTime(), decided);
      const record: DeliveryRecord = {
        ...{ waybillNo: number, stage: 'ordered', at: now.toISOString() },
        expectedDay: shanghaiDay(new Date(sentAt + DELIVERY_MS)),
      };
      return { id: number, record };
    });
    return { waybillNo, expectedDay };
  }

  track(waybillNo: string): Omit<DeliveryRecord, 'expectedDay'> {
    const delivery = this.#records.get<DeliveryRecord>('logistics', waybillNo);
    if (!delivery) throw new Refusal('APPLICATION_UNKNOWN', 'no such waybill', 'waybillNo');
    const { expectedDay: _promised, ...rest } = delivery;
    return rest;
  }

  /** The parcel goes on. @throws Refusal for an unknown one */
  moveParcel(waybillNo: string, stage: DeliveryRecord['stage']): void {
    this.track(waybillNo);
    const delivery = this.#records.get<DeliveryRecord>('logistics', waybillNo) as DeliveryRecord;
    this.#records.set('logistics', waybillNo, { ...delivery, stage, at: this.#ground.now().toISOString() });
  }

  sealDocument(caller: Caller, body: { applyNo: string; kind: string }) {
    const { receivedAt } = this.#records.accepted(caller, body.applyNo);
    const { verifyCode, digest, pdf } = this.#records.once('e-seal', caller, body, () => {
      const code = randomBytes(8).toString('hex').toUpperCase();
      const title = body.kind === 'result' ? 'RESULT (TEST)' : 'NOTICE OF ACCEPTANCE (TEST)';
      const bytes = sealedPdf([
        ...['TONGBAN SANDBOX', title, `Number: ${body.applyNo}`, `Received: ${receivedAt}`],
        `Verify code: ${code}`,
      ]);
      const record: SealedRecord = {
        ...{ verifyCode: code, applyNo: body.applyNo, sealedAt: this.#ground.now().toISOString() },
        digest: createHash('sm3').update(bytes).digest('hex'),
        pdf: Buffer.from(bytes).toString('base64'),
      };
      return { id: code, record };
    });
    return { verifyCode, digest, pdf };
  }

  verifySealed(code: string): Omit<SealedRecord, 'pdf'> {
    const sealed = this.#records.get<SealedRecord>('e-seal', code);
    if (!sealed) throw new Refusal('APPLICATION_UNKNOWN', 'nothing was sealed with this code', 'verifyCode');
    const { pdf: _bytes, ...rest } = sealed;
    return rest;
  }

  archive(caller: Caller, body: { applyNo: string }) {
    this.#records.accepted(caller, body.applyNo);
    return this.#records.once('e-archive', caller, body, () => {
      const archiveNo = `TESTDA${String(this.#records.count('e-archive') + 1).padStart(6, '0')}`;
      return { id: archiveNo, record: { archiveNo } };
    });
  }

  faq(): { revision: string; entries: FaqEntry[] } {
    const digest = createHash('sha256').update(JSON.stringify(this.#faq)).digest('hex');
    return { revision: digest.slice(0, 16), entries: [...this.#faq] };
  }

  publishFaq(entries: readonly FaqEntry[]): void {
    this.#faq = entries;
  }

  /** A ticket by its lookup code, which is the key that it came under. */
  ticket(lookupCode: string) {
    const row = this.#ground.ledger.get<{ number: string; body: string }>(
      `select number, body from citizens_words where kind = 'ticket' and idempotency_key = ?`,
      lookupCode,
    );
    if (!row) throw new Refusal('APPLICATION_UNKNOWN', 'no such ticket', 'lookupCode');
    const reply = this.#replies.get(row.number) ?? null;
    const { capturedAt } = JSON.parse(row.body) as { capturedAt: string };
    const state = reply ? ('answered' as const) : ('received' as const);
    return { ticketNo: row.number, state, receivedAt: capturedAt, reply };
  }

  answerTicket(ticketNo: string, reply: FaqEntry['answer']): void {
    this.#replies.set(ticketNo, reply);
  }
}
