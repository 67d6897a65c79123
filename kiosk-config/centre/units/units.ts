import type { Actor, Audit } from '../audit/audit.ts';
import type { Unit } from '../contract/index.ts';
import type { CentreDatabase, Change } from '../database/database.ts';
import type { UnitRow } from '../database/tables/units.ts';
import type { Clock } from '../server/clock.ts';
import { Refusal } from '../server/refusal.ts';
import { shanghaiDay } from '../../working-days/index.ts';
import { securityLacks } from './security-lacks.ts';

type MasterData = Pick<Unit, 'name' | 'type' | 'businessLead' | 'technicalLead' | 'budgetLevel'>;
type SecurityRecord = Pick<
  Unit,
  'securityDepartment' | 'securityPerson' | 'grading' | 'usesVendors' | 'agreements'
>;

interface Ground {
  readonly database: CentreDatabase;
  readonly clock: Clock;
  readonly audit: Audit;
}

export function createUnits({ database, clock, audit }: Ground) {
  const unitOf = (row: UnitRow): Unit => readUnit(row, shanghaiDay(clock()));

  const change = (
    code: string,
    revision: number,
    columns: Partial<UnitRow>,
    { actor, action }: { actor: Actor; action: string },
  ): Promise<Unit> =>
    database.change(async (within) => {
      const row = await rowOf(within, code);
      if (row.revision !== revision) throw new Refusal('STALE', { current: unitOf(row) });
      const next = { ...row, ...columns, revision: revision + 1 };
      await within.sql.updateTable('units').set(next).where('code', '=', code).execute();
      const fields = Object.entries(columns).filter(([name, value]) => row[name as keyof UnitRow] !== value);
      const details = { changed: fields.map(([name]) => name) };
      await audit.append(within, { actor, action, subject: `unit/${code}`, details });
      return unitOf(next);
    });

  return {
    /** @param only the one unit that the asker may see; null: all */
    async list(only: string | null): Promise<Unit[]> {
      let query = database.sql.selectFrom('units').selectAll().orderBy('code');
      if (only !== null) query = query.where('code', '=', only);
      return (await query.execute()).map(unitOf);
    },

    /** @throws Refusal NOT_FOUND */
    get: async (code: string): Promise<Unit> => unitOf(await rowOf(database, code)),

    /** @throws Refusal ALREADY_THERE */
    create({ code, ...given }: MasterData & { readonly code: string }, actor: Actor): Promise<Unit> {
      return database.change(async (within) => {
        const there = await within.sql
          .selectFrom('units')
          .select('code')
          .where('code', '=', code)
          .executeTakeFirst();
        if (there) throw new Refusal('ALREADY_THERE', { field: 'body/code' });
        const row: UnitRow = {
          ...{ code, ...masterColumns(given), revision: 1 },
          ...{ security_department: null, security_person: null, grading: null },
          ...{ uses_vendors: 0, agreements: '[]' },
        };
        await within.sql.insertInto('units').values(row).execute();
        await audit.append(within, { actor, action: 'unit.manage', subject: `unit/${code}` });
        return unitOf(row);
      });
    },

    /** @throws Refusal NOT_FOUND, STALE */
    change: (
      code: string,
      { revision, ...given }: MasterData & { readonly revision: number },
      actor: Actor,
    ) => change(code, revision, masterColumns(given), { actor, action: 'unit.manage' }),

    /** @throws Refusal NOT_FOUND, STALE */
    recordSecurity: (
      code: string,
      { revision, ...given }: SecurityRecord & { readonly revision: number },
      actor: Actor,
    ) => change(code, revision, securityColumns(given), { actor, action: 'unit.record-security' }),
  };
}

/** @throws Refusal NOT_FOUND */
export async function rowOf({ sql }: Pick<CentreDatabase | Change, 'sql'>, code: string): Promise<UnitRow> {
  const row = await sql.selectFrom('units').selectAll().where('code', '=', code).executeTakeFirst();
  if (row === undefined) throw new Refusal('NOT_FOUND');
  return row;
}

/** @param today day in Asia/Shanghai */
export function readUnit(row: UnitRow, today: string): Unit {
  const unit = {
    ...{ code: row.code, name: row.name, type: row.type, revision: row.revision },
    ...{ businessLead: row.business_lead, technicalLead: row.technical_lead, budgetLevel: row.budget_level },
    ...{ securityDepartment: row.security_department, securityPerson: row.security_person },
    grading: row.grading === null ? null : (JSON.parse(row.grading) as NonNullable<Unit['grading']>),
    usesVendors: row.uses_vendors === 1,
    agreements: JSON.parse(row.agreements) as Unit['agreements'],
  };
  return { ...unit, lacks: securityLacks(unit, today) };
}

function masterColumns(given: MasterData) {
  return {
    ...{ name: given.name, type: given.type, budget_level: given.budgetLevel },
    ...{ business_lead: given.businessLead, technical_lead: given.technicalLead },
  };
}

function securityColumns(given: SecurityRecord) {
  return {
    ...{ security_department: given.securityDepartment, security_person: given.securityPerson },
    grading: given.grading && JSON.stringify(given.grading),
    uses_vendors: given.usesVendors ? (1 as const) : (0 as const),
    agreements: JSON.stringify(given.agreements),
  };
}
