import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { initramfs } from './initramfs.ts';
import { debianKernel } from './kernel.ts';
import { Machine } from './machine.ts';
import type { Answer, Ask, GuestMessage } from './messages.ts';
import { SerialReader } from './serial-reader.ts';
import { SmartCardReader } from './smart-card-reader.ts';

/** From the start of the guest to its last check; about a minute is usual. */
const GUEST_TIMEOUT_MS = 5 * 60_000;
const CONSOLE_LINES_SHOWN = 30;
const ROOT = join(import.meta.dirname, '../..');
const CONSOLE_LOG = join(ROOT, 'out/hardware/console.log');

/** Boots the guest, does what it asks, prints a line a check; answers whether all were proven. */
async function main(): Promise<boolean> {
  const start = performance.now();
  const seconds = (since: number): string => `${((performance.now() - since) / 1000).toFixed(1)} s`;
  const kernel = await debianKernel();
  const image = { kernel: kernel.image, initramfs: await initramfs(kernel) };
  console.log(`· Debian's kernel ${kernel.release} and its first files  (${seconds(start)})`);

  await mkdir(join(CONSOLE_LOG, '..'), { recursive: true });
  await writeFile(CONSOLE_LOG, '');
  const bootedAt = performance.now();
  const machine = await Machine.start({ ...image, project: ROOT, consoleLog: CONSOLE_LOG });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => void machine.stop().then(() => process.exit(1)));
  }
  let proven = 0;
  let failed = 0;
  try {
    const act = actions(machine);
    const line = await machine.connect('laboratory');
    const atEnd = new Promise<null>((resolve) => {
      createInterface({ input: line }).on('line', (text) => {
        const message = JSON.parse(text) as GuestMessage;
        switch (message.kind) {
          case 'proven':
            proven++;
            return console.log(`✓ ${message.check}  (${(message.ms / 1000).toFixed(1)} s)`);
          case 'failed':
            failed++;
            return console.error(`✗ ${message.check}: ${message.reason}`);
          case 'end':
            return resolve(null);
          case 'ask':
            void act[message.ask]()
              .then(
                () => null,
                (error: unknown) => String(error),
              )
              .then((trouble) => {
                const answer: Answer = { id: message.id, trouble };
                line.write(`${JSON.stringify(answer)}\n`);
              });
        }
      });
    });
    await machine.command('cont');
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<string>((resolve) => {
      timer = setTimeout(() => resolve(`not done within ${GUEST_TIMEOUT_MS / 1000} s`), GUEST_TIMEOUT_MS);
    });
    const trouble = await Promise.race([atEnd, machine.ended, late]);
    clearTimeout(timer);
    if (trouble !== null) {
      failed++;
      console.error(`✗ the guest: ${trouble}`);
    }
    if (failed > 0) await showConsole();
  } finally {
    await machine.stop();
  }
  console.log(`${proven} proven, ${failed} failed; guest ${seconds(bootedAt)}, in all ${seconds(start)}`);
  return failed === 0 && proven > 0;
}

function actions(machine: Machine): Record<Ask, () => Promise<void>> {
  const reader = new SerialReader(machine);
  const slot = new SmartCardReader(machine);
  return {
    'serial-reader: plug in': () => reader.plugIn(),
    'serial-reader: pull': () => reader.pull(),
    'serial-reader: place card': async () => reader.placeCard(),
    'serial-reader: remove card': async () => reader.removeCard(),
    'serial-reader: place card, pull while it is read': () => reader.placeCardAndPullWhileRead(),
    'smart-card-reader: plug in': () => slot.plugIn(),
    'smart-card-reader: insert card': async () => slot.insertCard(),
    'smart-card-reader: insert card of pieces': async () =>
      slot.insertCard({ piecesOf: 20, wantsExactLength: true }),
    'smart-card-reader: insert card that falls silent': () => slot.insertCardThatFallsSilent(),
    'smart-card-reader: remove card': async () => slot.removeCard(),
    'smart-card-reader: pull': () => slot.pull(),
  };
}

async function showConsole(): Promise<void> {
  const lines = (await readFile(CONSOLE_LOG, 'utf8')).trimEnd().split('\n');
  console.error(`  The guest's last words (all of them: ${CONSOLE_LOG}):`);
  for (const each of lines.slice(-CONSOLE_LINES_SHOWN)) console.error(`  | ${each}`);
}

process.exit((await main()) ? 0 : 1);
