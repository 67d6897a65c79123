import { expect, it } from 'vitest';
import type { PaymentOrder } from './index.ts';
import type { ModuleReply } from './module-client.ts';
import { allUp, startModulesLine } from './testing/modules-line.ts';

function done(reply: ModuleReply<PaymentOrder>): PaymentOrder {
  if (reply.kind !== 'done') throw new Error(JSON.stringify(reply));
  return reply.value;
}

async function withOrder() {
  const line = await startModulesLine();
  const { id, applyNo } = await line.accepted();
  await allUp(line.modules);
  const fee = { submissionId: id, applyNo, amountFen: 34_500 };
  return { ...line, fee, placed: done(await line.modules.payment.createOrder(fee)) };
}

it('is one order however often it is asked for', async () => {
  const { modules, fee, placed, records } = await withOrder();
  expect(done(await modules.payment.createOrder(fee))).toEqual(placed);
  expect(await records('payment')).toBe(1);
  expect(await modules.payment.createOrder({ ...fee, amountFen: 1 })).toMatchObject({
    kind: 'refused',
    code: 'IDEMPOTENCY_CONFLICT',
  });
});

it('goes from created to paid to refunded, and no state twice', async () => {
  const { modules, placed, order } = await withOrder();
  await order({ verb: 'pay', orderId: placed.orderId });
  expect(done(await modules.payment.order(placed.orderId))).toEqual({ ...placed, state: 'paid', qr: null });
  await expect(order({ verb: 'pay', orderId: placed.orderId })).rejects.toThrow('the order is paid');
  expect(done(await modules.payment.closeOrder(placed.orderId)).state).toBe('paid');
  expect(done(await modules.payment.refundOrder(placed.orderId)).state).toBe('refunded');
  expect(done(await modules.payment.refundOrder(placed.orderId)).state).toBe('refunded');
});

it('is closed when the citizen leaves, takes no money then, and gives none back', async () => {
  const { modules, placed, order } = await withOrder();
  expect(done(await modules.payment.closeOrder(placed.orderId))).toMatchObject({ state: 'closed', qr: null });
  await expect(order({ verb: 'pay', orderId: placed.orderId })).rejects.toThrow('the order is closed');
  expect(await modules.payment.refundOrder(placed.orderId)).toMatchObject({
    kind: 'refused',
    code: 'VALIDATION_FAILED',
  });
});

it('closes itself after its time', async () => {
  const { modules, placed, line } = await withOrder();
  line.sandbox.order({ verb: 'set-clock', aheadMs: 299_000 });
  expect(done(await modules.payment.order(placed.orderId)).state).toBe('created');
  line.sandbox.order({ verb: 'set-clock', aheadMs: 301_000 });
  expect(done(await modules.payment.order(placed.orderId))).toMatchObject({ state: 'closed', qr: null });
});
