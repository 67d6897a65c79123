import { setTimeout as delay } from 'node:timers/promises';

/**
 * Does work in groups that grow with the load: while one group is under way, and for a moment after it began, the next
 * collects. So a hundred requests of a moment cost a few statements, and a single one waits for nobody.
 * @param work answers in the order of the items; when it throws, all of the group fail
 */
export function inGroups<Item, Result>(
  work: (items: readonly Item[]) => Promise<readonly Result[]>,
): (item: Item) => Promise<Result> {
  interface Waiting {
    readonly item: Item;
    readonly settle: PromiseWithResolvers<Result>;
  }
  const waiting: Waiting[] = [];
  let isWorking = false;
  let begunMs = -Infinity;
  const run = async (): Promise<void> => {
    isWorking = true;
    while (waiting.length > 0) {
      const earlyMs = begunMs + GROUP_EVERY_MS - performance.now();
      if (earlyMs > 0) await delay(earlyMs);
      begunMs = performance.now();
      const group = waiting.splice(0, MOST_ITEMS);
      try {
        const results = await work(group.map(({ item }) => item));
        group.forEach(({ settle }, at) => settle.resolve(results[at] as Result));
      } catch (error) {
        for (const { settle } of group) settle.reject(error);
      }
    }
    isWorking = false;
  };
  return (item) => {
    const settle = Promise.withResolvers<Result>();
    waiting.push({ item, settle });
    // What else has come in with this turn of the loop goes along.
    if (!isWorking) {
      isWorking = true;
      setImmediate(() => void run());
    }
    return settle.promise;
  };
}

/** A statement costs a round trip whatever it carries, half a millisecond of the process; nobody notices so short a wait. */
const GROUP_EVERY_MS = 25;
/** SQLite takes 32,766 values in a statement. */
const MOST_ITEMS = 500;
