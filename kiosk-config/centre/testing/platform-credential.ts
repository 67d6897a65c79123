import { randomUUID } from 'node:crypto';
import { hashOfToken, newToken } from '../people/tokens.ts';
import type { TestCentre } from './test-centre.ts';

export const PLATFORM = '310000999000TEST99';

/** Headers of the acceptance platform, whose unit is taken into the register. */
export async function platformCredential({ database, now }: TestCentre): Promise<Record<string, string>> {
  const secret = newToken();
  await database.sql
    .insertInto('units')
    .values({
      ...{ code: PLATFORM, name: 'TEST 平台', type: 'platform', revision: 1, budget_level: 'city' },
      ...{ business_lead: 'TEST', technical_lead: 'TEST', security_department: null, security_person: null },
      ...{ grading: null, uses_vendors: 0, agreements: '[]' },
    })
    .execute();
  await database.sql
    .insertInto('unit_credentials')
    .values({
      ...{ id: randomUUID(), unit_code: PLATFORM, purpose: 'aggregation', secret_hash: hashOfToken(secret) },
      ...{ created_at: now().toISOString(), revoked_at: null },
    })
    .execute();
  return { authorization: `Bearer ${secret}` };
}
