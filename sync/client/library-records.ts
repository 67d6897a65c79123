import { libraryRecord, type LibraryRecord } from '../contract/index.ts';
import type { ReportedStep } from '../submissions/case-rows.ts';

type Step = Extract<LibraryRecord, { library: 'case' }>['step'];

const stepOfState: Readonly<Record<string, Step>> = {
  sealed: 'captured',
  sending: 'sending',
  held: 'held',
  'needs-citizen': 'needs-citizen',
  rejected: 'rejected',
  accepted: 'accepted',
  reconciled: 'accepted',
  purged: 'accepted',
};

/**
 * What a line of the audit means to the platform's libraries: a record of the case (办件库) and, when something was
 * handed in or accepted, one for each material (材料库). The line's own number is the batch: it grows with every change.
 */
export function libraryRecordsOf(
  step: ReportedStep,
  { terminalId, siteCode }: { readonly terminalId: string; readonly siteCode: string },
): LibraryRecord[] {
  const { audit, row, parts } = step;
  const taken = stepOf(step);
  if (taken === null) return [];
  const isFirst = audit.event === 'sealed' || audit.event === 'migrated';
  const businessKey = row.batch > 1 && row.corrects !== null ? row.corrects : row.id;
  const shared = {
    ...{ cd_batch: audit.sequence, cd_time: new Date(audit.at).toISOString() },
    ...{ terminal_id: terminalId, site_code: siteCode, business_key: businessKey, project_no: row.apply_no },
  };
  const records: LibraryRecord[] = [
    libraryRecord.parse({
      ...{ library: 'case', row_guid: businessKey, ...shared, channel: 'KIOSK', step: taken },
      cd_operation: isFirst && row.batch === 1 ? 'I' : 'U',
      ...{ task_handle_item: row.handle_item, task_version: row.matter_version, org_code: row.unit_code },
      ...{ apply_date: row.captured_at, accept_date: row.received_at, promise_date: row.limit_date },
    }),
  ];
  if (!isFirst && audit.event !== 'accepted') return records;
  for (const [index, { code, stuffType, sha256, size }] of parts.entries()) {
    records.push(
      libraryRecord.parse({
        ...{ library: 'material', row_guid: `${row.id.slice(0, 90)}-m${index + 1}`, ...shared },
        ...{ cd_operation: isFirst ? 'I' : 'U', material_code: code, provide_type: stuffType },
        ...{ sealed_digest: sha256, sealed_size: size },
      }),
    );
  }
  return records;
}

/** @returns null for a line that is of the terminal's own housekeeping, or of a correction on its way */
function stepOf({ audit, row }: ReportedStep): Step | null {
  switch (audit.event) {
    case 'finished':
      return 'finished';
    case 'sealed':
    case 'number-given':
    case 'held':
    case 'refused':
    case 'accepted':
    case 'migrated':
      if (row.batch > 1) return audit.event === 'sealed' || audit.event === 'accepted' ? 'corrected' : null;
      return stepOfState[audit.state ?? ''] ?? null;
    default:
      return null;
  }
}
