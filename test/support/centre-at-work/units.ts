import type { Unit } from '../../../kiosk-config/centre/contract/index.ts';
import type { Work } from './work.ts';

/** Units of the catalogue's matters, and the one that runs the platform. */
export const UNITS = [
  ['310000999000MZ0000', '市民政局（示例）', 'city-department'],
  ['310000999000RS0000', '市人力资源社会保障局（示例）', 'city-department'],
  ['310000999000GA0000', '市公安局（示例）', 'city-department'],
  ['310000999000FG0000', '市房屋管理局（示例）', 'city-department'],
  ['310000999000YB0000', '市医保局（示例）', 'city-department'],
  ['310000999000CL0000', '市残疾人联合会（示例）', 'other'],
  ['310000999000XN0000', '虚拟新片区管理委员会（示例）', 'committee'],
  ['310000999000PT0000', '统一受理平台运行单位（示例）', 'platform'],
] as const;

const STAFF = { id: null, role: 'data-centre' } as const;
const EXPIRED = '2026-10-31';
const SOON = '2026-12-09';
const LONG = '2027-08-31';

/** Registers them with their security records: whole, about to expire, expired, never given. */
export async function connectUnits({ centre }: Work): Promise<void> {
  const { units, sites } = centre.services;
  for (const [at, [code, name, type]] of UNITS.entries()) {
    const leads = {
      businessLead: `业务联系人${at + 1}（虚拟）`,
      technicalLead: `技术联系人${at + 1}（虚拟）`,
    };
    const { revision } = await units.create({ code, name, type, ...leads, budgetLevel: 'city' }, STAFF);
    if (at === 6) continue;
    await units.recordSecurity(code, { revision, ...securityOf(at) }, STAFF);
  }
  for (const [at, street] of ['甲路街道', '乙浜镇', '丙桥街道'].entries()) {
    const name = `虚拟区${street}社区事务受理服务中心`;
    const place = { district: '310199', street, address: `虚拟区某路 ${100 + at} 号` };
    await sites.create({ code: `TEST-SITE-${at + 1}`, name, ...place }, STAFF);
  }
}

/** One unit's terminals at one site are cut off today. */
export async function cutOffAtASite({ callers }: Work): Promise<void> {
  const officer = await callers.as('data-centre', { displayName: '冯虚拟' });
  const notice = { zh: '系统检修，暂停办理。', en: 'The system is being repaired.' };
  await officer.ask('POST', '/v1/cut-offs', {
    ...{ unitCode: '310000999000GA0000', revision: 0, scope: { kind: 'site', site: 'TEST-SITE-1' } },
    ...{ reason: '接口异常报文增多，先断开该网点核查。', notice, drill: false },
  });
}

function securityOf(
  at: number,
): Pick<Unit, 'securityDepartment' | 'securityPerson' | 'grading' | 'usesVendors' | 'agreements'> {
  const expiresOn = at === 2 ? EXPIRED : at === 3 ? SOON : LONG;
  return {
    ...{
      securityDepartment: '网络安全与信息化办公室',
      securityPerson: at === 5 ? null : `安全责任人${at + 1}（虚拟）`,
    },
    ...{ grading: { level: 3, reportedOn: '2025-08-31', expiresOn }, usesVendors: at < 3 },
    agreements:
      at < 3
        ? [
            {
              vendor: '虚拟科技有限公司',
              fileSha256: '0a1b'.repeat(16),
              expiresOn: at === 1 ? EXPIRED : LONG,
            },
          ]
        : [],
  };
}
