import { expect, it } from 'vitest';
import { createXfsLights } from './index.ts';
import { XfsProviderSimulator } from './simulator/index.ts';
import { TEST_DELAYS } from './simulator/test-support.ts';

async function lightsOnXfs() {
  const provider = await XfsProviderSimulator.start();
  const lights = createXfsLights({ place: { url: provider.url('Lights1') }, delays: TEST_DELAYS });
  lights.open();
  return {
    provider,
    lights,
    lit: () => provider.lights.lit,
    async [Symbol.asyncDispose](): Promise<void> {
      await lights.close();
      await provider.close();
    },
  };
}

it('shows exactly what is wanted, at every position, and passes over what the terminal has not', async () => {
  await using setup = await lightsOnXfs();
  const { lights, lit, provider } = setup;
  lights.show(['card-slot', 'id-card-pad', 'slip-slot']);
  await expect.poll(lit).toEqual(['cardReader', 'receiptPrinter']);
  await expect.poll(() => lights.status.kind).toBe('ready');
  lights.show(['code-scanner']);
  await expect.poll(lit).toEqual(['scanner']);
  const { commands } = provider.lights;
  // As long as nothing else is wanted, nothing is told again.
  await provider.lights.looks(3);
  expect(provider.lights.commands).toBe(commands);
  lights.show([]);
  await expect.poll(lit).toEqual([]);
});

it('shows after the provider came back what was wanted meanwhile', async () => {
  await using setup = await lightsOnXfs();
  const { lights, lit, provider } = setup;
  lights.show(['card-slot']);
  await expect.poll(lit).toEqual(['cardReader']);
  await provider.vanish();
  await expect.poll(() => lights.status.kind).toBe('disconnected');
  lights.show(['slip-slot']);
  await provider.comeBack();
  await expect.poll(lit).toEqual(['receiptPrinter']);
});

it('a light that fails is told, and tried again', async () => {
  await using setup = await lightsOnXfs();
  const { lights, lit, provider } = setup;
  await expect.poll(() => lights.status.kind).toBe('ready');
  provider.faults.failRepeatedly('hardware-error', { on: 'Lights.SetLight' });
  lights.show(['card-slot']);
  await expect.poll(() => lights.status.kind).toBe('not-shown');
  provider.faults.clear();
  await expect.poll(lit).toEqual(['cardReader']);
  await expect.poll(() => lights.status.kind).toBe('ready');
});
