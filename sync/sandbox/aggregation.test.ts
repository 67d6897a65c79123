import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { AGGREGATION_MAX_RECORDS, type LibraryRecord } from '../contract/index.ts';
import { promisedMatter } from '../testing/test-matters.ts';
import { startPlatform, TERMINAL, type Hands } from './test-support.ts';

const { handleItem, version, unitCode } = promisedMatter;
const CAPTURED = '2026-02-13T02:00:00.000Z';
const RECEIVED = new Date('2026-02-13T02:00:03.500Z');

function caseRecord(changes: Partial<Extract<LibraryRecord, { library: 'case' }>> = {}): LibraryRecord {
  return {
    ...{ library: 'case', row_guid: 'case-00000001', cd_batch: 1, cd_operation: 'I', cd_time: CAPTURED },
    ...{ terminal_id: TERMINAL, site_code: '1', business_key: 'key-of-a-submission', project_no: null },
    ...{ task_handle_item: handleItem, task_version: version, org_code: unitCode, channel: 'KIOSK' },
    ...{ step: 'captured', apply_date: CAPTURED, accept_date: null, promise_date: null },
    ...changes,
  };
}

const report = (hands: Hands, records: readonly object[], idempotencyKey = randomUUID()) =>
  hands.try('reportEvents', { idempotencyKey, body: { records: records as LibraryRecord[] } });

describe('aggregation into the four libraries', () => {
  it('judges each record for itself: a bad one is refused by its field, the others are stored', async () => {
    const hands = await startPlatform({ now: () => RECEIVED });
    const other = { row_guid: 'case-00000002' };
    const answer = await report(hands, [
      caseRecord(),
      { ...caseRecord(other), org_code: 'short' },
      { library: 'gossip', row_guid: 'gossip-0001', cd_batch: 1 },
      { ...caseRecord({ row_guid: 'case-00000003' }), applyer_name: 'somebody' },
      caseRecord({ row_guid: 'case-00000004', terminal_id: 'T-2' }),
      caseRecord({ ...other, cd_batch: 2 }),
    ]);
    expect(answer).toMatchObject({
      ...{ kind: 'answer' },
      value: {
        results: [
          { row_guid: 'case-00000001', result: 'stored' },
          { row_guid: 'case-00000002', result: 'refused', field: 'org_code' },
          { row_guid: 'gossip-0001', result: 'refused', field: 'library' },
          { row_guid: 'case-00000003', result: 'refused' },
          { row_guid: 'case-00000004', result: 'refused', field: 'terminal_id' },
          { row_guid: 'case-00000002', cd_batch: 2, result: 'stored' },
        ],
      },
    });
    expect(hands.sandbox.libraryRecords().map(({ lagMs }) => lagMs)).toEqual([3500, 3500]);
  });

  it('stores a record once, however often it comes, and never goes back to an older batch', async () => {
    const hands = await startPlatform();
    const younger = caseRecord({ cd_batch: 3, cd_operation: 'U', step: 'accepted' });
    const resultsOf = async (...records: LibraryRecord[]) => {
      const reply = await report(hands, records);
      return reply.kind === 'answer' ? reply.value.results.map(({ result }) => result) : reply;
    };
    expect(await resultsOf(caseRecord(), caseRecord(), younger)).toEqual(['stored', 'repeated', 'stored']);
    expect(await resultsOf(caseRecord({ cd_batch: 2 }), younger)).toEqual(['repeated', 'repeated']);
    expect(hands.sandbox.libraryRecords()).toMatchObject([{ record: { cd_batch: 3, step: 'accepted' } }]);
    expect(await resultsOf(caseRecord({ cd_batch: 4, cd_operation: 'D' }))).toEqual(['stored']);
    expect(hands.sandbox.libraryRecords()).toEqual([]);
  });

  it(`takes ${AGGREGATION_MAX_RECORDS} records at a time, and not one more`, async () => {
    const hands = await startPlatform();
    const many = Array.from({ length: AGGREGATION_MAX_RECORDS }, (_, index) =>
      caseRecord({ row_guid: `case-${String(index).padStart(8, '0')}` }),
    );
    expect(await report(hands, many)).toMatchObject({ kind: 'answer' });
    expect(await report(hands, [...many, caseRecord()])).toMatchObject({
      ...{ kind: 'refused', code: 'BODY_INVALID', field: 'records' },
    });
  });
});
