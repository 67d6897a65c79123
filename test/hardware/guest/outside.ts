import { createReadStream, openSync, writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Answer, Ask, GuestMessage } from '../messages.ts';

const LINE = '/dev/virtio-ports/laboratory';

/** The line out of the guest. */
export class Outside {
  readonly #line = openSync(LINE, 'r+');
  readonly #asked = new Map<number, (answer: Answer) => void>();
  #count = 0;

  constructor() {
    createInterface({ input: createReadStream(LINE, { fd: this.#line }) }).on('line', (line) => {
      const answer = JSON.parse(line) as Answer;
      this.#asked.get(answer.id)?.(answer);
    });
  }

  tell(message: GuestMessage): void {
    writeSync(this.#line, `${JSON.stringify(message)}\n`);
  }

  /** Resolves when it is done. @throws why it could not be done */
  async ask(ask: Ask): Promise<void> {
    const id = ++this.#count;
    const answer = await new Promise<Answer>((resolve) => {
      this.#asked.set(id, resolve);
      this.tell({ kind: 'ask', id, ask });
    });
    this.#asked.delete(id);
    if (answer.trouble !== null) throw new Error(answer.trouble);
  }
}
