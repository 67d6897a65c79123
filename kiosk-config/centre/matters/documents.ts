import { createHash } from 'node:crypto';
import { checkMatter, deviations, difference, gapsOf, type Gap, type Matter } from '../../catalogue/index.ts';
import { standing, untested, type MatterState, type TestedModule } from '../../lifecycle/index.ts';
import type { Officer } from '../contract/index.ts';
import type { CentreDatabase } from '../database/database.ts';
import { Refusal } from '../server/refusal.ts';
import { act, loadMatter, loadMatters, type MattersGround } from './matter-store.ts';

type Draft = Readonly<Record<string, unknown>>;

/** Gaps that hang on systems and tests; for a draft that nobody tested yet they are no news. */
const NOT_YET = {
  interfaceReworked: true,
  jointTestsPassed: ['acceptance', 'payment', 'logistics'],
} as const;

/** Matter documents: completeness, versions, differences and conformance. */
export function createDocuments(ground: MattersGround) {
  const { database, clock } = ground;

  const changesAgainst = async (handleItem: string, document: Draft) => {
    const inForce = await versionInForce(database, handleItem, clock());
    const checked = checkMatter(document);
    return inForce && 'matter' in checked ? difference(inForce, checked.matter) : null;
  };

  return {
    async check(document: Draft) {
      const handleItem = typeof document['handleItem'] === 'string' ? document['handleItem'] : '';
      return { gaps: gapsOf(document, NOT_YET), changes: await changesAgainst(handleItem, document) };
    },

    /** @throws Refusal DOCUMENT_UNUSABLE when it cannot be told which matter and version it is */
    async importVersion(revision: number, document: Draft, officer: Officer) {
      const { handleItem, version, unit, name } = identityOf(document);
      if (unit.code !== officer.unitCode) throw new Refusal('FORBIDDEN');
      const gaps = gapsOf(document, NOT_YET);
      const changes = await changesAgainst(handleItem, document);
      const text = JSON.stringify(document);
      const sha256 = createHash('sha256').update(text).digest('hex');
      const facts = {
        ...{ version, sha256, sunkDown: document['sunkDown'] === true, modules: modulesOf(document) },
        missing: gaps.filter((each) => each.article === '9(1)').map(pathOf),
        notReduced: gaps.filter((each) => each.article === '9(2)').map(pathOf),
      };
      const state = await act(ground, handleItem, { type: 'draft-version', revision, ...facts }, officer, {
        first: { unitCode: unit.code, name, unitName: unit.name },
        keep: async ({ sql }) => {
          await sql
            .insertInto('matter_versions')
            .values({
              ...{ handle_item: handleItem, version, sha256, document: text },
              ...{ imported_at: clock().toISOString(), imported_by: officer.accountId },
            })
            .execute();
        },
      });
      return { handleItem, version, revision: state.revision, gaps, changes };
    },

    async read(handleItem: string, version: string) {
      const row = await documentRow(database, handleItem, version);
      const stored = await loadMatter(database, handleItem);
      if (!row || !stored) throw new Refusal('NOT_FOUND');
      const document = JSON.parse(row.document) as Draft;
      return { document, sha256: row.sha256, gaps: gapsOf(document, evidenceOf(stored.state, version)) };
    },

    async compare(handleItem: string, from: string, to: string) {
      const [before, after] = await Promise.all(
        [from, to].map((each) => documentRow(database, handleItem, each)),
      );
      if (!before || !after) throw new Refusal('NOT_FOUND');
      return { changes: difference(wholeMatter(before.document, from), wholeMatter(after.document, to)) };
    },

    /** Art. 15: what the kiosk offers now beside the definitions of the online service. */
    async conformance(online: readonly Draft[]) {
      const here: Matter[] = [];
      for (const { handleItem, state } of await loadMatters(database)) {
        const { status } = standing(state, clock());
        const matter = await versionInForce(database, handleItem, clock());
        if (matter?.channels.kiosk && (status === 'OPEN' || status === 'SUSPENDED')) here.push(matter);
      }
      const there = online.map((each, index) => wholeMatter(JSON.stringify(each), String(index)));
      return { compared: here.length, deviations: deviations(here, there) };
    },
  };
}

export type Documents = ReturnType<typeof createDocuments>;

/** The document of the version in force; null when there is none. */
export async function versionInForce(
  database: CentreDatabase,
  handleItem: string,
  now: Date,
): Promise<Matter | null> {
  const stored = await loadMatter(database, handleItem);
  const version = stored && standing(stored.state, now).version;
  const row = version && (await documentRow(database, handleItem, version));
  return row ? wholeMatter(row.document, version) : null;
}

function documentRow({ sql }: CentreDatabase, handleItem: string, version: string) {
  return sql
    .selectFrom('matter_versions')
    .selectAll()
    .where('handle_item', '=', handleItem)
    .where('version', '=', version)
    .executeTakeFirst();
}

/** What a joint test has shown of a version. Whether the interface was reworked shows in the test of acceptance. */
export function evidenceOf(state: MatterState, version: string) {
  const facts = state.versions.find((each) => each.version === version);
  const all: TestedModule[] = ['acceptance', 'payment', 'logistics'];
  const missing = facts ? untested(state, { ...facts, modules: all }) : all;
  const jointTestsPassed = all.filter((each) => !missing.includes(each));
  return { interfaceReworked: jointTestsPassed.includes('acceptance'), jointTestsPassed };
}

function wholeMatter(text: string, which: string): Matter {
  const checked = checkMatter(JSON.parse(text) as unknown);
  if ('matter' in checked) return checked.matter;
  throw new Refusal('DOCUMENT_UNUSABLE', { which, faults: checked.faults });
}

function modulesOf(document: Draft): TestedModule[] {
  const needs = (document['needs'] ?? {}) as Draft;
  return [
    ...('pay' in needs ? (['payment'] as const) : []),
    ...('delivery' in needs ? (['logistics'] as const) : []),
  ];
}

function pathOf({ path, name }: Gap): string {
  return path || name.zh;
}

/** The members without which a draft belongs nowhere. */
function identityOf(document: Draft) {
  const checked = checkMatter(document);
  const faults = 'faults' in checked ? checked.faults : [];
  const needed = /^(handleItem|basicCode|version|unit|name)(\.|$)/;
  const inTheWay = faults.filter(({ path }) => path === '' || needed.test(path));
  if (inTheWay.length > 0) throw new Refusal('DOCUMENT_UNUSABLE', { faults: inTheWay });
  return document as unknown as Pick<Matter, 'handleItem' | 'version' | 'unit' | 'name'>;
}
