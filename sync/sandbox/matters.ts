import {
  compileMatter,
  matterSchema,
  type Catalogue,
  type CataloguedMatter,
  type LocalText,
  type Matter,
} from '@tongban/kiosk-config/catalogue';
import {
  catalogueSchema,
  sha256Hex,
  type Answer,
  type PublishedCatalogue,
  type VersionChange,
} from '../contract/index.ts';
import type { Ground } from './ground.ts';
import { Refusal } from './refusal.ts';
import { isTextAlone, versionChanges } from './version-changes.ts';

export interface Suspension {
  readonly reason: LocalText;
  /** When it ends, as far as known. */
  readonly until: string | null;
}

interface MatterRow {
  readonly handle_item: string;
  readonly unit_code: string;
  readonly version: string;
  readonly status: 1 | 2 | 3;
  readonly suspension: string | null;
  readonly ended: string | null;
  readonly effective_from: string;
  readonly one_for_each_person: number;
  readonly changed_in: number;
}
interface VersionRow {
  readonly document: string;
  readonly sha256: string;
}

/** Matters, their versions and what became of them; and whether their units are connected. */
export class Matters {
  readonly #ground: Ground;
  readonly #compiled = new Map<string, CataloguedMatter>();

  constructor(ground: Ground, catalogue: Catalogue) {
    this.#ground = ground;
    // What the folder holds is in force, unless this ledger already knows another state of it.
    for (const { matter } of catalogue.values()) if (!this.#row(matter.handleItem)) this.publish(matter);
  }

  /** The matter and its unit are open for submissions, in this version. @throws Refusal */
  open(handleItem: string, version: string): CataloguedMatter {
    const row = this.#known(handleItem);
    this.assertConnected(row.unit_code);
    if (row.status === 3) {
      const { notice } = JSON.parse(row.ended ?? '{}') as { notice: LocalText };
      throw new Refusal('ITEM_TERMINATED', 'the matter exists no more', undefined, { notice });
    }
    if (row.status === 2) {
      const { reason, until } = JSON.parse(row.suspension ?? '{}') as Suspension;
      throw new Refusal('ITEM_SUSPENDED', 'the matter is suspended', undefined, { notice: reason, until });
    }
    if (row.version !== version) throw this.#stale(row, version);
    return this.document(handleItem, version);
  }

  /**
   * As `open`, for a submission that was sealed under an older version: allowed when words alone have changed.
   * @throws Refusal
   */
  openFor(handleItem: string, version: string, sealedVersion: string): CataloguedMatter {
    const found = this.open(handleItem, version);
    if (sealedVersion !== version && !isTextAlone(this.#changes(handleItem, sealedVersion, version))) {
      throw this.#stale(this.#known(handleItem), sealedVersion);
    }
    return found;
  }

  /** A version whether in force or not. @throws Refusal */
  document(handleItem: string, version: string): CataloguedMatter {
    const name = `${handleItem} ${version}`;
    const there = this.#compiled.get(name);
    if (there) return there;
    const matter = matterSchema.parse(JSON.parse(this.#version(handleItem, version).document));
    const compiled = { matter, validator: compileMatter(matter) };
    this.#compiled.set(name, compiled);
    return compiled;
  }

  unitOf(handleItem: string): string {
    return this.#known(handleItem).unit_code;
  }

  isOneForEachPerson(handleItem: string): boolean {
    return this.#known(handleItem).one_for_each_person === 1;
  }

  /** @throws Refusal while the unit is cut off */
  assertConnected(unitCode: string): void {
    const unit = this.#ground.ledger.get<{ connected: number; notice: string | null }>(
      'select connected, notice from units where code = ?',
      unitCode,
    );
    if (unit?.connected === 0) {
      const notice = JSON.parse(unit.notice ?? 'null') as LocalText | null;
      throw new Refusal('UNIT_DISCONNECTED', 'the unit is cut off', undefined, {
        ...{ retryAfter: null, ...(notice ? { notice } : {}) },
      });
    }
  }

  getItemVersion(handleItem: string, version: string): Answer<'getItemVersion'> {
    this.#known(handleItem);
    return { handleItem, version, ...this.#version(handleItem, version) };
  }

  /** @returns the revision that the catalogue is at */
  get revision(): string {
    const row = this.#ground.ledger.get<{ last: number }>('select max(changed_in) as last from matters');
    return String(row?.last ?? 0);
  }

  async getCatalogue(since: string | undefined): Promise<Answer<'getCatalogue'>> {
    return { catalogue: await this.#ground.keys.signCatalogue(this.catalogue(since)) };
  }

  /** @param since only what changed after this revision; unknown ones give everything */
  catalogue(since?: string): PublishedCatalogue {
    const revision = this.revision;
    const from = since !== undefined && Number(since) <= Number(revision) ? Number(since) : null;
    const rows = this.#ground.ledger.all<MatterRow & VersionRow>(
      `select matters.*, sha256 from matters join matter_versions using (handle_item, version)
         where changed_in > ? order by rowid`,
      from ?? 0,
    );
    return catalogueSchema.parse({
      revision,
      since: from === null ? null : String(from),
      publishedAt: this.#ground.now().toISOString(),
      items: rows
        .filter((row) => row.status !== 3)
        .map((row) => ({
          ...{ handleItem: row.handle_item, version: row.version, sha256: row.sha256 },
          ...{ unitCode: row.unit_code, status: row.status, effectiveFrom: row.effective_from },
          suspension: JSON.parse(row.suspension ?? 'null') as unknown,
        })),
      tombstones: rows
        .filter((row) => row.status === 3)
        .map((row) => ({ handleItem: row.handle_item, ...(JSON.parse(row.ended ?? '{}') as object) })),
    });
  }

  /** Puts a document in force, a new matter or a new version. */
  publish(matter: Matter): void {
    const { handleItem, version, unit } = matter;
    const document = JSON.stringify(matter);
    const { ledger } = this.#ground;
    ledger.transaction(() => {
      ledger.run('insert into units (code) values (?) on conflict do nothing', unit.code);
      const added = ledger.run(
        `insert into matter_versions (handle_item, version, document, sha256) values (?, ?, ?, ?)
           on conflict do nothing`,
        ...[handleItem, version, document, sha256Hex(document)],
      );
      if (added === 0 && this.#version(handleItem, version).document !== document) {
        throw new RangeError(`version ${version} of ${handleItem} was published before with other contents`);
      }
      ledger.run(
        `insert into matters (handle_item, unit_code, version, effective_from, changed_in)
           values (?, ?, ?, ?, ?)
           on conflict do update set version = excluded.version, effective_from = excluded.effective_from,
             changed_in = excluded.changed_in`,
        ...[handleItem, unit.code, version, this.#ground.now().toISOString(), Number(this.revision) + 1],
      );
    });
  }

  suspend(handleItem: string, { reason, until }: Suspension): void {
    const suspension = { reason, from: this.#ground.now().toISOString(), until };
    this.#change(handleItem, `status = 2, suspension = ?`, JSON.stringify(suspension));
  }

  resume(handleItem: string): void {
    this.#change(handleItem, `status = 1, suspension = ?`, null);
  }

  terminate(handleItem: string, notice: LocalText): void {
    const ended = { terminatedAt: this.#ground.now().toISOString(), notice };
    this.#change(handleItem, `status = 3, suspension = null, ended = ?`, JSON.stringify(ended));
  }

  /** From now on a person may have one open application for this matter alone. */
  allowOneForEachPerson(handleItem: string, only: boolean): void {
    this.#change(handleItem, 'one_for_each_person = ?', only ? 1 : 0);
  }

  /** The ledger went back in time. */
  forgetCached(): void {
    this.#compiled.clear();
  }

  knows(handleItem: string): boolean {
    return this.#row(handleItem) !== undefined;
  }

  /** The version in force; undefined for a matter that is not known. */
  versionOf(handleItem: string): string | undefined {
    return this.#row(handleItem)?.version;
  }

  /** The document in force. */
  inForce(handleItem: string): Matter {
    return this.document(handleItem, this.#known(handleItem).version).matter;
  }

  #change(handleItem: string, assignments: string, value: string | number | null): void {
    this.#known(handleItem);
    this.#ground.ledger.run(
      `update matters set ${assignments}, changed_in = ? where handle_item = ?`,
      ...[value, Number(this.revision) + 1, handleItem],
    );
  }

  #stale(row: MatterRow, version: string): Refusal {
    return new Refusal('VERSION_STALE', `the version in force is ${row.version}`, 'version', {
      versionInForce: row.version,
      changed: this.#changes(row.handle_item, version, row.version),
    });
  }

  /** Where the older version is not known here nothing can be said: the citizen is needed. */
  #changes(handleItem: string, from: string, to: string): VersionChange[] {
    const known = this.#ground.ledger.get(
      'select 1 from matter_versions where handle_item = ? and version = ?',
      ...[handleItem, from],
    );
    if (!known) return [{ part: 'kind', name: '' }];
    return versionChanges(this.document(handleItem, from).matter, this.document(handleItem, to).matter);
  }

  #row(handleItem: string): MatterRow | undefined {
    return this.#ground.ledger.get<MatterRow>('select * from matters where handle_item = ?', handleItem);
  }

  #known(handleItem: string): MatterRow {
    const row = this.#row(handleItem);
    if (!row) throw new Refusal('ITEM_UNKNOWN', 'there is no such matter', 'handleItem');
    return row;
  }

  #version(handleItem: string, version: string): VersionRow {
    const row = this.#ground.ledger.get<VersionRow>(
      'select document, sha256 from matter_versions where handle_item = ? and version = ?',
      ...[handleItem, version],
    );
    if (!row) throw new Refusal('VERSION_UNKNOWN', 'the matter never had this version', 'version');
    return row;
  }
}
