import type { ModuleReply, PaymentOrder } from '@tongban/sync/modules';
import { feeFen } from './fee.ts';
import type { SessionParts } from './session-parts.ts';
import type { SlipGiving } from './slip-giving.ts';
import type { Stage } from './stage.ts';
import type { PayStep } from './step.ts';
import type { Payment, Visit } from './visit.ts';

type Parts = Pick<SessionParts, 'modules' | 'config' | 'log'>;
type Reply = ModuleReply<PaymentOrder>;

/** An order lives five minutes. */
const LONGEST_MS = 300_000;
/** The seconds that are left are shown. */
const SHOWN_EVERY_MS = 1000;

/**
 * The fee of an accepted submission: one order, whose code the citizen's phone reads. Whether it was paid is what the
 * payment module says and nothing else; where it says nothing, that is what the citizen is told.
 */
export class Paying {
  readonly #parts: Parts;
  readonly #stage: Stage;
  readonly #slip: SlipGiving;
  readonly #changed: () => void;
  #check: NodeJS.Timeout | undefined;
  #seconds: NodeJS.Timeout | undefined;

  /** @param changed the view is another one though the step is the same */
  constructor(parts: Parts, stage: Stage, slip: SlipGiving, changed: () => void) {
    this.#parts = parts;
    this.#stage = stage;
    this.#slip = slip;
    this.#changed = changed;
  }

  stop(): void {
    clearTimeout(this.#check);
    clearInterval(this.#seconds);
  }

  /** After the platform's word: the fee, where there is one and it can be paid, then the slip. */
  async settle(): Promise<void> {
    const visit = this.#stage.visit();
    if (toPay(visit)) await this.#ask(visit);
    else await this.#slip.give();
  }

  /** The citizen wants to pay after all, or tries once more to get an order. */
  pay(): void {
    const step = this.#stage.step();
    const visit = this.#stage.visit();
    const isAgain = step.at === 'pay' && step.state === 'unavailable';
    const isFromDone = step.at === 'done' && step.slip !== 'printing';
    // An order that was shown has ended or was paid: there is no second one.
    if ((isAgain || isFromDone) && (visit.payment?.orderId ?? null) === null) void this.#ask(visit);
  }

  /** Goes on without having paid. What is open is closed first, and the answer may be that it was paid. */
  later(): void {
    const step = this.#stage.step();
    const visit = this.#stage.visit();
    if (step.at !== 'pay' || step.state === 'checking') return;
    const orderId = visit.payment?.orderId ?? null;
    if (step.state === 'open' && orderId !== null) return void this.#end(visit, orderId, 'go-on');
    this.#goOn(visit, { state: step.state === 'unknown' ? 'unknown' : 'unpaid', orderId });
  }

  /** The visit ends: what can still be paid is paid by nobody any more. */
  leave(): void {
    const visit = this.#stage.visit();
    const { orderId = null, state } = visit.payment ?? {};
    const mayBeOpen = this.#stage.step().at === 'pay' || state === 'unknown';
    this.stop();
    if (orderId !== null && mayBeOpen) void this.#close(visit, orderId);
  }

  async #ask(visit: Visit): Promise<void> {
    const fee = toPay(visit);
    if (!fee) return;
    const asking: PayStep = { at: 'pay', state: 'asking', qr: null, until: 0 };
    this.#stage.goTo(asking);
    const { modules, log } = this.#parts;
    const reply = await modules.payment.createOrder(fee);
    log('payment.asked', { id: fee.submissionId, outcome: outcomeOf(reply) });
    // Who did not wait has seen no code; whoever asks anew gets the same order.
    if (this.#stage.step() === asking) this.#stands(visit, reply);
  }

  /** What the module says of the order becomes what the citizen sees. */
  #stands(visit: Visit, reply: Reply): void {
    const step = this.#stage.step();
    const known = visit.payment?.orderId ?? null;
    if (reply.kind !== 'done') {
      if (known === null) return this.#show('unavailable');
      if (step.at === 'pay' && step.state !== 'unknown') this.#show('unknown');
      return this.#lookLater(visit, known);
    }
    const { orderId, state, qr, expiresAt } = reply.value;
    visit.payment = { state: state === 'paid' ? 'paid' : 'unpaid', orderId };
    if (state === 'paid') return this.#goOn(visit, visit.payment);
    if (state !== 'created' || qr === null) return this.#show('closed');
    if (step.at !== 'pay' || step.state !== 'open') {
      this.#stage.goTo({ at: 'pay', state: 'open', qr, until: performance.now() + leftMs(expiresAt) });
      clearInterval(this.#seconds);
      this.#seconds = setInterval(() => this.#secondGone(visit, orderId), SHOWN_EVERY_MS);
    }
    this.#lookLater(visit, orderId);
  }

  #show(state: PayStep['state']): void {
    clearInterval(this.#seconds);
    this.#stage.goTo({ at: 'pay', state, qr: null, until: 0 });
  }

  #lookLater(visit: Visit, orderId: string): void {
    clearTimeout(this.#check);
    this.#check = setTimeout(() => void this.#look(visit, orderId), this.#parts.config.session.payCheckMs);
  }

  async #look(visit: Visit, orderId: string): Promise<void> {
    const before = this.#stage.step();
    const reply = await this.#parts.modules.payment.order(orderId);
    // Who went on meanwhile is told what the closing of the order says.
    if (this.#isPaying(visit) && this.#stage.step() === before) this.#stands(visit, reply);
  }

  /**
   * Ends an open order: the citizen wants to go on, or its time is over by the clock here. The module's clock may be
   * another one, so it is asked to close the order instead of being waited for.
   */
  async #end(visit: Visit, orderId: string, then: 'go-on' | 'stay'): Promise<void> {
    this.stop();
    this.#show('checking');
    const checking = this.#stage.step();
    const payment = await this.#close(visit, orderId);
    if (this.#stage.step() !== checking) return;
    if (then === 'go-on' || payment.state === 'paid') return this.#goOn(visit, payment);
    this.#show(payment.state === 'unknown' ? 'unknown' : 'closed');
    if (payment.state === 'unknown') this.#lookLater(visit, orderId);
  }

  /** Closes an order that nobody is to pay any more, and keeps what the module says of it, as soon as it says something. */
  async #close(visit: Visit, orderId: string): Promise<Payment> {
    const reply = await this.#parts.modules.payment.closeOrder(orderId);
    this.#parts.log('payment.closed', { id: visit.record?.id ?? '', outcome: outcomeOf(reply) });
    const state = reply.kind !== 'done' ? 'unknown' : reply.value.state === 'paid' ? 'paid' : 'unpaid';
    visit.payment = { state, orderId };
    if (this.#stage.visit() === visit && !this.#isPaying(visit)) {
      this.#changed();
      if (state === 'unknown') this.#closeLater(visit, orderId);
    }
    return visit.payment;
  }

  #closeLater(visit: Visit, orderId: string): void {
    clearTimeout(this.#check);
    const again = (): void => {
      if (this.#stage.visit() === visit) void this.#close(visit, orderId);
    };
    this.#check = setTimeout(again, this.#parts.config.session.payCheckMs);
  }

  #goOn(visit: Visit, payment: Payment): void {
    this.stop();
    visit.payment = payment;
    this.#parts.log('payment.ended', { id: visit.record?.id ?? '', state: payment.state });
    if (payment.state === 'unknown' && payment.orderId !== null) this.#closeLater(visit, payment.orderId);
    void this.#slip.give();
  }

  #secondGone(visit: Visit, orderId: string): void {
    const step = this.#stage.step();
    if (!this.#isPaying(visit) || step.at !== 'pay' || step.state !== 'open') clearInterval(this.#seconds);
    else if (performance.now() < step.until) this.#changed();
    else void this.#end(visit, orderId, 'stay');
  }

  #isPaying(visit: Visit): boolean {
    return this.#stage.visit() === visit && this.#stage.step().at === 'pay';
  }
}

/** What an order is made of: only under a number of the platform's. */
function toPay(visit: Visit): { submissionId: string; applyNo: string; amountFen: number } | null {
  const { id: submissionId, applyNo = null } = visit.record ?? {};
  const amountFen = feeFen(visit);
  return submissionId !== undefined && applyNo !== null && amountFen !== null
    ? { submissionId, applyNo, amountFen }
    : null;
}

function outcomeOf(reply: Reply): string {
  if (reply.kind === 'done') return reply.value.state;
  return reply.kind === 'refused' ? reply.code : reply.reason.cause;
}

/** Where the clock here is quite wrong, the longest that an order can live: the module knows when it is over. */
function leftMs(expiresAt: string): number {
  const ms = Date.parse(expiresAt) - Date.now();
  return ms > 0 && ms < LONGEST_MS ? ms : LONGEST_MS;
}
