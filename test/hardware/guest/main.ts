import type { Bench, Family } from './family.ts';
import { Outside } from './outside.ts';
import { camera } from './checks/camera.ts';
import { hidCodeScanner } from './checks/hid-code-scanner.ts';
import { hidIdCardReader } from './checks/hid-id-card-reader.ts';
import { keyboardWedge } from './checks/keyboard-wedge.ts';
import { serialIdCardReader } from './checks/serial-id-card-reader.ts';
import { smartCardReader } from './checks/smart-card-reader.ts';

/** Under emulation everything takes ten times as long as on a terminal, and more on a busy machine. */
const CHECK_TIMEOUT_MS = 90_000;

const FAMILIES: readonly Family[] = [
  serialIdCardReader,
  hidIdCardReader,
  hidCodeScanner,
  keyboardWedge,
  smartCardReader,
  camera,
];

/** Was told already; the family ends here. */
class CheckFailed extends Error {}

const outside = new Outside();

for (const { name, prove } of FAMILIES) {
  const bench: Bench = {
    ask: (ask) => outside.ask(ask),
    async check(what, work) {
      const check = `${name}: ${what}`;
      const start = performance.now();
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<never>((_resolve, reject) => {
        timer = setTimeout(
          () => reject(new Error(`not within ${CHECK_TIMEOUT_MS / 1000} s`)),
          CHECK_TIMEOUT_MS,
        );
      });
      try {
        await Promise.race([work(), late]);
      } catch (error) {
        outside.tell({
          kind: 'failed',
          check,
          reason: error instanceof Error ? error.message : String(error),
        });
        throw new CheckFailed(check, { cause: error });
      } finally {
        clearTimeout(timer);
      }
      outside.tell({ kind: 'proven', check, ms: performance.now() - start });
    },
  };
  try {
    await prove(bench);
  } catch (error) {
    if (error instanceof CheckFailed) continue;
    outside.tell({
      kind: 'failed',
      check: name,
      reason: error instanceof Error ? error.message : String(error),
    });
  }
}
outside.tell({ kind: 'end' });
