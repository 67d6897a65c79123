import type { Matter } from '../../catalogue/index.ts';
import { standing, type MatterState } from '../../lifecycle/index.ts';
import type { CatalogueEntry, Words } from '../../published/index.ts';
import type { StoredMatter } from './matter-store.ts';

/** The published words have both languages; a document without English shows its Chinese. */
function both({ zh, en }: { readonly zh: string; readonly en?: string | undefined }): Words {
  return { zh, en: en ?? zh };
}

/**
 * What the published index says of a matter; null while it has never been opened. Versions and suspensions that lie ahead
 * travel ahead; an end is told when it has come.
 * @param documents of the versions, by version
 */
export function entryOf(
  { handleItem, name, state }: StoredMatter,
  documents: ReadonlyMap<string, { readonly sha256: string; readonly matter: Matter }>,
  now: Date,
): CatalogueEntry | null {
  const at = now.toISOString();
  const { status, notice, since } = standing(state, now);
  const versions = publishedVersions(state, at).map(({ version, at: effectiveFrom }) => ({
    ...{ version, sha256: documents.get(version)!.sha256, effectiveFrom },
  }));
  const newest = versions.at(-1);
  if (!newest) return null;
  const common = {
    handleItem,
    unit: state.unit,
    name: both(name),
    kiosk: documents.get(newest.version)!.matter.channels.kiosk,
    maintenance: state.windows
      .filter((each) => each.end > at)
      .toSorted((a, b) => (a.start < b.start ? -1 : 1))
      .slice(0, MOST_WINDOWS)
      .map(({ start, end, reason }) => ({ from: start, until: end, reason: both(reason) })),
  };
  if (status === 'TERMINATED') {
    // A request to end or to suspend is refused without a notice.
    const reason = both(notice!.reason);
    return { ...common, status: 'terminated', versions: [], termination: { from: since!, reason } };
  }
  const suspended =
    status === 'SUSPENDED'
      ? { at: since!, notice }
      : state.statuses.find((each) => each.at > at && each.status === 'SUSPENDED');
  if (!suspended) return { ...common, status: 'in-force', versions };
  const { reason, otherChannel, until } = suspended.notice!;
  const told = { from: suspended.at, until, reason: both(reason), otherChannel: both(otherChannel) };
  return { ...common, status: 'suspended', versions, suspension: told };
}

const MOST_WINDOWS = 20;
const MOST_VERSIONS = 10;

/** The version that serves and those ahead of it; of two that serve from one instant the later decided. */
function publishedVersions(state: MatterState, at: string) {
  const current = state.inForce.findLastIndex((each) => each.at <= at);
  const onwards = state.inForce.slice(Math.max(current, 0));
  return onwards.filter((each, index) => onwards[index + 1]?.at !== each.at).slice(0, MOST_VERSIONS);
}

/** When the catalogue has to be published anew although nobody decides anything; null: never. */
export function nextPublication(
  matters: readonly MatterState[],
  announcements: readonly { readonly until: string }[],
  now: Date,
): string | null {
  const at = now.toISOString();
  const instants = [
    ...matters.flatMap((state) => [
      ...state.statuses.map((each) => each.at),
      ...state.inForce.map((each) => each.at),
    ]),
    ...announcements.map((each) => each.until),
  ];
  return instants.filter((each) => each > at).toSorted()[0] ?? null;
}
