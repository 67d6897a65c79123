import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SubmissionInput } from '../client/facade.ts';

/** Matters and citizens of the tests; the identities are synthetic (region 310199 is not in use). */

const UNIT = '310000999000GA0000';

function matterDocument(kind: 'instant' | 'promised', basicCode: string, order: number): object {
  return {
    ...{
      basicCode,
      implementationCode: `${UNIT}5${basicCode}`,
      handleItem: `${UNIT}5${basicCode}01`,
      version: '2026.1',
      publishedAt: '2026-01-01',
      example: true,
    },
    ...{
      name: { zh: '测试事项', en: 'Test matter' },
      order,
      sunkDown: true,
      forWhom: { zh: '所有人' },
      kind,
    },
    ...{ unit: { code: UNIT, name: { zh: '测试单位' } }, mode: 'full-online', minutes: 2, eligibility: [] },
    guide: {
      ...{
        summary: { zh: '测试' },
        conditions: [{ zh: '无' }],
        legalBasis: { zh: '无' },
        fee: { zh: '不收费' },
        steps: [{ zh: '申请' }],
        where: { zh: '任一中心' },
        contact: { zh: '12345' },
      },
      result: { zh: '证明' },
    },
    ...{
      serviceScope: '3',
      channels: { window: true, online: true, post: false, kiosk: true },
      serviceObjects: ['1'],
      agentFiling: false,
      onlineDepth: '6',
      sceneVisits: { count: 0 },
      fees: [],
      handover: ['electronic'],
    },
    reform: {
      materials: { before: 1, after: 0 },
      workingDays: { before: 5, after: kind === 'instant' ? 0 : 2 },
      steps: { before: 2, after: 1 },
      trips: { before: 1, after: 0 },
    },
    limit: {
      workingDays: kind === 'instant' ? 0 : 2,
      words: { zh: kind === 'instant' ? '当场办结' : '2 个工作日内' },
    },
    result: { type: 30, name: { zh: '证明', en: 'Certificate' } },
    form: {
      schema: {
        ...{ type: 'object', additionalProperties: false, required: ['name', 'idNumber', 'phone'] },
        properties: {
          name: { type: 'string', minLength: 1 },
          idNumber: { type: 'string', format: 'resident-id' },
          phone: { type: 'string', format: 'mainland-mobile' },
        },
      },
      fields: [
        { name: 'name', label: { zh: '姓名' }, fromCard: 'name', mask: 'name' },
        { name: 'idNumber', label: { zh: '公民身份号码' }, fromCard: 'idNumber', mask: 'id-number' },
        {
          name: 'phone',
          label: { zh: '手机' },
          ask: { kind: 'phone', question: { zh: '手机号码？' } },
          mask: 'phone',
        },
      ],
    },
    materials: [
      {
        ...{ code: 'CARD-01', name: { zh: '身份证' }, source: 'card', how: { zh: '刷卡' }, stuffType: 0 },
        ...{ necessity: 'required', origin: '20', medium: '3', originals: 1, copies: 0 },
      },
      {
        ...{
          code: 'SHARED-01',
          name: { zh: '户籍信息' },
          source: 'shared',
          how: { zh: '免交' },
          stuffType: 5,
        },
        ...{ necessity: 'required', origin: '20', medium: '2', originals: 0, copies: 0 },
      },
    ],
  };
}

/** Writes one instant and one promised matter as a catalogue folder. */
export function writeTestCatalogue(folder: string): string {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'instant.json'), JSON.stringify(matterDocument('instant', '312000000001', 1)));
  writeFileSync(join(folder, 'promised.json'), JSON.stringify(matterDocument('promised', '312000000002', 2)));
  return folder;
}

export const instantMatter = { handleItem: `${UNIT}531200000000101`, version: '2026.1', unitCode: UNIT };
export const promisedMatter = { handleItem: `${UNIT}531200000000201`, version: '2026.1', unitCode: UNIT };

export const citizen = {
  ...{ name: '测试甲𬴊TEST', idNumber: '31019919500101001X', phone: '13800005678' },
  managementNumber: Uint8Array.from({ length: 16 }, (_, index) => 0xa0 + index),
};

/** More bytes than one chunk of the sandbox, with the ID number at the far end. */
export const scanBytes: Uint8Array = Buffer.concat([
  Buffer.alloc(300_000, 0x5a),
  Buffer.from(citizen.idNumber),
]);

/** A complete submission of the test citizen; `changes` replace parts of it. */
export function inputOf(id: string, changes: Partial<SubmissionInput> = {}): SubmissionInput {
  return {
    ...{ idempotencyKey: id, matter: promisedMatter, language: 'zh-CN', card: null },
    form: { name: citizen.name, idNumber: citizen.idNumber, phone: citizen.phone },
    capturedAt: new Date('2026-02-13T09:30:00+08:00'),
    materials: [
      { code: 'CARD-01', stuffType: 0, mediaType: 'image/png', bytes: Buffer.from(citizen.idNumber) },
    ],
    ...changes,
  };
}
