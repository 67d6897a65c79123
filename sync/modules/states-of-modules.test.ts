import fc from 'fast-check';
import { expect, it, onTestFinished } from 'vitest';
import type { Reply } from '../client/api.ts';
import { defaultModuleDelays } from './delays.ts';
import { moduleNames, stepsAvailable, type ModuleState, type ModuleStates, type Step } from './index.ts';
import { ModuleRegistry } from './registry.ts';
import { allUp, shortModuleDelays, startModulesLine, until } from './testing/modules-line.ts';

it('knows nothing until the first answer, then tells each edge once', async () => {
  const { modules, logged, order } = await startModulesLine();
  expect(modules.state('payment')).toBe('down');
  await allUp(modules);
  await order({ verb: 'switch', module: 'payment', state: 'down' });
  await until(modules, () => modules.state('payment') === 'down');
  await order({ verb: 'switch', module: 'payment', state: 'degraded' });
  await until(modules, () => modules.state('payment') === 'degraded');
  expect(modules.stepsAvailable({ pay: { feeFen: 100 } }).pay).toEqual({ way: 'open', slow: true });
  const edges = logged
    .map((line) => JSON.parse(line) as { event: string; module: string; state: string })
    .filter(({ event, module }) => event === 'module.state' && module === 'payment')
    .map(({ state }) => state);
  expect(edges).toEqual(['up', 'down', 'degraded']);
});

it('is asked at once by who waits for its first word, and once for all who do', async () => {
  const probes: string[] = [];
  let answer = (): void => undefined;
  let isOnline = false;
  const registry = new ModuleRegistry({
    ...{ isOnline: () => isOnline, switchedOff: new Set(['payment']), log: () => undefined },
    probe: (module) => {
      probes.push(module);
      return new Promise((resolve) => (answer = () => resolve({ kind: 'answer', value: { state: 'up' } })));
    },
    delays: { ...defaultModuleDelays, probeSpreadMs: 600_000 },
    onChange: () => undefined,
  });
  onTestFinished(() => registry.stop());
  expect(registry.firstWord('identity')).toBeNull();
  isOnline = true;
  registry.networkChanged();
  const words = [registry.firstWord('identity'), registry.firstWord('identity')];
  expect([probes, registry.state('identity'), registry.firstWord('payment')]).toEqual([
    ['identity'],
    'down',
    null,
  ]);
  answer();
  await Promise.all(words);
  expect([registry.state('identity'), registry.firstWord('identity')]).toEqual(['up', null]);
});

it('is degraded by a slow answer, and up again after a quick one', async () => {
  const { modules, order } = await startModulesLine({ delays: { ...shortModuleDelays, slowMs: 300 } });
  await allUp(modules);
  await order({ verb: 'switch', module: 'e-seal', latencyMs: 350 });
  await until(modules, () => modules.state('e-seal') === 'degraded');
  await order({ verb: 'switch', module: 'e-seal', latencyMs: 0 });
  await until(modules, () => modules.state('e-seal') === 'up');
});

it('is degraded by one 503, down after two in a row, down at once in silence, and up after an answer', () => {
  const edges: ModuleState[] = [];
  const registry = new ModuleRegistry({
    ...{ isOnline: () => true, switchedOff: new Set(), log: () => undefined },
    // Nobody probes in the meantime.
    probe: () => Promise.reject(new Error('was probed')),
    delays: { ...defaultModuleDelays, probeIntervalMs: 600_000, retryBaseMs: 600_000, retryCapMs: 600_000 },
    onChange: () => edges.push(registry.state('payment')),
  });
  onTestFinished(() => registry.stop());
  const answer = { kind: 'answer', value: {} } as const;
  const busy = { kind: 'later', reason: 'http-503', retryAfterMs: 600_000 } as const;
  const refused = { status: 422, code: 'VALIDATION_FAILED', field: null };
  const problem = { title: 'no', status: 422, code: 'VALIDATION_FAILED' };
  const replies: Reply<unknown>[] = [
    ...[answer, busy, busy, busy, answer, busy, answer],
    ...[{ kind: 'silence', reason: 'timeout' } as const, { kind: 'refused', ...refused, problem } as const],
  ];
  for (const reply of replies) registry.note('payment', reply, 1);
  expect(edges).toEqual(['up', 'degraded', 'down', 'up', 'degraded', 'up', 'down', 'up']);
  registry.note('payment', answer, defaultModuleDelays.slowMs + 1);
  expect(registry.state('payment')).toBe('degraded');
});

it('leaves alone what a site does not have, and says so', async () => {
  const { modules, logged } = await startModulesLine({ switchedOff: ['payment', 'enterprise-page'] });
  await until(modules, () => modules.state('e-seal') === 'up');
  const steps = modules.stepsAvailable({ pay: { feeFen: 100 }, enterprise: true });
  const reason = (module: string) => ({ module, cause: 'not-at-this-site' });
  expect(steps.pay).toEqual({ way: 'closed', reason: reason('payment') });
  expect(steps.enterprisePage).toEqual({ way: 'closed', reason: reason('enterprise-page') });
  const fee = { submissionId: 'submission', applyNo: 'X', amountFen: 1 };
  expect(await modules.payment.createOrder(fee)).toEqual({ kind: 'closed', reason: reason('payment') });
  expect(logged.filter((line) => line.includes('"payment"'))).toEqual([]);
});

it('opens a step only online and with its modules, for every combination of states', () => {
  const states = fc.record(
    Object.fromEntries(
      moduleNames.map((name) => [name, fc.constantFrom<ModuleState>('up', 'degraded', 'down')]),
    ),
  ) as fc.Arbitrary<ModuleStates>;
  const flags = fc.record({
    ...{
      pay: fc.constantFrom(undefined, { feeFen: 100 }),
      delivery: fc.boolean(),
      sealedResult: fc.boolean(),
    },
    ...{ enterprise: fc.boolean(), strongIdentity: fc.boolean() },
    licences: fc.constantFrom([], [{ material: 'A', catalogueCode: '310105109000100' }]),
  });
  fc.assert(
    fc.property(flags, states, fc.boolean(), (matter, now, online) => {
      const { matterClosed, ...steps } = stepsAvailable(matter, { states: now }, online);
      const isOpen = (step: Step<string> | null): boolean => step?.way === 'open';
      if (!online) expect(Object.values(steps).some(isOpen)).toBe(false);
      expect(steps.pay === null).toBe(matter.pay === undefined);
      if (matter.pay) expect(isOpen(steps.pay)).toBe(online && now.payment !== 'down');
      expect(matterClosed !== null).toBe(matter.strongIdentity && (!online || now.identity === 'down'));
      for (const step of Object.values(steps)) {
        if (step === null || step.way === 'open') continue;
        expect(step.reason.cause).toBe(online ? 'module-down' : 'offline');
        if (online) expect(now[step.reason.module]).toBe('down');
      }
    }),
    { numRuns: 2000 },
  );
});
