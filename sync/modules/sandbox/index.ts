import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { localText } from '../../contract/common.ts';
import type { Operation } from '../../contract/index.ts';
import type { Caller } from '../../sandbox/ground.ts';
import type { Platform } from '../../sandbox/platform.ts';
import { Refusal } from '../../sandbox/refusal.ts';
import { readRequest } from '../../sandbox/server.ts';
import { citizensPageOperations } from '../citizens-page.ts';
import { customerServiceOperations } from '../customer-service.ts';
import { eArchiveOperations } from '../e-archive.ts';
import { eLicenceOperations } from '../e-licence.ts';
import { enterprisePageOperations } from '../enterprise-page.ts';
import { eSealOperations } from '../e-seal.ts';
import { getModuleHealth, type Health } from '../health.ts';
import { identityOperations } from '../identity.ts';
import { logisticsOperations } from '../logistics.ts';
import { moduleNames } from '../names.ts';
import { paymentOperations } from '../payment.ts';
import { People } from './people.ts';
import { ModuleRecords } from './records.ts';
import { Services } from './services.ts';
import { Switches } from './switches.ts';

interface Request<T extends Operation> {
  readonly caller: Caller;
  readonly path: Readonly<Record<string, string>>;
  readonly body: T['body'] extends z.ZodType ? z.infer<T['body']> : null;
}

/**
 * The other nine modules of art. 5 in the sandbox, behind the same signatures as the acceptance platform, and
 * `/sandbox/modules` to turn each of the ten off and on. The whole hook: call it once on a server that does not listen
 * yet.
 */
export function addModuleRoutes(server: FastifyInstance, platform: Platform): void {
  const switches = new Switches();
  const records = new ModuleRecords(platform.ground);
  const people = new People(platform.ground, records);
  const services = new Services(platform.ground, records);
  server.addHook('onRequest', (request, reply) => switches.meet(request.url, reply));

  const route = <T extends Operation>(
    name: string,
    operation: T,
    handle: (request: Request<T>) => z.infer<T['answer']> | Promise<z.infer<T['answer']>>,
  ): void => {
    server.route({
      method: operation.method,
      url: operation.path.replaceAll(/\{([A-Za-z]+)\}/g, ':$1'),
      handler: (request) => {
        const read = readRequest(request, name, operation, operation.body, platform);
        const { terminalId, idempotencyKey, path, body } = read;
        return handle({ caller: { terminalId, idempotencyKey }, path, body: body as Request<T>['body'] });
      },
    });
  };

  const moduleOf = (name: string | undefined) => {
    const module = moduleNames.find((each) => each === name);
    if (!module) throw new Refusal('BODY_INVALID', 'no such module', 'module');
    return module;
  };
  route('getModuleHealth', getModuleHealth, ({ path }): Health => {
    const { state } = switches.of(moduleOf(path['module']));
    return { state: state === 'degraded' ? 'degraded' : 'up' };
  });
  const { verifyIdentity, recheckIdentity } = identityOperations;
  route('verifyIdentity', verifyIdentity, ({ caller, body }) => people.verify(caller, body));
  route('recheckIdentity', recheckIdentity, ({ caller, body }) => people.recheck(caller, body));
  route('findLicences', eLicenceOperations.findLicences, ({ body }) =>
    people.findLicences(body.verificationId, body.handleItem, body.catalogueCodes),
  );
  route('viewCitizensPage', citizensPageOperations.viewCitizensPage, ({ caller, body }) =>
    people.citizensPage(caller, body.verificationId),
  );
  route('viewEnterprisePage', enterprisePageOperations.viewEnterprisePage, ({ body }) =>
    people.enterprisePage(body),
  );
  const order = ({ path }: { path: Readonly<Record<string, string>> }): string => path['orderId'] ?? '';
  const { createPaymentOrder, getPaymentOrder, closePaymentOrder, refundPaymentOrder } = paymentOperations;
  route('createPaymentOrder', createPaymentOrder, (r) => services.createOrder(r.caller, r.body));
  route('getPaymentOrder', getPaymentOrder, (r) => services.order(order(r)));
  route('closePaymentOrder', closePaymentOrder, (r) => services.closeOrder(order(r)));
  route('refundPaymentOrder', refundPaymentOrder, (r) => services.refundOrder(order(r)));
  const { createDelivery, trackDelivery } = logisticsOperations;
  route('createDelivery', createDelivery, (r) => services.createDelivery(r.caller, r.body));
  route('trackDelivery', trackDelivery, (r) => services.track(r.path['waybillNo'] ?? ''));
  const { sealDocument, verifySealedDocument } = eSealOperations;
  route('sealDocument', sealDocument, (r) => services.sealDocument(r.caller, r.body));
  route('verifySealedDocument', verifySealedDocument, (r) =>
    services.verifySealed(r.path['verifyCode'] ?? ''),
  );
  route('archive', eArchiveOperations.archive, (r) => services.archive(r.caller, r.body));
  route('getFaq', customerServiceOperations.getFaq, () => services.faq());
  route('getTicket', customerServiceOperations.getTicket, (r) => services.ticket(r.path['lookupCode'] ?? ''));
  addOrders(server, switches, services);
  server.get('/sandbox/modules', () =>
    moduleNames.map((module) => ({ module, ...switches.of(module), records: records.count(module) })),
  );
}

/** What somebody at a module, or a citizen elsewhere, can do. */
const orders = z.discriminatedUnion('verb', [
  z.strictObject({
    verb: z.literal('switch'),
    module: z.enum(moduleNames),
    state: z.enum(['up', 'degraded', 'down']).default('up'),
    latencyMs: z.int().min(0).max(60_000).default(0),
  }),
  z.strictObject({ verb: z.literal('pay'), orderId: z.string() }),
  z.strictObject({
    verb: z.literal('move-parcel'),
    waybillNo: z.string(),
    stage: z.enum(['collected', 'delivered']),
  }),
  z.strictObject({ verb: z.literal('answer-ticket'), ticketNo: z.string(), reply: localText }),
  z.strictObject({
    verb: z.literal('publish-faq'),
    entries: z.array(z.strictObject({ id: z.string(), question: localText, answer: localText })).min(1),
  }),
]);
export type ModuleOrder = z.input<typeof orders>;

function addOrders(server: FastifyInstance, switches: Switches, services: Services): void {
  server.post('/sandbox/modules', (request) => {
    const parsed = orders.safeParse(readJson(request.body));
    if (!parsed.success) {
      throw new Refusal('BODY_INVALID', 'no such order', parsed.error.issues[0]?.path.join('.'));
    }
    try {
      carryOut(parsed.data, switches, services);
    } catch (error) {
      if (error instanceof RangeError) throw new Refusal('BODY_INVALID', error.message);
      throw error;
    }
    return { ok: true };
  });
}

function carryOut(order: z.infer<typeof orders>, switches: Switches, services: Services): void {
  switch (order.verb) {
    case 'switch':
      switches.set(order.module, { state: order.state, latencyMs: order.latencyMs });
      return;
    case 'pay':
      services.pay(order.orderId);
      return;
    case 'move-parcel':
      services.moveParcel(order.waybillNo, order.stage);
      return;
    case 'answer-ticket':
      services.answerTicket(order.ticketNo, order.reply);
      return;
    case 'publish-faq':
      services.publishFaq(order.entries);
      return;
  }
}

function readJson(body: unknown): unknown {
  try {
    return JSON.parse(Buffer.isBuffer(body) ? body.toString('utf8') : '');
  } catch {
    throw new Refusal('BODY_INVALID', 'the body is no JSON');
  }
}
