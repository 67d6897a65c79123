import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { heartbeat, type securityEventKinds } from '../centre/contract/terminals.ts';
import { replaceFile } from './replace-file.ts';

const events = heartbeat.shape.events.unwrap();
type SecurityEvent = z.infer<typeof events>[number];

/** More than so many nobody would read; the oldest stay, because they tell how it began. */
const MOST = 50;

/** What the centre has to hear about the terminal's security, kept on the disk until it has. */
export class SecurityEvents {
  readonly #file: string;
  #waiting: SecurityEvent[];

  constructor(dataFolder: string) {
    this.#file = join(dataFolder, 'security-events.json');
    this.#waiting = readWaiting(this.#file);
  }

  get waiting(): readonly SecurityEvent[] {
    return this.#waiting;
  }

  /** @param detail letters, digits and `:. -` alone */
  add(kind: (typeof securityEventKinds)[number], detail: string, at: Date): void {
    if (this.#waiting.length === MOST) return;
    this.#keep([...this.#waiting, { id: randomUUID(), kind, at: at.toISOString(), detail }]);
  }

  told(heard: readonly SecurityEvent[]): void {
    if (heard.length === 0) return;
    this.#keep(this.#waiting.filter(({ id }) => !heard.some((each) => each.id === id)));
  }

  #keep(waiting: SecurityEvent[]): void {
    this.#waiting = waiting;
    replaceFile(this.#file, Buffer.from(JSON.stringify(waiting)));
  }
}

/** A file that cannot be read holds no event any more. */
function readWaiting(file: string): SecurityEvent[] {
  try {
    return events.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return [];
  }
}
