import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { WedgeAssembler } from '@tongban/peripherals/code-scanner';
import type { WedgeKeyEvent, WedgeOutput } from '@tongban/peripherals/code-scanner';
import {
  ACCEPTANCE_NUMBER,
  CITIZEN_TOKEN,
} from '../../../../peripherals/code-scanner/simulator/test-support.ts';
import type { Family } from '../family.ts';
import { Keyboard } from '../keyboard.ts';
import type { KernelKey } from '../keyboard.ts';

const WEDGE = { name: 'Wedge Scanner TEST', vendorId: 0x0c2e, productId: 0x0b01, serialNumber: 'TEST-0003' };

/** Under emulation a scanner's key takes tens of milliseconds: the kernel's times are taken for so much shorter. */
const SLOWDOWN = 10;
/** Between two keys of a person: 100 ms by that clock, where a machine's keys come within 30. */
const PERSON_GAP_MS = 100 * SLOWDOWN;

/** What the terminal makes of keys as the kernel told them, the silence after the last one included. */
function assemble(keys: readonly KernelKey[]): WedgeOutput[] {
  const assembler = new WedgeAssembler();
  const outputs = keys.flatMap((each): WedgeOutput[] => {
    const event: WedgeKeyEvent = {
      type: each.change === 'up' ? 'keyUp' : 'keyDown',
      key: each.key,
      code: each.code,
      control: each.isControlDown,
      alt: false,
      meta: false,
      isAutoRepeat: each.change === 'repeat',
      timeMs: each.timeMs / SLOWDOWN,
    };
    return assembler.push(event);
  });
  return [...outputs, ...assembler.tick(Infinity)];
}

/** uhid → hid-input → evdev → the keys with the kernel's own times → what tells a scanner from a person. */
export const keyboardWedge: Family = {
  name: 'keyboard wedge',
  async prove({ check }) {
    let keyboard: Keyboard | null = null;
    /** The keys that the kernel told while this was typed. */
    const keysOf = async (type: (on: Keyboard) => Promise<void>): Promise<readonly KernelKey[]> => {
      assert.ok(keyboard !== null);
      const before = keyboard.keys.length;
      await type(keyboard);
      return keyboard.keys.slice(before);
    };
    const scan = (text: string): Promise<readonly KernelKey[]> =>
      keysOf(async (on) => {
        for (const character of [...text, 'Enter']) await on.press(character);
      });

    await check("found at the kernel's input layer", async () => {
      keyboard = await Keyboard.plugIn(WEDGE);
    });
    await check('scans end as codes, and no key of them goes on to the page', async () => {
      assert.deepEqual(assemble(await scan(ACCEPTANCE_NUMBER)), [
        { kind: 'scanned', code: { kind: 'acceptance-number', number: ACCEPTANCE_NUMBER } },
      ]);
      assert.deepEqual(assemble(await scan(CITIZEN_TOKEN)), [
        { kind: 'scanned', code: { kind: 'citizen-code', token: CITIZEN_TOKEN } },
      ]);
    });
    await check('a chord in a scan (Ctrl+O) reaches nobody', async () => {
      const keys = await keysOf(async (on) => {
        for (const character of 'SQ2026') await on.press(character);
        await on.press('o', { control: true });
        await on.press('Enter');
      });
      assert.ok(keys.some(({ key, isControlDown }) => key === 'o' && isControlDown));
      assert.deepEqual(assemble(keys), [{ kind: 'scanned', code: { kind: 'not-a-valid-code' } }]);
    });
    await check('what a person types goes on to the page, key by key', async () => {
      const keys = await keysOf(async (on) => {
        for (const character of '310') {
          await on.press(character);
          await delay(PERSON_GAP_MS);
        }
      });
      const typed = assemble(keys).flatMap((output) => (output.kind === 'typed' ? output.events : []));
      const expected = [...'310'].flatMap((key) => [`keyDown ${key}`, `keyUp ${key}`]);
      assert.deepEqual(
        typed.map(({ type, key }) => `${type} ${key}`),
        expected,
      );
    });
    await check('pulled in mid-scan: what had come is no valid code', async () => {
      const keys = await keysOf(async (on) => {
        for (const character of ACCEPTANCE_NUMBER.slice(0, 8)) await on.press(character);
        on.unplug();
      });
      assert.deepEqual(assemble(keys), [{ kind: 'scanned', code: { kind: 'not-a-valid-code' } }]);
    });
    await check('plugged in again: scans', async () => {
      keyboard = await Keyboard.plugIn(WEDGE);
      assert.deepEqual(assemble(await scan(ACCEPTANCE_NUMBER)), [
        { kind: 'scanned', code: { kind: 'acceptance-number', number: ACCEPTANCE_NUMBER } },
      ]);
      keyboard.unplug();
    });
  },
};
