import { reachOf, type Action, type Officer } from '../../contract/index.ts';
import { ask } from './api.ts';

/** Who sits at the desk. The cookie is the server's; the console only asks whose it is. */
class Session {
  /** Undefined until it was asked for; null while nobody is signed in. */
  officer: Officer | null | undefined = $state.raw(undefined);

  async begin(): Promise<void> {
    const answered = await ask('whoAmI', {});
    this.officer = answered.ok ? answered.value : null;
  }

  async end(): Promise<void> {
    await ask('logOut', {});
    this.officer = null;
    location.hash = '';
  }

  /** What the server would let this officer do; it decides again by itself. */
  may(action: Action): boolean {
    return this.officer ? reachOf(this.officer.role, action) !== null : false;
  }
}

export const session = new Session();
