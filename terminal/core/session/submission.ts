import type { CataloguedMatter } from '@tongban/kiosk-config/catalogue';
import type { SubmissionInput, SubmissionRecord, Sync } from '@tongban/sync';
import { canBeCorrected } from './correction.ts';
import type { Form } from './form.ts';
import { identityMaterials } from './id-card-material.ts';
import type { Citizen, Visit } from './visit.ts';

/** A submission of the same card and matter within this time is shown before another one is begun. */
const SAME_MATTER_WITHIN_MS = 24 * 3_600_000;

function since(): Date {
  return new Date(Date.now() - SAME_MATTER_WITHIN_MS);
}

/** Whether anybody submitted the matter here of late: only then is it worth waiting for the key of the card. */
export function mayHaveEarlier({ matter }: CataloguedMatter, sync: Sync): boolean {
  // What was filed for an enterprise is another matter each time.
  return !matter.needs?.enterprise && sync.hasSubmissionOf(matter.handleItem, since());
}

/** What this citizen submitted for the chosen matter of late, if it still counts. */
export function earlierSubmission(visit: Visit, sync: Sync): SubmissionRecord | undefined {
  const { catalogued, citizen } = visit;
  if (!catalogued || !citizen?.key) return undefined;
  const from = since().toISOString();
  return sync.submissionsOf(citizen.key).find(
    (record) =>
      record.matter.handleItem === catalogued.matter.handleItem &&
      // What was filed for somebody else is another matter.
      !record.byAgent &&
      record.capturedAt >= from &&
      record.state !== 'rejected' &&
      (record.state !== 'needs-citizen' || canBeCorrected(record, catalogued.matter)),
  );
}

/** The submission as it is handed to sync: everything that is personal is still plain here, and in memory only. */
export async function submissionInput(
  visit: Visit,
  { matter }: CataloguedMatter,
  citizen: Citizen,
  form: Form,
): Promise<SubmissionInput> {
  return {
    idempotencyKey: visit.idempotencyKey,
    matter: { handleItem: matter.handleItem, version: matter.version, unitCode: matter.unit.code },
    form: form.values(),
    ...(visit.represented || visit.enterprise
      ? { agent: { name: citizen.person.name, idNumber: citizen.person.idNumber } }
      : {}),
    ...(visit.enterprise ? { applicant: visit.enterprise } : {}),
    language: visit.language,
    capturedAt: new Date(),
    materials: [
      ...identityMaterials(visit.filed, citizen, visit),
      ...((await visit.given?.materials()) ?? []),
    ],
    card: await citizen.keyMade,
  };
}
