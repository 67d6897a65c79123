import { z } from 'zod';
import { instant, localText } from '../contract/common.ts';
import { HOTLINE_PLACE, operations, type Operation, type RequestBody } from '../contract/index.ts';
import { parseJson } from '../crypto/parse-json.ts';
import { isStoreError } from '../submissions/database.ts';
import { HOTLINE_PHONE, shippedFaq, type FaqEntry } from './faq.ts';
import { newLookupCode, printedLookupCode, readLookupCode } from './lookup-code.ts';
import type { ModuleClient } from './module-client.ts';
import type { Closed } from './names.ts';
import type { QueuedItem, QueueStore } from './queue-store.ts';
import type { Queue, QueueKind } from './queue.ts';
import type { SealForModule } from './sealing.ts';

const faqAnswer = z.object({
  revision: z.string().min(1).max(50),
  entries: z
    .array(z.object({ id: z.string().min(1).max(100), question: localText, answer: localText }))
    .min(1)
    .max(500),
});

/** 统一总客服. Tickets themselves are an operation of the platform's contract. */
export const customerServiceOperations = {
  getFaq: {
    method: 'GET',
    path: '/v1/customer-service/faq',
    summary: 'Questions that citizens often ask, with their answers.',
    legacyName: null,
    query: null,
    body: null,
    answer: faqAnswer,
    problems: [],
  },
  getTicket: {
    method: 'GET',
    path: '/v1/customer-service/tickets/{lookupCode}',
    summary:
      'What became of a ticket, by the code on its slip. Without log-in: says nothing of who wrote it.',
    legacyName: null,
    query: null,
    body: null,
    answer: z.object({
      ticketNo: z.string().min(1).max(50),
      state: z.enum(['received', 'answered']),
      receivedAt: instant,
      reply: localText.nullable(),
    }),
    problems: ['APPLICATION_UNKNOWN'],
  },
} as const satisfies Record<string, Operation>;

export const customerServiceQueue = {
  ticket: {
    module: 'customer-service',
    name: 'createHotlineTicket',
    operation: operations.createHotlineTicket,
  },
} as const satisfies Record<string, QueueKind>;

export interface TicketInput {
  readonly kind: RequestBody<'createHotlineTicket'>['kind'];
  readonly category: string;
  readonly text: string;
  /** Where the citizen wants to be called; null: by the lookup code alone. */
  readonly phone: string | null;
  readonly applyNo: string | null;
  readonly language: 'zh-CN' | 'en';
}

/** A ticket as its code shows it. */
export interface Ticket {
  readonly lookupCode: string;
  /** For paper and screen. */
  readonly printedCode: string;
  /** `waiting`: kept on this terminal, sent by itself · `refused`: staff see it. */
  readonly state: 'waiting' | 'received' | 'answered' | 'refused';
  readonly ticketNo: string | null;
  readonly reply: z.infer<typeof localText> | null;
}

const FAQ = 'faq';

export class CustomerService {
  readonly phone = HOTLINE_PHONE;
  readonly #client: ModuleClient;
  readonly #queue: Queue;
  readonly #store: QueueStore;
  readonly #seal: SealForModule;

  constructor(client: ModuleClient, queue: Queue, store: QueueStore, seal: SealForModule) {
    this.#client = client;
    this.#queue = queue;
    this.#store = store;
    this.#seal = seal;
  }

  /** What was published last, as far as this terminal has heard; never waits for the network. */
  faq(): readonly FaqEntry[] {
    const kept = this.#store.kept(FAQ);
    // Rows are not trusted, after an upgrade or a flipped bit.
    const entries = kept === null ? null : faqAnswer.safeParse(parseJson(kept)).data?.entries;
    return entries ?? shippedFaq;
  }

  /** Asks for the newest answers and keeps them. */
  async refreshFaq(): Promise<void> {
    const reply = await this.#client.call('customer-service', 'getFaq', customerServiceOperations.getFaq, {});
    if (reply.kind !== 'done') return;
    await this.#store.keep(FAQ, JSON.stringify(reply.value)).catch((error: unknown) => {
      // The disk is full or fails: the former answers stay.
      if (!isStoreError(error)) throw error;
    });
  }

  /**
   * Takes a question, suggestion or complaint, for which nobody logs in. Resolves when it is sealed and on the disk;
   * from then on it reaches 12345 exactly once.
   * @param waitMs how long to wait for the number of 12345; without it the ticket is found by its code
   */
  async createTicket(input: TicketInput, waitMs: number): Promise<Ticket> {
    const lookupCode = newLookupCode();
    const { kind, category, applyNo, text, phone, language } = input;
    const form = { text, ...(phone === null ? {} : { phone }) };
    const envelope = await this.#seal(form, HOTLINE_PLACE, lookupCode, language);
    const capturedAt = new Date();
    const request = { kind, category, applyNo, capturedAt: capturedAt.toISOString(), envelope };
    await this.#queue.add({ id: lookupCode, kind: 'ticket', submissionId: null, capturedAt, request });
    const isClosed = this.#client.closed('customer-service') !== null;
    return ticketOf(await this.#queue.waitFor(lookupCode, isClosed ? 0 : waitMs));
  }

  /** The ticket of a code that somebody typed, from any terminal. */
  async ticket(
    typedCode: string,
  ): Promise<
    | { readonly kind: 'found'; readonly ticket: Ticket }
    | { readonly kind: 'unknown' }
    | { readonly kind: 'closed'; readonly reason: Closed }
  > {
    const lookupCode = readLookupCode(typedCode);
    if (lookupCode === null) return { kind: 'unknown' };
    const item = this.#queue.item(lookupCode);
    const own = item?.kind === 'ticket' ? ticketOf(item) : null;
    if (own && own.state !== 'received') return { kind: 'found', ticket: own };
    const { getTicket } = customerServiceOperations;
    const reply = await this.#client.call('customer-service', 'getTicket', getTicket, {
      path: { lookupCode },
    });
    if (reply.kind === 'done') {
      const { ticketNo, state, reply: words } = reply.value;
      return { kind: 'found', ticket: { ...codes(lookupCode), state, ticketNo, reply: words } };
    }
    if (own) return { kind: 'found', ticket: own };
    return reply.kind === 'closed' ? reply : { kind: 'unknown' };
  }
}

function ticketOf({ id, state, answer }: QueuedItem): Ticket {
  const delivered = operations.createHotlineTicket.answer.safeParse(answer).data;
  return {
    ...codes(id),
    state: state === 'delivered' ? 'received' : state === 'waiting' ? 'waiting' : 'refused',
    ...{ ticketNo: delivered?.ticketNo ?? null, reply: null },
  };
}

function codes(lookupCode: string): Pick<Ticket, 'lookupCode' | 'printedCode'> {
  return { lookupCode, printedCode: printedLookupCode(lookupCode) };
}
