import { z } from 'zod';

/**
 * What the centre publishes, as TUF targets: the index of matters, their documents, calendars and configurations.
 * Everything is JSON in UTF-8. Instants are ISO 8601 in UTC.
 */

export const CATALOGUE_PATH = 'catalogue.json';

/** Where a version of a matter's document lies; what is published there never changes. */
export function matterPath(handleItem: string, version: string): string {
  return `matters/${handleItem}/${version}.json`;
}

export function calendarPath(year: number): string {
  return `calendars/${year}.json`;
}

export function configurationPath(name: string): string {
  return `configurations/${name}.json`;
}

/** Where the list of a release of the software lies, in a publication of its own (releases/README.md); it never changes. */
export function releasePath(architecture: string, version: string): string {
  return `releases/${architecture}/${version}.json`;
}

/** Paths that may be published; also keeps names from leaving the folder of whoever stores them. */
const targetPath =
  /^(catalogue\.json|matters\/[0-9A-Z]{33}\/\d{4}\.\d+\.json|calendars\/\d{4}\.json|configurations\/[a-z0-9][a-z0-9-]{0,63}\.json|releases\/[a-z0-9]{1,16}\/[0-9A-Za-z.-]{1,50}\.json)$/;

export function isTargetPath(path: string): boolean {
  return targetPath.test(path);
}

const instant = z.iso.datetime();
const words = z.object({ zh: z.string().min(1), en: z.string().min(1) });
/** A text in both languages that the screens speak. */
export type Words = z.infer<typeof words>;

const unitCode = z.string().regex(/^[0-9A-Z]{18}$/);

const version = z.object({
  version: z.string().regex(/^\d{4}\.\d+$/),
  /** SHA-256 of the document, hexadecimal. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** From when on this version serves. */
  effectiveFrom: instant,
});
export type PublishedVersion = z.infer<typeof version>;

const entry = z
  .object({
    handleItem: z.string().regex(/^[0-9A-Z]{33}$/),
    unit: unitCode,
    name: words,
    /**
     * Versions in the order in which they take effect, none twice: the last whose time has come serves, the one before it
     * until then. Empty only for a terminated matter.
     */
    versions: z.array(version).max(10),
    status: z.enum(['in-force', 'suspended', 'terminated']),
    /** Of a suspended matter and only there. It lasts until a resumption is published, whatever `until` promises. */
    suspension: z
      .object({ from: instant, until: instant.nullable(), reason: words, otherChannel: words })
      .optional(),
    /** Of a terminated matter and only there: what to tell somebody who comes by an old link. */
    termination: z.object({ from: instant, reason: words }).optional(),
    /** Windows that end by themselves. */
    maintenance: z.array(z.object({ from: instant, until: instant, reason: words })).max(20),
    /** May be done at a self-service terminal at all. */
    kiosk: z.boolean(),
  })
  .superRefine((matter, context) => {
    const refuse = (path: string, message: string): void =>
      context.addIssue({ code: 'custom', path: [path], message });
    if ((matter.status === 'suspended') !== (matter.suspension !== undefined)) {
      refuse('suspension', 'stands exactly where the status is suspended');
    }
    if ((matter.status === 'terminated') !== (matter.termination !== undefined)) {
      refuse('termination', 'stands exactly where the status is terminated');
    }
    if (matter.versions.length === 0 && matter.status !== 'terminated') {
      refuse('versions', 'needs one that serves');
    }
    for (const [index, { version: later, effectiveFrom }] of matter.versions.entries()) {
      const before = matter.versions[index - 1];
      if (before && compareVersions(before.version, later) >= 0) refuse('versions', 'must grow');
      if (before && before.effectiveFrom >= effectiveFrom) refuse('versions', 'must take effect in order');
    }
    for (const window of matter.maintenance) {
      if (window.from >= window.until) refuse('maintenance', 'must end after its start');
    }
  });
export type CatalogueEntry = z.infer<typeof entry>;

const announcement = z
  .object({
    id: z.string().min(1).max(64),
    title: words,
    text: words,
    from: instant,
    until: instant,
    severity: z.enum(['notice', 'warning', 'urgent']),
  })
  .refine(({ from, until }) => from < until, 'must end after its start');
export type Announcement = z.infer<typeof announcement>;

const cutOff = z.object({
  unit: unitCode,
  /** Absent: everywhere. */
  scope: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('site'), site: z.string().min(1).max(64) }),
      z.object({ kind: z.literal('terminal'), terminal: z.string().min(1).max(64) }),
    ])
    .exactOptional(),
  since: instant,
  notice: words,
});
export type CutOff = z.infer<typeof cutOff>;

/** Where a terminal stands. */
export interface Place {
  readonly siteCode: string;
  readonly terminalId: string;
}

/** Units that are cut off at a terminal at a time; `place` null: for every channel. One that is cut everywhere comes first. */
export function cutOffsAt({ cutOffs }: PublishedCatalogue, place: Place | null, now: Date): CutOff[] {
  return cutOffs
    .filter(({ scope, since }) => {
      if (Date.parse(since) > now.getTime()) return false;
      if (!scope) return true;
      return scope.kind === 'site' ? scope.site === place?.siteCode : scope.terminal === place?.terminalId;
    })
    .toSorted((a, b) => Number(a.scope !== undefined) - Number(b.scope !== undefined));
}

export const catalogueSchema = z
  .object({
    /** Grows by one with each publication that changes anything. */
    revision: z.int().min(1),
    publishedAt: instant,
    matters: z.array(entry),
    /** Units that 大数据中心 has cut off (art. 24). Their matters keep their status. */
    cutOffs: z.array(cutOff),
    announcements: z.array(announcement),
  })
  .superRefine(({ matters, cutOffs, announcements }, context) => {
    for (const [path, names] of Object.entries({
      matters: matters.map((each) => each.handleItem),
      cutOffs: cutOffs.map(({ unit, scope }) => (scope ? `${unit} ${JSON.stringify(scope)}` : unit)),
      announcements: announcements.map((each) => each.id),
    })) {
      const twice = names.find((name, index) => names.indexOf(name) !== index);
      if (twice !== undefined) {
        context.addIssue({ code: 'custom', path: [path], message: `${twice} stands there twice` });
      }
    }
  });
/** The index. */
export type PublishedCatalogue = z.infer<typeof catalogueSchema>;

/** `2026.10` comes after `2026.9`: negative, zero or positive as for a sort. */
export function compareVersions(a: string, b: string): number {
  const [yearA = 0, numberA = 0] = a.split('.').map(Number);
  const [yearB = 0, numberB = 0] = b.split('.').map(Number);
  return yearA - yearB || numberA - numberB;
}

/** The version that serves at a time; null before the first has taken effect. */
export function versionInForce(matter: CatalogueEntry, now: Date): PublishedVersion | null {
  return matter.versions.findLast(({ effectiveFrom }) => Date.parse(effectiveFrom) <= now.getTime()) ?? null;
}

/** The next instant at which what is published means something else than now; null when it means the same for ever. */
export function nextChange(catalogue: PublishedCatalogue, now: Date): Date | null {
  const instants = [
    ...catalogue.matters.flatMap((matter) => [
      ...matter.versions.map((each) => each.effectiveFrom),
      ...matter.maintenance.flatMap(({ from, until }) => [from, until]),
      matter.suspension?.from,
      matter.suspension?.until,
      matter.termination?.from,
    ]),
    ...catalogue.cutOffs.map(({ since }) => since),
    ...catalogue.announcements.flatMap(({ from, until }) => [from, until]),
  ];
  const later = instants
    .flatMap((each) => (each ? [Date.parse(each)] : []))
    .filter((each) => each > now.getTime());
  return later.length > 0 ? new Date(Math.min(...later)) : null;
}
