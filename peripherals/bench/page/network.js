/** The network cable. */
import { press, query, say } from './parts.js';
import { words } from './words.js';

export function drawNetwork({ state, resetNext }) {
  const section = query('#network');
  section.classList.toggle('off', state === 'off');
  section.classList.toggle('hang', state === 'hang');
  const says = { on: words().networkIsOn, off: words().networkIsOff, hang: words().networkIsHanging }[state];
  const more = resetNext ? words().networkWillReset : '';
  say(query('#network-says'), says + more, state === 'on' && !resetNext ? 'good' : 'attention');
  press('network', 'on', state === 'on');
  press('network', 'off', state === 'off', true);
  press('network', 'hang', state === 'hang', true);
  query('[data-verb="reset-next"]').disabled = resetNext;
}
