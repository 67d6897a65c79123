import type { Heartbeat } from '../contract/index.ts';
import { isAboutPaper } from './alerts.ts';

/** What a terminal said last, without what belongs to one heartbeat alone. */
export type Said = Omit<Heartbeat, 'startedAt' | 'sequence' | 'at' | 'checkpoint' | 'events'>;

export function saidIn(heartbeat: Heartbeat): Said {
  const { software, published, configuration, unsent, oldestUnsentAt } = heartbeat;
  const { storageFree, intake, order, devices, missingCharacters, readiness } = heartbeat;
  return {
    ...{ software, published, configuration, unsent, oldestUnsentAt, storageFree, intake, order, devices },
    ...(missingCharacters && { missingCharacters }),
    ...(readiness && { readiness }),
  };
}

/** What is worth a line in the history; a card that comes and goes is not. */
function notable({ software, published, configuration, intake, order, devices }: Said): Map<string, string> {
  const facts = new Map([
    ['software', software],
    ['published', String(published ?? '')],
    [
      'configuration',
      configuration ? `${configuration.name}-${configuration.version} ${configuration.state}` : '',
    ],
    ['intake', intake],
    ['order', String(order)],
  ]);
  for (const { id, status, availability } of devices) {
    facts.set(`device:${id}`, availability === 'ready' && !isAboutPaper(status) ? 'ready' : status);
  }
  return facts;
}

export interface NotedChange {
  readonly what: string;
  readonly from: string;
  readonly to: string;
}

/** @param before null for the first heartbeat ever, whose facts are no changes */
export function changesBetween(before: Said | null, now: Said): NotedChange[] {
  if (!before) return [];
  const former = notable(before);
  const present = notable(now);
  return [...new Set([...former.keys(), ...present.keys()])].flatMap((what) => {
    const [from, to] = [former.get(what) ?? '', present.get(what) ?? ''];
    return from === to ? [] : [{ what, from, to }];
  });
}
