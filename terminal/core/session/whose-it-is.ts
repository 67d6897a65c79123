import type { SessionModules } from './session-parts.ts';

/** Whether the identity module cannot be asked whose card or code it is: at this site, or just now; null when it can. */
export function identityClosed(modules: Pick<SessionModules, 'stepsAvailable'>): 'never' | 'now' | null {
  const { identify } = modules.stepsAvailable({});
  if (identify.way === 'open') return null;
  return identify.reason.cause === 'not-at-this-site' ? 'never' : 'now';
}
