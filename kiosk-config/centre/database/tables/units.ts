import type { Credential, Site, Unit } from '../../contract/units.ts';

export interface UnitRow {
  code: string;
  name: string;
  type: Unit['type'];
  business_lead: string;
  technical_lead: string;
  budget_level: Unit['budgetLevel'];
  security_department: string | null;
  security_person: string | null;
  /** JSON, or null. */
  grading: string | null;
  uses_vendors: 0 | 1;
  /** JSON. */
  agreements: string;
  revision: number;
}

export interface UnitTables {
  units: UnitRow;
  unit_credentials: {
    id: string;
    unit_code: string;
    purpose: Credential['purpose'];
    secret_hash: string;
    created_at: string;
    revoked_at: string | null;
  };
  sites: Site;
}
