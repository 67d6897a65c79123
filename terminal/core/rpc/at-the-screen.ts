import type { KioskView, MethodName } from '@tongban/contract';
import type { SessionInUse } from '../session/session-in-use.ts';
import type { Technician } from '../technician/technician.ts';
import { citizenCalls, type CitizenMethod, type Handlers } from './citizen-calls.ts';

type TechnicianMethod = Exclude<MethodName, CitizenMethod>;

/** What a technician's screens have in common with citizens'. */
const SHARED: readonly MethodName[] = [
  ...(['session.setLanguage', 'session.setDisplay', 'session.setSpeech'] as const),
  ...(['session.setVolume', 'speech.say'] as const),
];

/**
 * Who stands at the screen: a citizen, or a technician in the place of the attract screen. While a technician is there no
 * session listens to cards, codes or calls; without one, of all their calls only the way to the entrance does anything.
 */
export class AtTheScreen {
  readonly #sessions: SessionInUse;
  readonly #technician: Technician;
  readonly #listeners = new Set<(view: KioskView) => void>();
  readonly #stops: (() => void)[];

  constructor(sessions: SessionInUse, technician: Technician) {
    this.#sessions = sessions;
    this.#technician = technician;
    let wasThere = false;
    this.#stops = [
      sessions.onView((view) => {
        const shown = this.#over(view);
        for (const listener of this.#listeners) listener(shown);
      }),
      technician.onChange(() => {
        if (wasThere === technician.isThere) return sessions.tell();
        wasThere = technician.isThere;
        if (wasThere) sessions.pause();
        else sessions.resume();
      }),
    ];
  }

  onView(listener: (view: KioskView) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  view(): KioskView {
    return this.#over(this.#sessions.current.view());
  }

  /**
   * Does what a call asks for, if who stands there may; otherwise nothing.
   * @param params that fit the method
   */
  call(method: MethodName, params: unknown): unknown {
    const handle = this.#handlers()[method] as ((params: unknown) => unknown) | undefined;
    return handle?.(params);
  }

  stop(): void {
    for (const stop of this.#stops) stop();
    this.#technician.stop();
  }

  #handlers(): Partial<Handlers<MethodName>> {
    const technician = this.#technician;
    const { current } = this.#sessions;
    const citizen = citizenCalls(current);
    if (!technician.isThere) {
      return {
        ...citizen,
        'technician.enter': () => {
          if (current.view().session.screen === 'attract') technician.enter();
        },
      };
    }
    const own: Handlers<TechnicianMethod> = {
      'technician.enter': () => undefined,
      'technician.code': ({ code }) => technician.code(code),
      'technician.enrol': ({ code }) => technician.enrol(code),
      'technician.open': ({ page }) => technician.open(page),
      'technician.check': ({ device }) => technician.check(device),
      'technician.find': () => technician.find(),
      'technician.useFound': () => technician.useFound(),
      'technician.measure': (found) => technician.measure(found),
      'technician.report': () => technician.report(),
      'technician.answer': ({ yes }) => technician.answer(yes),
      'technician.sendNow': () => technician.sendNow(),
      'technician.leave': () => technician.leave(),
    };
    return {
      ...own,
      ...Object.fromEntries(SHARED.map((method) => [method, citizen[method as CitizenMethod]])),
      'view.get': () => this.view(),
      'session.touch': () => technician.touch(),
      'session.back': () => technician.back(),
      'session.finish': () => technician.leave(),
    };
  }

  #over(view: KioskView): KioskView {
    const session = this.#technician.view();
    if (!session) return view;
    const { idleSecondsLeft } = this.#technician;
    return { ...view, session, idleSecondsLeft, notice: null, hotline: false };
  }
}
