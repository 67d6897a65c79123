import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { citizens } from '@tongban/peripherals/id-card-reader/simulator';
import { startVirtualDisplay, type VirtualDisplay } from '../tools/stack/display.ts';
import { Kiosk } from '../tools/stack/kiosk.ts';
import { MATTERS } from './support/citizen-at-core.ts';
import { childrenOf, MemoryDumps, textsOfMain, textsOfPage } from './support/memory.ts';
import { temporaryStack } from './support/temporary-stack.ts';

/** Every look writes down the memory of ten processes. */
vi.setConfig({ testTimeout: 180_000 });

const SIZE = { width: 1080, height: 1920 };
const PHONE = '13700002468';
const BANK_CARD = '6222021001112223331';

let stack: Awaited<ReturnType<typeof temporaryStack>>;
let display: VirtualDisplay;
let kiosk: Kiosk;
const dumps = new MemoryDumps();
beforeAll(async () => {
  vi.stubEnv('NODE_OPTIONS', dumps.nodeOptions);
  stack = await temporaryStack();
  vi.unstubAllEnvs();
  display = await startVirtualDisplay(join(stack.terminalFolder, '../display'), SIZE);
  kiosk = await Kiosk.start(stack, display.display, SIZE);
});
afterAll(async () => {
  await kiosk.stop();
  await display.stop();
  await stack[Symbol.asyncDispose]();
  dumps[Symbol.dispose]();
});

/** Every file below the terminal's own folder that holds one of the texts, in UTF-8 or UTF-16 of either order. */
function filesHolding(texts: readonly string[]): string[] {
  const needles = texts.flatMap((text) => {
    const little = Buffer.from(text, 'utf16le');
    return [Buffer.from(text, 'utf8'), little, Buffer.from(little).swap16()];
  });
  return readdirSync(stack.terminalFolder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => {
      const bytes = readFileSync(file);
      return needles.some((needle) => bytes.includes(needle));
    });
}

/** Core and the processes of its devices. */
function terminalProcesses(): number[] {
  const core = stack.core.process.pid ?? 0;
  return [core, ...childrenOf(core)];
}

/** The processes and the page in whose memory one of the texts stands. */
async function memoryHolding(secrets: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  const look = (where: string, texts: readonly string[]): void => {
    if (texts.some((text) => secrets.some((secret) => text.includes(secret)))) found.push(where);
  };
  look('page', await textsOfPage(await kiosk.page()));
  const main = await textsOfMain(kiosk.app);
  // The search is able to find: the main process knows its own scheme.
  expect(main.some((text) => text.includes('tongban'))).toBe(true);
  look('main process', main);
  for (const pid of terminalProcesses()) {
    look(pid === stack.core.process.pid ? 'core' : 'device', await dumps.textsOf(pid));
  }
  return found;
}

function secretsOf(id: string): string[] {
  const citizen = citizens.find((each) => each.id === id);
  if (!citizen) throw new Error(`no citizen ${id}`);
  return [citizen.idNumber, citizen.name, citizen.address, PHONE, BANK_CARD];
}

async function applyForAllowance(): Promise<void> {
  await kiosk.screen('attract');
  await kiosk.touch('start');
  await kiosk.screen('choose');
  await kiosk.touch('chooseMatter', MATTERS.allowance);
  await kiosk.screen('guide');
  await kiosk.touch('confirmGuide');
  await kiosk.screen('card');
  await stack.bench('id-card-reader', { verb: 'place-card', citizen: 'li' });
  await kiosk.answer(BANK_CARD);
  await kiosk.answer(PHONE);
  await kiosk.answer('this-centre');
  await kiosk.answer(true);
  const review = await kiosk.screen('review');
  // The full number is on the screen for as long as a finger is on the button: this too must leave no trace.
  const row = review.locator('[data-field="applicantIdNumber"]');
  const button = await row.locator('[data-action="reveal"]').boundingBox();
  if (!button) throw new Error('the identity number cannot be revealed');
  await review.mouse.move(button.x + button.width / 2, button.y + button.height / 2);
  await review.mouse.down();
  await row.getByText(secretsOf('li')[0] ?? '').waitFor();
  await review.mouse.up();
  await row.getByText(secretsOf('li')[0] ?? '').waitFor({ state: 'detached' });
  // The search is able to find: now they are there.
  expect(await memoryHolding(secretsOf('li'))).toContain('core');
  await kiosk.touch('submit');
  const done = await kiosk.screen('done');
  await done.locator('[data-slip="printed"]').waitFor();
  await kiosk.touch('finish');
  await kiosk.screen('take-card');
  await stack.bench('id-card-reader', { verb: 'remove-card' });
  // The citizen's window goes, and its process with it.
  await expect.poll(() => done.isClosed(), { timeout: 20_000 }).toBe(true);
  await kiosk.screen('attract');
}

it('nothing of the citizen is on the disk or in memory while a submission is kept offline, nor after it was accepted', async () => {
  const secrets = secretsOf('li');
  await stack.bench('network', { verb: 'off' });
  await applyForAllowance();
  expect(filesHolding(secrets)).toEqual([]);
  expect(await memoryHolding(secrets)).toEqual([]);

  await stack.bench('network', { verb: 'on' });
  await expect
    .poll(async () => (await stack.applications()).filter((each) => each.submits > 0).length, {
      timeout: 10_000,
    })
    .toBe(1);
  expect(filesHolding(secrets)).toEqual([]);
  expect(await memoryHolding(secrets)).toEqual([]);

  // The search itself must be able to find: the terminal's own name stands in its log.
  expect(filesHolding(['310199-07'])).not.toEqual([]);
});
