import { z } from 'zod';
import { day, id, instant, line, revision, sha256, siteCode, unitCode } from './common.ts';
import type { Operations } from './operation.ts';

/** 接入单位 (art. 6, 23, 27) and 社区事务受理服务中心. */

/** `platform`: who runs 统一受理平台 and reports figures from it. */
export const unitTypes = ['city-department', 'district', 'committee', 'other', 'platform'] as const;

const masterData = {
  name: line,
  type: z.enum(unitTypes),
  /** 业务负责人, 技术负责人. */
  businessLead: line,
  technicalLead: line,
  /** Who pays for the connection (art. 27): on record only. */
  budgetLevel: z.enum(['city', 'district', 'other']),
};

/** What art. 23 asks of a unit before it is connected. */
const securityRecord = {
  /** 安全管理部门和负责人. */
  securityDepartment: line.nullable(),
  securityPerson: line.nullable(),
  /** 网络安全等级保护 report. */
  grading: z.strictObject({ level: z.int().min(1).max(4), reportedOn: day, expiresOn: day }).nullable(),
  usesVendors: z.boolean(),
  /** Written agreements with those who work for the unit. */
  agreements: z.array(z.strictObject({ vendor: line, fileSha256: sha256, expiresOn: day })).max(50),
};

export const securityLacks = [
  'security-department',
  'security-person',
  'grading-missing',
  'grading-expired',
  'agreement-missing',
  'agreement-expired',
] as const;
export const securityLack = z.enum(securityLacks);
export type SecurityLack = z.infer<typeof securityLack>;

export const unit = z.object({
  code: unitCode,
  ...masterData,
  ...securityRecord,
  /** What keeps the unit from a new credential today. */
  lacks: z.array(securityLack),
  revision,
});
export type Unit = z.infer<typeof unit>;

export const credential = z.object({
  id,
  /** `interface`: the unit's own systems · `aggregation`: figures from the platform. */
  purpose: z.enum(['interface', 'aggregation']),
  createdAt: instant,
  revokedAt: instant.nullable(),
});
export type Credential = z.infer<typeof credential>;

export const site = z.object({
  code: siteCode,
  name: line,
  /** GB/T 2260, such as 310106. */
  district: z.string().regex(/^\d{6}$/),
  /** 街道 or 镇. */
  street: line,
  address: line,
  revision,
});
export type Site = z.infer<typeof site>;

const ofUnit = z.object({ unitCode });
const siteInput = { name: line, district: site.shape.district, street: line, address: line };

export const unitOperations = {
  listUnits: {
    method: 'GET',
    path: '/v1/units',
    summary: 'Access units; of a unit its own.',
    access: 'unit.read',
    answer: z.object({ units: z.array(unit) }),
  },
  getUnit: {
    method: 'GET',
    path: '/v1/units/{unitCode}',
    summary: 'One access unit.',
    access: 'unit.read',
    params: ofUnit,
    answer: unit,
    problems: ['NOT_FOUND'],
  },
  createUnit: {
    method: 'POST',
    path: '/v1/units',
    summary: 'Takes a unit into the register.',
    access: 'unit.manage',
    body: z.strictObject({ code: unitCode, ...masterData }),
    answer: unit,
    problems: ['ALREADY_THERE'],
  },
  changeUnit: {
    method: 'PUT',
    path: '/v1/units/{unitCode}',
    summary: 'Changes what the register says of a unit.',
    access: 'unit.manage',
    params: ofUnit,
    body: z.strictObject({ revision, ...masterData }),
    answer: unit,
    problems: ['NOT_FOUND', 'STALE'],
  },
  recordSecurity: {
    method: 'PUT',
    path: '/v1/units/{unitCode}/security',
    summary: 'Records what art. 23 asks for: department and person, 等保, agreements with vendors.',
    access: 'unit.record-security',
    params: ofUnit,
    body: z.strictObject({ revision, ...securityRecord }),
    answer: unit,
    problems: ['NOT_FOUND', 'STALE'],
  },
  listCredentials: {
    method: 'GET',
    path: '/v1/units/{unitCode}/credentials',
    summary: 'Credentials of a unit, without their secrets.',
    access: 'unit.credential',
    params: ofUnit,
    answer: z.object({ credentials: z.array(credential) }),
    problems: ['NOT_FOUND'],
  },
  issueCredential: {
    method: 'POST',
    path: '/v1/units/{unitCode}/credentials',
    summary:
      'A new credential; its secret is shown this once. Refused while something of art. 23 is missing.',
    access: 'unit.credential',
    params: ofUnit,
    body: z.strictObject({ purpose: credential.shape.purpose }),
    answer: z.object({ credential, secret: z.string() }),
    problems: ['NOT_FOUND', 'SECURITY_RECORD_LACKING', 'PURPOSE_NOT_ALLOWED'],
  },
  revokeCredential: {
    method: 'DELETE',
    path: '/v1/units/{unitCode}/credentials/{credentialId}',
    summary: 'Ends a credential at once.',
    access: 'unit.credential',
    params: ofUnit.extend({ credentialId: id }),
    problems: ['NOT_FOUND'],
  },
} as const satisfies Operations;

export const siteOperations = {
  listSites: {
    method: 'GET',
    path: '/v1/sites',
    summary: 'Community centres; of centre staff their own.',
    access: 'site.read',
    answer: z.object({ sites: z.array(site) }),
  },
  createSite: {
    method: 'POST',
    path: '/v1/sites',
    summary: 'Takes a community centre into the register.',
    access: 'site.manage',
    body: z.strictObject({ code: siteCode, ...siteInput }),
    answer: site,
    problems: ['ALREADY_THERE'],
  },
  changeSite: {
    method: 'PUT',
    path: '/v1/sites/{siteCode}',
    summary: 'Changes what the register says of a community centre.',
    access: 'site.manage',
    params: z.object({ siteCode }),
    body: z.strictObject({ revision, ...siteInput }),
    answer: site,
    problems: ['NOT_FOUND', 'STALE'],
  },
} as const satisfies Operations;
