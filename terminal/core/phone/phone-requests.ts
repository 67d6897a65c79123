import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  PHONE_ID_BYTES,
  PHONE_NONCE_BYTES,
  PHONE_PATHS,
  PHONE_PICTURE,
  PHONE_TAG_BYTES,
  sealedAlong,
  type PhoneAnswer,
} from '@tongban/contract/phone';
import { opened } from './opened.ts';
import { PHONE_HEADERS, type PhonePage } from './phone-page.ts';

/** What a phone does, as the session wants to know it. */
export interface PhoneListener {
  /** The one phone of this code is there. */
  connected(): void;
  /** A picture has begun to come; `picture` or `spoilt` follows. */
  receiving(): void;
  picture(jpeg: Buffer): Extract<PhoneAnswer, 'taken' | 'taken-last' | 'full' | 'unreadable'>;
  /** What came was cut off, or changed on its way. */
  spoilt(): void;
  /** Its time is over; nothing is listened to any more. */
  expired(): void;
}

const SEAL_BYTES = PHONE_NONCE_BYTES + PHONE_TAG_BYTES;
const MAX_BYTES = {
  [PHONE_PATHS.connect]: PHONE_ID_BYTES + SEAL_BYTES,
  [PHONE_PATHS.picture]: PHONE_PICTURE.bytes + SEAL_BYTES,
} as const;
/** A picture of which nothing comes for so long was cut off: the phone went out of reach. */
const SILENCE_MS = 15_000;
/** So many wrong requests from one address; then it gets no answer any more. */
const MAX_WRONG = 20;
/** Retakes included: what a phone sends has an end. */
const MAX_PICTURES = 60;

/** What one code lets a phone do, request by request. */
export class PhoneRequests {
  readonly #token: Buffer;
  readonly #key: Buffer;
  readonly #page: PhonePage;
  readonly #listener: PhoneListener;
  /** The phone that came first, and where it is in the network; null while none did. */
  #phone: { readonly id: Buffer; readonly address: string } | null = null;
  /** Of what was taken: sent once more it is answered as before, and taken once. */
  readonly #taken = new Set<string>();
  readonly #wrong = new Map<string, number>();
  /** The picture that is coming. */
  #coming: IncomingMessage | null = null;
  #pictures = 0;
  #isOver = false;

  constructor(secret: { token: Buffer; key: Buffer }, page: PhonePage, listener: PhoneListener) {
    this.#token = secret.token;
    this.#key = secret.key;
    this.#page = page;
    this.#listener = listener;
  }

  /** Nothing is told any more, and what is coming is dropped. */
  end(): void {
    this.#isOver = true;
    this.#coming?.destroy();
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const address = request.socket.remoteAddress ?? '';
    if (this.#isOver || (this.#wrong.get(address) ?? 0) >= MAX_WRONG) {
      request.socket.destroy();
      return;
    }
    const wrong = (): void => {
      this.#wrong.set(address, (this.#wrong.get(address) ?? 0) + 1);
      end(response, 404, 'text/plain', '');
    };
    const [, token = '', name = '', ...more] = (request.url ?? '').split('?', 1)[0]?.split('/') ?? [];
    if (more.length > 0 || !this.#isToken(token)) return wrong();
    const file = this.#page.get(name);
    if (request.method === 'GET' && file) return end(response, 200, file.type, file.bytes);
    if (request.method !== 'POST') return wrong();
    if (name === PHONE_PATHS.connect) return this.#connect(request, response, address, wrong);
    // Another one within the network cannot even disturb what the phone sends.
    if (name !== PHONE_PATHS.picture || this.#phone?.address !== address) return wrong();
    return this.#take(request, response, this.#phone.id);
  }

  #isToken(text: string): boolean {
    const token = Buffer.from(text);
    return token.length === this.#token.length && timingSafeEqual(token, this.#token);
  }

  async #connect(
    request: IncomingMessage,
    response: ServerResponse,
    address: string,
    wrong: () => void,
  ): Promise<void> {
    const sealed = await bodyOf(request, MAX_BYTES.connect);
    if (this.#isOver) return;
    const id = sealed instanceof Buffer ? opened(sealed, this.#key, sealedAlong('connect')) : null;
    // Whoever only heard the address on the air has not the key: to them there is nothing here.
    if (id?.length !== PHONE_ID_BYTES) return wrong();
    if (this.#phone) {
      const isSame = this.#phone.id.equals(id);
      return say(response, isSame ? 200 : 409, isSame ? 'welcome' : 'used');
    }
    this.#phone = { id, address };
    say(response, 200, 'welcome');
    this.#listener.connected();
  }

  async #take(request: IncomingMessage, response: ServerResponse, phone: Buffer): Promise<void> {
    if (++this.#pictures > MAX_PICTURES) return this.#listener.expired();
    // A phone that sends again has lost the connection that the terminal still waits on.
    this.#coming?.destroy();
    this.#coming = request;
    this.#listener.receiving();
    const sealed = await bodyOf(request, MAX_BYTES.picture);
    if (this.#isOver || this.#coming !== request) return;
    this.#coming = null;
    if (sealed === 'too-large') {
      this.#listener.spoilt();
      return end(response, 413, 'text/plain', '');
    }
    const jpeg = sealed && opened(sealed, this.#key, sealedAlong('picture', phone));
    if (!sealed || !jpeg) {
      this.#listener.spoilt();
      return say(response, 422, 'spoilt');
    }
    const nonce = sealed.toString('hex', 0, PHONE_NONCE_BYTES);
    if (this.#taken.has(nonce)) {
      this.#listener.connected();
      return say(response, 200, 'taken');
    }
    const answer = this.#listener.picture(jpeg);
    const isTaken = answer === 'taken' || answer === 'taken-last';
    if (isTaken) this.#taken.add(nonce);
    say(response, isTaken ? 200 : 422, answer);
  }
}

/**
 * Reads a body whose length was told before, and is not too much, into memory.
 * @returns null when it broke off
 */
async function bodyOf(request: IncomingMessage, maxBytes: number): Promise<Buffer | 'too-large' | null> {
  const told = request.headers['content-length'];
  if (told === undefined || Number(told) > maxBytes) return 'too-large';
  request.setTimeout(SILENCE_MS, () => request.destroy());
  const parts: Buffer[] = [];
  try {
    for await (const part of request) parts.push(part as Buffer);
  } catch {
    return null;
  }
  return request.complete ? Buffer.concat(parts) : null;
}

function say(response: ServerResponse, status: number, answer: PhoneAnswer): void {
  end(response, status, 'text/plain; charset=utf-8', answer);
}

function end(response: ServerResponse, status: number, type: string, body: string | Buffer): void {
  // A body that was not read is not waited for.
  const isUnread = response.req.method !== 'GET' && !response.req.complete;
  const connection = isUnread ? { connection: 'close' } : {};
  response.writeHead(status, { ...PHONE_HEADERS, ...connection, 'content-type': type }).end(body);
}
