import { z } from 'zod';
import { openSync, type Sync } from '@tongban/sync';
import { shortDelays, terminal } from '../../../sync/testing/fixed.ts';
import { inputOf } from '../../../sync/testing/test-matters.ts';
import { acknowledge } from '../disk/log.ts';

/**
 * The sync of a terminal as a process of its own, which a test drives, cuts off and kills: terminal.ts beside this
 * folder is its other end. It imports everything before it is told to open its store, so that one can be kept warm.
 */
const orderSchema = z.discriminatedUnion('order', [
  z.object({ order: z.literal('open'), dataFolder: z.string(), platform: z.any() }),
  z.object({ order: z.literal('submit'), ids: z.array(z.string()), day: z.string() }),
  z.object({ order: z.literal('until-sent') }),
  z.object({ order: z.literal('close') }),
]);

export type TerminalOrder = z.infer<typeof orderSchema>;
export type TerminalWord =
  | { readonly word: 'ready' | 'opened' | 'sent' | 'closed' }
  | { readonly word: 'not-opened'; readonly reason: string }
  | { readonly word: 'stored'; readonly id: string }
  | { readonly word: 'not-stored'; readonly id: string; readonly reason: string };

let sync: Sync | undefined;

function say(word: TerminalWord): void {
  process.send?.(word);
}

function opened(): Sync {
  if (!sync) throw new Error('the store is not open');
  return sync;
}

async function open(order: Extract<TerminalOrder, { order: 'open' }>): Promise<void> {
  const { dataFolder, platform } = order;
  try {
    sync = await openSync({ dataFolder, terminal, platform, delays: shortDelays, log: () => undefined });
    say({ word: 'opened' });
  } catch (error) {
    say({ word: 'not-opened', reason: String(error) });
  }
}

async function submit(id: string, day: string): Promise<void> {
  try {
    await opened().submit(inputOf(id, { capturedAt: new Date(day) }));
  } catch (error) {
    say({ word: 'not-stored', id, reason: String(error) });
    return;
  }
  acknowledge(id);
  say({ word: 'stored', id });
}

async function untilSent(): Promise<void> {
  await new Promise<void>((resolve) => {
    const look = (): void => {
      if (opened().heldCount > 0) return;
      stop();
      resolve();
    };
    const stop = opened().onChange(look);
    look();
  });
  say({ word: 'sent' });
}

process.on('message', (message) => {
  const order = orderSchema.parse(message);
  switch (order.order) {
    case 'open':
      void open(order);
      return;
    case 'submit':
      // All at once: they share a commit.
      for (const id of order.ids) void submit(id, order.day);
      return;
    case 'until-sent':
      void untilSent();
      return;
    case 'close':
      void opened()
        .close()
        .then(() => {
          say({ word: 'closed' });
          process.disconnect();
        });
  }
});
process.on('disconnect', () => process.exit());
say({ word: 'ready' });
