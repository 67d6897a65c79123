import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { operations, type OperationName } from '../contract/index.ts';
import { faultKinds, type Faults } from './faults.ts';
import type { SandboxApplication } from './application.ts';
import { Refusal } from './refusal.ts';

const target = z.enum(['any', ...(Object.keys(operations) as OperationName[])]);
const faultOrder = z.discriminatedUnion('action', [
  z.strictObject({ action: z.enum(['next', 'repeatedly']), operation: target, kind: z.enum(faultKinds) }),
  z.strictObject({ action: z.literal('clear') }),
]);

/** For the bench and for people: faults by HTTP, and what has arrived, without anything personal. */
export function addDevelopmentRoutes(
  server: FastifyInstance,
  faults: Faults,
  applications: () => SandboxApplication[],
): void {
  server.post('/sandbox/faults', (request) => {
    const order = faultOrder.safeParse(request.body);
    if (!order.success) {
      throw new Refusal(400, 'BODY_INVALID', 'no such fault', order.error.issues[0]?.path.join('.'));
    }
    if (order.data.action === 'clear') faults.clear();
    else if (order.data.action === 'next') faults.failNext(order.data.operation, order.data.kind);
    else faults.failRepeatedly(order.data.operation, order.data.kind);
    return { ok: true };
  });
  server.get('/sandbox/applications', () => applications().map(({ form: _form, ...rest }) => rest));
}
