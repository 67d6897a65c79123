/** Runs in the sandboxed renderer before the page and puts exactly one object there: `window.tongban`. */
import { contextBridge, ipcRenderer } from 'electron';
import type { KioskView, TongbanApi } from '@tongban/contract';
import { CALL_CHANNEL, CORE_AWAY_CHANNEL, PULSE_CHANNEL, VIEW_CHANNEL, type CallAnswer } from './channels.ts';

let coreAway = false;
const awayListeners = new Set<(away: boolean) => void>();
ipcRenderer.on(CORE_AWAY_CHANNEL, (_event, away: boolean) => {
  if (away === coreAway) return;
  coreAway = away;
  for (const listener of awayListeners) listener(away);
});

const viewListeners = new Set<(view: KioskView) => void>();
ipcRenderer.on(VIEW_CHANNEL, (_event, view: KioskView) => {
  for (const listener of viewListeners) listener(view);
});

ipcRenderer.on(PULSE_CHANNEL, () => {
  requestAnimationFrame(() => ipcRenderer.send(PULSE_CHANNEL));
});

async function call(method: string, params: unknown): Promise<unknown> {
  const answer: CallAnswer = await ipcRenderer.invoke(CALL_CHANNEL, method, params);
  if (!answer.ok) throw new Error(answer.problem);
  return answer.result;
}

const api: TongbanApi = {
  // The contract's types hold at both ends; between them the value is only passed on.
  call: call as TongbanApi['call'],
  onView(listener) {
    viewListeners.add(listener);
    return () => void viewListeners.delete(listener);
  },
  onCoreAway(listener) {
    awayListeners.add(listener);
    if (coreAway) listener(true);
    return () => void awayListeners.delete(listener);
  },
};

contextBridge.exposeInMainWorld('tongban', api);
