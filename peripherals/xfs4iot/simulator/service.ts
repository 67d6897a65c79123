import type { WebSocket } from 'ws';
import { COMMANDS, isCommandName } from '../protocol/commands.ts';
import { decodeCommand, encodeAnswer } from '../protocol/envelope.ts';
import type { CommandMessage, Payload, ProviderMessage, Refusal } from '../protocol/envelope.ts';
import type { ProviderFaultKind, ProviderFaults } from './faults.ts';
import type { Ending, Machine } from './machine.ts';

/** What a provider has at one path. */
export interface Endpoint {
  attach(socket: WebSocket): void;
}

interface Running {
  readonly giveUp: AbortController;
  isTimedOut: boolean;
}

const REFUSALS: Readonly<Partial<Record<ProviderFaultKind, Refusal>>> = {
  'refuse-message': 'invalidMessage',
  'refuse-request-id': 'invalidRequestID',
  'refuse-too-many': 'tooManyRequests',
};
const STRANGE_REQUEST_ID = 999_999;

/** One client at one path: its requests, and what is said to it. */
class Client {
  readonly running = new Map<number, Running>();
  readonly #socket: WebSocket;
  readonly #faults: ProviderFaults;

  constructor(
    socket: WebSocket,
    faults: ProviderFaults,
    work: (client: Client, command: CommandMessage, running: Running) => Promise<Ending>,
  ) {
    this.#socket = socket;
    this.#faults = faults;
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      for (const { giveUp } of this.running.values()) giveUp.abort();
    });
    socket.on('message', (data) => {
      const command = decodeCommand((data as Buffer).toString('utf8'));
      if (command !== null) void this.#take(command, work);
    });
  }

  /** One that is frozen says nothing, not even of itself. */
  say(message: ProviderMessage): void {
    if (this.#socket.isPaused) return;
    this.#socket.send(encodeAnswer(message));
  }

  async #take(
    command: CommandMessage,
    work: (client: Client, command: CommandMessage, running: Running) => Promise<Ending>,
  ): Promise<void> {
    const { name, requestId, timeoutMs } = command;
    const fault = this.#faults.take(name);
    if (fault === 'no-acknowledge') return;
    const status = (fault && REFUSALS[fault]) ?? (this.running.has(requestId) ? 'invalidRequestID' : null);
    this.say({ type: 'acknowledge', name, requestId, status });
    if (status !== null || fault === 'no-completion') return;
    if (fault === 'vanish') return this.#socket.terminate();
    const running: Running = { giveUp: new AbortController(), isTimedOut: false };
    this.running.set(requestId, running);
    const timer =
      timeoutMs > 0 && !this.#faults.forgetsTime
        ? setTimeout(() => {
            running.isTimedOut = true;
            running.giveUp.abort();
          }, timeoutMs)
        : undefined;
    const ending = await faulty(fault, () => work(this, command, running));
    clearTimeout(timer);
    this.running.delete(requestId);
    const code = ending.code === 'canceled' && running.isTimedOut ? 'timeOut' : ending.code;
    const completion: ProviderMessage = {
      type: 'completion',
      name,
      requestId,
      completionCode: code,
      payload: ending.payload ?? {},
    };
    if (fault === 'garbage') return this.#socket.send('{"header":{"type":"completion"');
    if (fault === 'strange-request-first') {
      this.say({
        ...completion,
        requestId: STRANGE_REQUEST_ID,
        completionCode: 'hardwareError',
        payload: {},
      });
    }
    this.say(completion);
    if (fault === 'completed-twice') this.say(completion);
  }
}

async function faulty(fault: ProviderFaultKind | null, work: () => Promise<Ending>): Promise<Ending> {
  if (fault === 'hardware-error') return { code: 'hardwareError' };
  if (fault === 'unsupported-command') return { code: 'unsupportedCommand' };
  const ending = await work();
  // No class of ours has such values.
  const nonsense: Payload = {
    ...{ cardReader: 'nonsense', printer: 'nonsense', barcodeReader: 'nonsense', lights: 'nonsense' },
    ...{ chipData: 'no base64!', data: 'no base64!', readOutput: 'nonsense' },
  };
  return fault === 'unfit-payload' ? { code: 'success', payload: nonsense } : ending;
}

/** The service of one device: one command after the other, whoever gave it; what asks no device is answered at once. */
export class Service implements Endpoint {
  readonly #machine: Machine;
  readonly #faults: ProviderFaults;
  readonly #clients = new Set<Client>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(machine: Machine, faults: ProviderFaults) {
    this.#machine = machine;
    this.#faults = faults;
    let before = JSON.stringify(machine.status);
    machine.onChange(() => {
      const now = JSON.stringify(machine.status);
      if (now === before) return;
      before = now;
      this.#sayAll('Common.StatusChangedEvent', machine.status);
    });
    machine.onTold((name, payload) => this.#sayAll(name, payload));
  }

  attach(socket: WebSocket): void {
    const client = new Client(socket, this.#faults, (...work) => this.#work(...work));
    this.#clients.add(client);
    socket.on('close', () => this.#clients.delete(client));
  }

  #sayAll(name: string, payload: Payload): void {
    for (const client of this.#clients) client.say({ type: 'unsolicited', name, payload });
  }

  async #work(
    client: Client,
    { name, requestId, version, payload }: CommandMessage,
    { giveUp }: Running,
  ): Promise<Ending> {
    const machine = this.#machine;
    // As the public framework: a command in a version that is not its own is none.
    if (!isCommandName(name) || COMMANDS[name].version !== version) return { code: 'invalidCommand' };
    if (!COMMANDS[name].payload.safeParse(payload).success) return { code: 'invalidData' };
    switch (name) {
      case 'Common.Status':
        this.#machine.wasLookedAt();
        return {
          code: 'success',
          // As of when it is said: an older status must not follow the event of a newer one.
          get payload() {
            return machine.status;
          },
        };
      case 'Common.Capabilities':
        return {
          code: 'success',
          payload: {
            common: { serviceVersion: '1.0', powerSaveControl: false },
            [this.#machine.key]: this.#machine.capabilities,
          },
        };
      case 'Common.Cancel':
        return cancel(client, payload['requestIds'] as readonly number[] | undefined, requestId);
      default: {
        const job = {
          given: giveUp.signal,
          tell: (event: string, told: Payload = {}) =>
            client.say({ type: 'event', name: event, requestId, payload: told }),
        };
        const given = giveUp.signal;
        const result = this.#last.then(() =>
          given.aborted ? CANCELLED : this.#machine.do(name, payload, job),
        );
        this.#last = result;
        // One that is still queued ends at once, though its turn comes later.
        return Promise.race([result, cancelled(given)]);
      }
    }
  }
}

const CANCELLED: Ending = { code: 'canceled' };

function cancelled(given: AbortSignal): Promise<Ending> {
  return new Promise((resolve) => given.addEventListener('abort', () => resolve(CANCELLED)));
}

/** Only what this client asked for. */
function cancel(client: Client, requestIds: readonly number[] | undefined, own: number): Ending {
  const found = [...client.running].filter(
    ([id]) => id !== own && (requestIds === undefined || requestIds.includes(id)),
  );
  for (const [, { giveUp }] of found) giveUp.abort();
  return found.length > 0
    ? { code: 'success' }
    : { code: 'commandErrorCode', payload: { errorCode: 'noMatchingRequestIDs' } };
}

/** Lists the services of its provider. */
export class Publisher implements Endpoint {
  readonly #addresses: () => readonly string[];
  readonly #faults: ProviderFaults;

  constructor(addresses: () => readonly string[], faults: ProviderFaults) {
    this.#addresses = addresses;
    this.#faults = faults;
  }

  attach(socket: WebSocket): void {
    new Client(socket, this.#faults, (_client, { name }) =>
      Promise.resolve(
        name === 'ServicePublisher.GetServices'
          ? {
              code: 'success',
              payload: {
                vendorName: 'TEST',
                services: this.#addresses().map((serviceURI) => ({ serviceURI })),
              },
            }
          : { code: 'invalidCommand' },
      ),
    );
  }
}
