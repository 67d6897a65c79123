import { expect, it } from 'vitest';
import type { Modules, ModuleName, StepsAvailable } from './index.ts';
import { moduleNames } from './names.ts';
import {
  allUp,
  card,
  CREDIT_CODE,
  LICENCE,
  startModulesLine,
  until,
  type ModulesLine,
} from './testing/modules-line.ts';

const everything = {
  ...{ pay: { feeFen: 1000 }, delivery: true, sealedResult: true, enterprise: true },
  licences: [{ material: 'CARD-01', catalogueCode: LICENCE }],
};

interface Visit {
  readonly modules: Modules;
  readonly id: string;
  readonly applyNo: string;
  readonly verificationId: string;
  /** The platform finishes the application. */
  finish(): void;
}

/** Uses a module as a citizen would; answers how that ended. */
const use: Readonly<Record<Exclude<ModuleName, 'acceptance'>, (visit: Visit) => Promise<string>>> = {
  identity: async ({ modules }) => (await modules.identity.verifyCard(card)).kind,
  'customer-service': async ({ modules }) => {
    const input = { kind: 'question', category: 'other', text: '何时开门？' } as const;
    const ticket = await modules.customerService.createTicket(
      { ...input, phone: null, applyNo: null, language: 'zh-CN' },
      10_000,
    );
    return ticket.state;
  },
  payment: async ({ modules, id, applyNo }) =>
    (await modules.payment.createOrder({ submissionId: id, applyNo, amountFen: 1000 })).kind,
  logistics: async ({ modules, id }) => {
    await modules.logistics.deliver(id, { name: '测试', phone: '13800005678', address: '测试路1号' });
    return (await modules.logistics.waitForWaybill(id, 10_000))?.state ?? 'nothing';
  },
  'e-licence': async ({ modules, verificationId }) => {
    const [material] = await modules.eLicence.materials(
      verificationId,
      '310000999000GA0000531200000000201',
      everything.licences,
    );
    return material?.source ?? 'nothing';
  },
  'e-seal': async ({ modules, applyNo }) => (await modules.eSeal.document(applyNo, 'acceptance-notice')).kind,
  'e-archive': async ({ modules, id, finish }) => {
    await modules.eArchive.archiveWhenFinished(id);
    finish();
    if (modules.state('e-archive') === 'down') return modules.eArchive.archiveNoOf(id) ?? 'kept';
    await until(modules, () => modules.eArchive.archiveNoOf(id) !== null);
    return 'archived';
  },
  'citizens-page': async ({ modules, verificationId }) =>
    (await modules.citizensPage.view(verificationId)).kind,
  'enterprise-page': async ({ modules, verificationId }) =>
    (await modules.enterprisePage.view(verificationId, { creditCode: CREDIT_CODE })).kind,
};

const online: Readonly<Record<keyof typeof use, string>> = {
  ...{ identity: 'confirmed', 'customer-service': 'received', payment: 'done', logistics: 'ordered' },
  ...{ 'e-licence': 'e-licence', 'e-seal': 'done', 'e-archive': 'archived' },
  ...{ 'citizens-page': 'done', 'enterprise-page': 'done' },
};
const without: Readonly<Record<keyof typeof use, string>> = {
  ...{ identity: 'provisional', 'customer-service': 'waiting', payment: 'closed', logistics: 'kept' },
  ...{ 'e-licence': 'scan', 'e-seal': 'closed', 'e-archive': 'kept' },
  ...{ 'citizens-page': 'closed', 'enterprise-page': 'closed' },
};

const open = { way: 'open', slow: false } as const;
const allOpen: StepsAvailable = {
  ...{ matterClosed: null, submit: open, identify: open, help: open, pay: open, deliver: open },
  ...{ licences: open, sealedResult: open, archive: open, citizensPage: open, enterprisePage: open },
};

/** The steps that differ from `allOpen` when a module alone is down. */
function stepsWithout(module: ModuleName): Partial<StepsAvailable> {
  const reason = { module, cause: 'module-down' } as const;
  const closed = { way: 'closed', reason } as const;
  switch (module) {
    case 'acceptance':
      throw new RangeError('takes all others with it');
    case 'identity':
      return {
        identify: { way: 'instead', instead: 'card-provisional', reason },
        licences: { way: 'instead', instead: 'scan', reason },
        ...{ citizensPage: closed, enterprisePage: closed },
      };
    case 'customer-service':
      return { help: { way: 'instead', instead: 'faq-and-phone', reason } };
    case 'payment':
      return { pay: closed };
    case 'logistics':
      return { deliver: { way: 'instead', instead: 'address-kept-no-date', reason } };
    case 'e-licence':
      return { licences: { way: 'instead', instead: 'scan', reason } };
    case 'e-seal':
      return { sealedResult: closed };
    case 'e-archive':
      return { archive: { way: 'instead', instead: 'queued', reason } };
    case 'citizens-page':
      return { citizensPage: closed };
    case 'enterprise-page':
      return { enterprisePage: closed };
  }
}

async function beginVisit({ modules, accepted, line }: ModulesLine): Promise<Visit> {
  await allUp(modules);
  expect(modules.stepsAvailable(everything)).toEqual(allOpen);
  const verified = await modules.identity.verifyCard(card);
  if (verified.kind !== 'confirmed') throw new Error(`the card was ${verified.kind}`);
  const submission = await accepted();
  const finish = () => void line.sandbox.order({ verb: 'finish', applyNo: submission.applyNo });
  return { modules, ...submission, verificationId: verified.verificationId, finish };
}

it.each(moduleNames.filter((name) => name !== 'acceptance'))(
  'without %s the right step is closed and the rest works',
  async (off) => {
    const line = await startModulesLine();
    const visit = await beginVisit(line);
    await line.order({ verb: 'switch', module: off, state: 'down' });
    await until(line.modules, () => line.modules.state(off) === 'down');
    expect(line.modules.stepsAvailable(everything)).toEqual({ ...allOpen, ...stepsWithout(off) });
    const names = Object.keys(use) as (keyof typeof use)[];
    const ended = Object.fromEntries(
      await Promise.all(names.map(async (name) => [name, await use[name](visit)])),
    );
    expect(ended).toEqual({ ...online, [off]: without[off as keyof typeof use] });

    await line.order({ verb: 'switch', module: off, state: 'up' });
    await allUp(line.modules);
    await until(line.modules, () => line.modules.waitingCount === 0);
    expect(line.modules.stepsAvailable(everything)).toEqual(allOpen);
  },
);

it('without acceptance no other module is asked, and everything says so', async () => {
  const line = await startModulesLine();
  const visit = await beginVisit(line);
  await line.order({ verb: 'switch', module: 'acceptance', state: 'down' });
  await until(line.modules, () => line.modules.state('acceptance') === 'down');
  const { matterClosed, submit, identify, pay, ...rest } = line.modules.stepsAvailable({
    ...everything,
    strongIdentity: true,
  });
  expect(matterClosed).toEqual({ module: 'identity', cause: 'offline' });
  expect(submit).toMatchObject({ way: 'instead', instead: 'temporary-number', reason: { cause: 'offline' } });
  expect(identify).toEqual({ way: 'closed', reason: { module: 'identity', cause: 'offline' } });
  expect(pay).toEqual({ way: 'closed', reason: { module: 'payment', cause: 'offline' } });
  for (const step of Object.values(rest)) expect(step).toMatchObject({ reason: { cause: 'offline' } });
  const names = Object.keys(use) as (keyof typeof use)[];
  const ended = await Promise.all(names.map(async (name) => [name, await use[name](visit)]));
  expect(Object.fromEntries(ended)).toEqual(without);

  // What was promised in the meantime arrives by itself.
  await line.order({ verb: 'switch', module: 'acceptance', state: 'up' });
  await allUp(line.modules);
  await until(line.modules, () => line.modules.waitingCount === 0);
  expect(line.modules.logistics.deliveryOf(visit.id)?.state).toBe('ordered');
});
