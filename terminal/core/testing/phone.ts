import { createCipheriv, randomBytes } from 'node:crypto';
import { request, type IncomingMessage } from 'node:http';
import { PHONE_ID_BYTES, PHONE_NONCE_BYTES, PHONE_TAG_BYTES, sealedAlong } from '@tongban/contract/phone';

export interface Answered {
  readonly status: number;
  readonly text: string;
  readonly headers: IncomingMessage['headers'];
}

/** What the page on a phone sends, made by other code than the page's own. */
export class StandInPhone {
  readonly address: URL;
  readonly key: Buffer;
  readonly id = randomBytes(PHONE_ID_BYTES);
  readonly #from: string;

  /**
   * @param code as it is on the screen
   * @param from its own address
   */
  constructor(code: string, from = '127.0.0.1') {
    this.#from = from;
    this.address = new URL(code);
    this.key = Buffer.from(this.address.hash.slice(1), 'base64url');
  }

  seal(bytes: Uint8Array, along: Uint8Array): Buffer {
    const nonce = randomBytes(PHONE_NONCE_BYTES);
    const options = { authTagLength: PHONE_TAG_BYTES };
    const cipher = createCipheriv('chacha20-poly1305', this.key, nonce, options);
    cipher.setAAD(along, { plaintextLength: bytes.length });
    const text = Buffer.concat([cipher.update(bytes), cipher.final()]);
    return Buffer.concat([nonce, text, cipher.getAuthTag()]);
  }

  sealedPicture(jpeg: Uint8Array): Buffer {
    return this.seal(jpeg, sealedAlong('picture', this.id));
  }

  connect(): Promise<Answered> {
    return this.post('connect', this.seal(this.id, sealedAlong('connect')));
  }

  send(jpeg: Uint8Array): Promise<Answered> {
    return this.post('picture', this.sealedPicture(jpeg));
  }

  get(path = ''): Promise<Answered> {
    return this.#ask('GET', path);
  }

  post(path: string, body: Uint8Array): Promise<Answered> {
    return this.#ask('POST', path, body);
  }

  /** Begins to send a picture of which no more comes than is given here. @returns ends the connection */
  async begin(part: Uint8Array, length: number): Promise<() => void> {
    const begun = request(new URL('picture', this.address), {
      ...{ method: 'POST', agent: false },
      headers: { 'content-length': length },
    });
    begun.on('error', () => undefined);
    await new Promise<void>((resolve) => begun.write(part, () => resolve()));
    return () => begun.destroy();
  }

  /** @returns rejects with the error of the connection */
  #ask(method: string, path: string, body?: Uint8Array): Promise<Answered> {
    return new Promise((resolve, reject) => {
      const asked = request(new URL(path, this.address), {
        ...{ method, agent: false, localAddress: this.#from },
        headers: body ? { 'content-length': body.length } : {},
      });
      asked.on('error', reject);
      asked.on('response', (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(parts).toString();
          resolve({ status: response.statusCode ?? 0, text, headers: response.headers });
        });
      });
      asked.end(body);
    });
  }
}
