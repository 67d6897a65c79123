import { createServer, connect, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { randomUUID } from 'node:crypto';
import { expect, it, onTestFinished } from 'vitest';
import { startLine, untilChange } from '../../sync/testing/line.ts';
import { inputOf } from '../../sync/testing/test-matters.ts';
import { everyAcknowledgedOnce } from './oracle.ts';
import { between, random, seedOf, times } from './seed.ts';

const CUTS = times(24, 1000);
const LONG_MS = 1_800_000;

/** The cable between a terminal and its platform. */
class Cable {
  readonly #server: Server;
  readonly #ends = new Set<Socket>();
  readonly #target: URL;
  #left = Infinity;
  /** Bytes that have gone through, both ways. */
  carried = 0;
  cuts = 0;

  constructor(target: string) {
    this.#target = new URL(target);
    this.#server = createServer((near) => this.#carry(near));
  }

  async lay(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** It breaks after so many bytes more and lets nobody through until it is mended. */
  breakAfter(bytes: number): void {
    this.#left = bytes;
  }

  mend(): void {
    this.#left = Infinity;
  }

  get isBroken(): boolean {
    return this.#left <= 0;
  }

  async remove(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#cut();
    await closed;
  }

  #carry(near: Socket): void {
    if (this.isBroken) {
      near.resetAndDestroy();
      return;
    }
    const far = connect(Number(this.#target.port), this.#target.hostname);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#ends.add(from);
      from.setNoDelay(true);
      from.on('data', (data) => {
        const through = data.subarray(0, Math.max(0, this.#left));
        this.carried += through.length;
        this.#left -= data.length;
        to.write(through, () => {
          if (this.isBroken) this.#cut();
        });
      });
      from.on('error', () => to.destroy());
      from.on('close', () => {
        this.#ends.delete(from);
        to.destroy();
      });
    }
  }

  #cut(): void {
    if (this.#ends.size > 0) this.cuts += 1;
    for (const end of this.#ends) end.destroy();
  }
}

it(
  `the cable breaks at ${CUTS} points of a submission, from the first byte of a request to the last one of an answer`,
  async () => {
    const draw = random(seedOf('network-cut'));
    const { sandbox, sync: first, reopen, dataFolder } = await startLine();
    await first.close();
    const cable = new Cable(sandbox.url);
    const url = await cable.lay();
    onTestFinished(() => cable.remove());
    const sync = await reopen({ platform: { url, ...sandbox.keys } });
    const submit = async (): Promise<string> => {
      const id = randomUUID();
      await sync.submit(inputOf(id));
      return id;
    };
    const ids = [await submit()];
    await sync.waitForOutcome(ids[0] ?? '', 10_000);
    // The feed asks on the same cable: this is a little more than one submission takes.
    const oneSubmission = cable.carried;
    for (let cut = 0; cut < CUTS; cut++) {
      await untilChange(sync, () => sync.network === 'online');
      cable.breakAfter(between(draw, 1, oneSubmission));
      const id = await submit();
      ids.push(id);
      // The feed carries on until the cable breaks, should the submission be through before.
      await untilChange(sync, () => cable.isBroken && sync.network === 'offline');
      cable.mend();
      expect((await sync.waitForOutcome(id, 10_000)).state, `cut ${cut}`).toBe('accepted');
    }
    await sync.close();
    const { wrong, accepted } = await everyAcknowledgedOnce(dataFolder, sandbox, ids, { send: true });
    expect(wrong).toEqual([]);
    expect(accepted).toBe(CUTS + 1);
    expect(cable.cuts).toBeGreaterThanOrEqual(CUTS);
  },
  LONG_MS,
);
