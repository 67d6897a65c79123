import { chacha20poly1305 } from '@noble/ciphers/chacha';
import {
  PHONE_ID_BYTES,
  PHONE_KEY_BYTES,
  PHONE_NONCE_BYTES,
  PHONE_PATHS,
  sealedAlong,
  type PhoneAnswer,
} from '@tongban/contract/phone';

/** Longer than the terminal waits. */
const LONGEST_MS = 100_000;

/** Null: nobody answered, or not as a terminal does. */
export type Answer = PhoneAnswer | null;

/** The terminal whose code was scanned. What goes there is sealed in this page: on plain HTTP browsers seal nothing. */
export class Terminal {
  readonly #key: Uint8Array;
  readonly #phone: Uint8Array;

  private constructor(key: Uint8Array, phone: Uint8Array) {
    this.#key = key;
    this.#phone = phone;
  }

  /**
   * By the key in the address, which is taken out of it. Some phones drop a page while the camera is in front and load it
   * again: what this tab knows is kept in it until it is closed.
   * @returns null when there is no key
   */
  static find(): Terminal | null {
    const kept = bytesOf(sessionStorage.getItem(location.pathname) ?? '');
    const key = kept.length > 0 ? kept.slice(0, PHONE_KEY_BYTES) : bytesOf(location.hash.slice(1));
    history.replaceState(null, '', location.pathname);
    if (key.length !== PHONE_KEY_BYTES) return null;
    const made = crypto.getRandomValues(new Uint8Array(PHONE_ID_BYTES));
    const phone = kept.length > 0 ? kept.slice(PHONE_KEY_BYTES) : made;
    sessionStorage.setItem(location.pathname, textOf(new Uint8Array([...key, ...phone])));
    return new Terminal(key, phone);
  }

  /** Nothing of it stays in this tab. */
  forget(): void {
    sessionStorage.removeItem(location.pathname);
    this.#key.fill(0);
    this.#phone.fill(0);
  }

  connect(): Promise<Answer> {
    return post(PHONE_PATHS.connect, this.#sealed(this.#phone, sealedAlong('connect')));
  }

  /** @returns what is sent, so that it can be sent again as it is and counts once */
  async seal(jpeg: Blob): Promise<Uint8Array<ArrayBuffer>> {
    return this.#sealed(await arrayOf(jpeg), sealedAlong('picture', this.#phone));
  }

  send(sealed: Uint8Array<ArrayBuffer>): Promise<Answer> {
    return post(PHONE_PATHS.picture, sealed);
  }

  #sealed(bytes: Uint8Array, along: Uint8Array): Uint8Array<ArrayBuffer> {
    const nonce = crypto.getRandomValues(new Uint8Array(PHONE_NONCE_BYTES));
    const text = chacha20poly1305(this.#key, nonce, along).encrypt(bytes);
    const sealed = new Uint8Array(nonce.length + text.length);
    sealed.set(nonce);
    sealed.set(text, nonce.length);
    return sealed;
  }
}

async function post(path: string, body: Uint8Array<ArrayBuffer>): Promise<Answer> {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), LONGEST_MS);
  try {
    const response = await fetch(path, { method: 'POST', body, signal: limit.signal, cache: 'no-store' });
    const said = await response.text();
    return said === '' ? null : (said as PhoneAnswer);
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}

async function arrayOf(blob: Blob): Promise<Uint8Array> {
  return new Uint8Array(await blob.arrayBuffer());
}

/** base64url, without padding; empty when it is none. */
function bytesOf(text: string): Uint8Array {
  try {
    return Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (each) => each.charCodeAt(0));
  } catch {
    return new Uint8Array();
  }
}

function textOf(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=/g, '');
}
