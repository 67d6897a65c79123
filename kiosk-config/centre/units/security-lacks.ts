import type { SecurityLack, Unit } from '../contract/index.ts';

type Record23 = Pick<
  Unit,
  'securityDepartment' | 'securityPerson' | 'grading' | 'usesVendors' | 'agreements'
>;

/**
 * What art. 23 asks for and is not there: such a unit gets no new credential.
 * @param today day in Asia/Shanghai; what expires today still holds today
 */
export function securityLacks(unit: Record23, today: string): SecurityLack[] {
  const lacks: SecurityLack[] = [];
  if (unit.securityDepartment === null) lacks.push('security-department');
  if (unit.securityPerson === null) lacks.push('security-person');
  if (unit.grading === null) lacks.push('grading-missing');
  else if (unit.grading.expiresOn < today) lacks.push('grading-expired');
  if (unit.usesVendors && unit.agreements.length === 0) lacks.push('agreement-missing');
  // Of several with one vendor the newest counts.
  const vendors = Map.groupBy(unit.agreements, ({ vendor }) => vendor);
  if ([...vendors.values()].some((all) => all.every(({ expiresOn }) => expiresOn < today))) {
    lacks.push('agreement-expired');
  }
  return lacks;
}
