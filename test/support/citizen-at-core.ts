import { connect, type Socket } from 'node:net';
import {
  VIEW_CHANGED,
  type KioskView,
  type MethodName,
  type MethodParams,
  type MethodResult,
  type SessionView,
} from '@tongban/contract';
import {
  createMessageConnection,
  SocketMessageReader,
  SocketMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import type { Stack } from '../../tools/stack/stack.ts';

export const MATTERS = {
  allowance: '310000999000MZ0000531059901800001',
  certificate: '11310000002420447T231200021800001',
  insurance: '310000999000YB0000531200036100001',
} as const;

const WAIT_MS = 20_000;

/** A citizen who talks to core directly, as the shell does: for what needs no screen and many repetitions. */
export class CitizenAtCore {
  readonly #socket: Socket;
  readonly #connection: MessageConnection;
  readonly #watchers = new Set<(view: KioskView) => void>();
  /** Every view that core pushed. */
  readonly views: KioskView[] = [];

  private constructor(socket: Socket) {
    this.#socket = socket;
    this.#connection = createMessageConnection(
      new SocketMessageReader(socket),
      new SocketMessageWriter(socket),
    );
    this.#connection.onNotification(VIEW_CHANGED, (view: KioskView) => {
      this.views.push(view);
      for (const watch of this.#watchers) watch(view);
    });
    // Core may be killed while a call is under way: whoever waits gets the rejection, nobody else needs it.
    this.#connection.onError(() => undefined);
    socket.setMaxListeners(0);
    socket.on('error', () => socket.destroy());
    this.#connection.listen();
  }

  static async arrive(stack: Pick<Stack, 'socketPath'>): Promise<CitizenAtCore> {
    const socket = connect(stack.socketPath);
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('error', reject);
    });
    return new CitizenAtCore(socket);
  }

  leave(): void {
    this.#connection.dispose();
    this.#socket.destroy();
  }

  /** Rejects when core goes away before it has answered. */
  call<M extends MethodName>(method: M, params: MethodParams<M>): Promise<MethodResult<M>> {
    return new Promise((resolve, reject) => {
      if (this.#socket.closed) throw new Error(`core is gone, ${method} was not sent`);
      const gone = (): void => reject(new Error(`core went away during ${method}`));
      this.#socket.once('close', gone);
      // Throws at once when the connection ended and the socket does not know it yet: that rejects as well.
      this.#connection
        .sendRequest<MethodResult<M>>(method, params)
        .then(resolve, reject)
        .finally(() => this.#socket.off('close', gone));
    });
  }

  view(): Promise<KioskView> {
    return this.call('view.get', {});
  }

  /** Waits for a view that fits. */
  async until(what: string, fits: (view: KioskView) => boolean, timeoutMs = WAIT_MS): Promise<KioskView> {
    const now = await this.view();
    if (fits(now)) return now;
    return new Promise((resolve, reject) => {
      const finish = () => {
        clearTimeout(timer);
        this.#watchers.delete(watch);
      };
      const watch = (view: KioskView) => {
        if (!fits(view)) return;
        finish();
        resolve(view);
      };
      const timer = setTimeout(() => {
        finish();
        const last = this.views.at(-1)?.session;
        reject(
          new Error(
            `${what} did not come within ${timeoutMs} ms; last: ${last?.screen ?? 'nothing'}${last?.screen === 'trouble' ? ` ${last.kind}` : ''}`,
          ),
        );
      }, timeoutMs);
      this.#watchers.add(watch);
    });
  }

  async screen<S extends SessionView['screen']>(screen: S): Promise<Extract<SessionView, { screen: S }>> {
    const view = await this.until(`the screen ${screen}`, (each) => each.session.screen === screen);
    return view.session as Extract<SessionView, { screen: S }>;
  }

  /** From the attract screen to the wish for a card. */
  async choose(matter: string): Promise<void> {
    await this.screen('attract');
    await this.call('session.start', {});
    await this.call('session.chooseMatter', { matter });
    await this.call('session.confirmGuide', {});
    await this.screen('card');
  }

  /** From the card to the review of a matter, past "already submitted". */
  async fillIn(answers: Readonly<Record<string, string | boolean>>): Promise<void> {
    const view = await this.until('the form', (each) =>
      ['question', 'already-submitted'].includes(each.session.screen),
    );
    if (view.session.screen === 'already-submitted') await this.call('session.submitAgain', {});
    for (;;) {
      const { session } = await this.view();
      if (session.screen !== 'question') break;
      const value = answers[session.field.name];
      if (value === undefined) throw new Error(`no answer for ${session.field.name}`);
      await this.call('session.answer', { field: session.field.name, value });
    }
    await this.screen('review');
  }

  /** Hands in the form; a fee is left for later. */
  async submit(): Promise<void> {
    await this.call('session.submit', { paper: 'slip' });
    const view = await this.until('the end of the form', ({ session }) =>
      ['pay', 'done', 'trouble'].includes(session.screen),
    );
    if (view.session.screen === 'pay') await this.call('session.payLater', {});
  }

  /** Ends the visit and takes the card. */
  async goHome(stack: Pick<Stack, 'bench'>): Promise<void> {
    await this.call('session.finish', {});
    await stack.bench('id-card-reader', { verb: 'remove-card' });
    await this.screen('attract');
  }
}

export const insuranceAnswers = {
  category: 'registered',
  startsOn: 'this-year',
  phone: '13700002468',
  promise: true,
} as const;
