import type { Catalogue, CataloguedMatter } from '@tongban/kiosk-config/catalogue';
import {
  availability,
  cutOffsAt,
  matterFacts,
  nextChange,
  type Announcement,
  type Availability,
  type CutOff,
  type Place,
  type Published,
  type TerminalFacts,
} from '@tongban/kiosk-config/published';

/** A matter as this terminal may offer it now. */
export interface OfferedMatter {
  readonly handleItem: string;
  readonly name: { readonly zh: string; readonly en?: string | undefined };
  /** The version in force; null where this program cannot read it. */
  readonly catalogued: CataloguedMatter | null;
  readonly availability: Availability;
}

/** The matters of this terminal, whoever published them. */
export interface Matters {
  /** Nothing was received from the centre yet. */
  readonly missing: boolean;
  /** Those that are shown, in their order: what cannot be begun just now stays in its place. */
  offered(): readonly OfferedMatter[];
  /** Any that is published, shown or not. */
  find(handleItem: string): OfferedMatter | undefined;
  announcements(): readonly Announcement[];
  /** Units that the centre has cut off here. */
  cutOffs(): readonly CutOff[];
  /** What is in force has changed, or its time has come. @returns how to stop */
  onChange(listener: () => void): () => void;
}

/** What the terminal can do at a moment, and when that changes beside its devices. */
export interface Capabilities {
  can(): TerminalFacts['can'];
  onChange(listener: () => void): () => void;
}

export interface MattersOptions {
  readonly place: Place;
  readonly inForce: () => Pick<Published, 'catalogue' | 'matter'> | null;
  /** Tells of a switch to another publication; returns how to stop. */
  readonly onSwitch: (listener: () => void) => () => void;
  /** When what is in force was last confirmed; null where it needs no confirmation. */
  readonly confirmedAt: () => Date | null;
  readonly ageLimitMs: number;
  readonly capabilities: Capabilities;
  readonly now: () => Date;
}

/** A clock that is set, or a day without any event: so often it is looked again anyhow. */
const LOOK_AGAIN_MS = 60_000;

export function mattersOf(options: MattersOptions): Matters & { close(): void } {
  const { place, inForce, confirmedAt, ageLimitMs, capabilities, now } = options;
  const listeners = new Set<() => void>();
  let timer: NodeJS.Timeout | undefined;
  let lookedAt = now();

  const tell = (): void => listeners.forEach((listener) => listener());
  /** Waits for the next instant at which the same publication means something else. */
  const wait = (): void => {
    clearTimeout(timer);
    const published = inForce();
    const from = lookedAt;
    const next = published && nextChange(published.catalogue, from);
    const untilNext = next ? next.getTime() - now().getTime() : LOOK_AGAIN_MS;
    timer = setTimeout(
      () => {
        lookedAt = now();
        if (next && next <= lookedAt) tell();
        wait();
      },
      Math.min(Math.max(untilNext, 0), LOOK_AGAIN_MS),
    );
  };
  const stops = [
    capabilities.onChange(tell),
    options.onSwitch(() => {
      lookedAt = now();
      wait();
      tell();
    }),
  ];
  wait();

  const look = (handleItem: string, terminal: TerminalFacts, at: Date): OfferedMatter | undefined => {
    const published = inForce();
    const facts = published && matterFacts(published, handleItem, at, place);
    if (!published || !facts) return undefined;
    const { entry, document } = facts;
    const catalogued = document && published.matter(handleItem, document.version);
    return {
      handleItem,
      name: document?.name ?? entry.name,
      catalogued,
      availability: availability(facts, terminal, at),
    };
  };
  const terminalNow = (at: Date): TerminalFacts => {
    const confirmed = confirmedAt();
    return {
      can: capabilities.can(),
      catalogueAgeMs: confirmed ? at.getTime() - confirmed.getTime() : 0,
      catalogueAgeLimitMs: ageLimitMs,
    };
  };

  return {
    get missing() {
      return inForce() === null;
    },
    offered() {
      const at = now();
      const terminal = terminalNow(at);
      return (inForce()?.catalogue.matters ?? [])
        .flatMap(({ handleItem }) => look(handleItem, terminal, at) ?? [])
        .filter(isShown)
        .toSorted((a, b) => orderOf(a) - orderOf(b));
    },
    find(handleItem) {
      const at = now();
      return look(handleItem, terminalNow(at), at);
    },
    announcements() {
      const at = now().getTime();
      return (inForce()?.catalogue.announcements ?? []).filter(
        ({ from, until }) => Date.parse(from) <= at && at < Date.parse(until),
      );
    },
    cutOffs() {
      const published = inForce();
      return published ? cutOffsAt(published.catalogue, place, now()) : [];
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      for (const stop of stops) stop();
      clearTimeout(timer);
    },
  };
}

/** What ended and what has not begun is no matter to citizens. */
function isShown({ availability: now }: OfferedMatter): boolean {
  return now.available || (now.reason !== 'terminated' && now.reason !== 'not-yet');
}

function orderOf({ catalogued }: OfferedMatter): number {
  return catalogued?.matter.order ?? Infinity;
}

/** A folder of documents as if it had been published: all in force, for ever. */
export function publicationOfFolder(folder: Catalogue): Pick<Published, 'catalogue' | 'matter'> {
  const since = new Date(0).toISOString();
  return {
    catalogue: {
      ...{ revision: 1, publishedAt: since, cutOffs: [], announcements: [] },
      matters: [...folder.values()].map(({ matter: { handleItem, unit, name, version } }) => ({
        ...{ handleItem, unit: unit.code, name: { zh: name.zh, en: name.en ?? name.zh } },
        ...{ status: 'in-force', maintenance: [], kiosk: true },
        versions: [{ version, sha256: '', effectiveFrom: since }],
      })),
    },
    matter: (handleItem) => folder.get(handleItem) ?? null,
  };
}
