import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Callers } from '../../kiosk-config/centre/testing/callers.ts';
import { tongban } from '../../terminal/cli/test-support.ts';
import type { TerminalConfigInput } from '../../terminal/core/config.ts';
import { demoTerminal } from '../../tools/stack/demo-terminal.ts';
import { startVirtualDisplay } from '../../tools/stack/display.ts';
import { Kiosk } from '../../tools/stack/kiosk.ts';
import { startStack, type Stack } from '../../tools/stack/stack.ts';

const PORTRAIT = { width: 1080, height: 1920 };
/** Longer than any test: nobody touches the screen while officers do their part. */
const NEVER_IDLE_MS = 3_600_000;
const GOODBYE_MS = 500;

export interface TerminalAtACentre {
  readonly kiosk: Kiosk;
  readonly stack: Stack;
  /** Its enrolment code; used, where it was enrolled by command. */
  readonly code: string;
  stop(): Promise<void>;
}

/**
 * A terminal that hangs on a centre: its real core, its real screens in Electron. A technician enters it at the centre
 * and enrols it with the code, by the command and as the command says with a new start of core, or later at its screen.
 */
export async function terminalAt(
  centre: NonNullable<TerminalConfigInput['centre']>,
  callers: Callers,
  enrolled: 'by-command' | 'not-yet' = 'by-command',
): Promise<TerminalAtACentre> {
  const started = new AsyncDisposableStack();
  const stop = () => started.disposeAsync();
  try {
    const folder = mkdtempSync(join(tmpdir(), 'tongban-terminal-'));
    started.defer(() => rmSync(folder, { recursive: true, force: true }));
    const display = await startVirtualDisplay(join(folder, 'display'), PORTRAIT);
    started.defer(() => display.stop());
    const stack = await startStack({ folder, centre, session: { idleMs: NEVER_IDLE_MS, endMs: GOODBYE_MS } });
    started.defer(() => stack.stop());
    const code = await enrolmentCode(callers);
    if (enrolled === 'by-command') {
      const config = ['--config', stack.configFile] as const;
      const run = await tongban('provision', ...config, '--code', code, '--json', '--lang', 'en');
      if (run.code !== 0) throw new Error(`the terminal was not enrolled: ${run.stderr}`);
      await stack.core.stop();
      await stack.restartCore();
    }
    const kiosk = await Kiosk.start(stack, display.display, PORTRAIT);
    started.defer(() => kiosk.stop());
    return { kiosk, stack, code, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function enrolmentCode(callers: Callers): Promise<string> {
  const { terminalId: id, siteCode, site } = demoTerminal;
  const technician = await callers.as('technician');
  const entered = await technician.ask('POST', '/v1/terminals', {
    ...{ id, siteCode, siteName: site.name.zh, district: '虚拟区', street: '虚拟路街道' },
    ...{ serial: null, model: null, modules: ['id-card-reader', 'receipt-printer'] },
    ...{ ring: null, configuration: null },
  });
  if (entered.statusCode !== 200) throw new Error(`the terminal was not entered: ${entered.body}`);
  const made = await technician.ask('POST', `/v1/terminals/${id}/enrolment-codes`);
  return made.json<{ code: string }>().code;
}
