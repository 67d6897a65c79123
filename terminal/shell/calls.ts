/** The one door from the renderer into the shell: checks who asks and what, and passes it on to core. */
import type { KioskView } from '@tongban/contract';
import type { CallAnswer } from './channels.ts';
import { CALL_CHANNEL } from './channels.ts';
import type { CoreClient } from './core-client.ts';
import { log } from './log.ts';
import { isUiAddress } from './ui-protocol.ts';

/** The part of Electron's event that says who asks. */
export interface CallEvent {
  readonly senderFrame: { readonly url: string; readonly parent: unknown } | null;
}

/** The part of Electron's ipcMain that is used here. */
export interface CallRegistry {
  handle(channel: string, handler: (event: CallEvent, ...args: unknown[]) => Promise<CallAnswer>): void;
}

/** Lets the screens call core by the contract, and by nothing else. */
export function registerCalls(
  registry: CallRegistry,
  core: Pick<CoreClient, 'call'> & { readonly lastView: KioskView | null },
): void {
  registry.handle(CALL_CHANNEL, async (event, method, params, ...more) => {
    if (
      event.senderFrame === null ||
      event.senderFrame.parent !== null ||
      !isUiAddress(event.senderFrame.url)
    ) {
      log('call-refused', { reason: 'sender' });
      return { ok: false, problem: 'refused' };
    }
    const { parseCall } = await import('@tongban/contract/methods');
    const call = parseCall(method, params);
    if (!call.ok || more.length > 0) {
      log('call-refused', { reason: call.ok ? 'too many arguments' : call.reason });
      return { ok: false, problem: 'refused' };
    }
    const answer = await core.call(call.method, call.params);
    // A renderer that starts while core is away is drawn where the citizen was, under the screens' "please wait".
    if (!answer.ok && call.method === 'view.get' && core.lastView !== null) {
      return { ok: true, result: core.lastView };
    }
    return answer;
  });
}
