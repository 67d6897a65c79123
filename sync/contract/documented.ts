import { citizensPageOperations } from '../modules/citizens-page.ts';
import { customerServiceOperations } from '../modules/customer-service.ts';
import { eArchiveOperations } from '../modules/e-archive.ts';
import { eLicenceOperations } from '../modules/e-licence.ts';
import { enterprisePageOperations } from '../modules/enterprise-page.ts';
import { eSealOperations } from '../modules/e-seal.ts';
import { getModuleHealth } from '../modules/health.ts';
import { identityOperations } from '../modules/identity.ts';
import { logisticsOperations } from '../modules/logistics.ts';
import { paymentOperations } from '../modules/payment.ts';
import type { Operation } from './operation.ts';
import { operationGroups } from './operations.ts';

/** All that openapi.json and docs/platform-api.md describe: the acceptance platform and the other modules of art. 5. */
export const documentedGroups: Readonly<Record<string, Readonly<Record<string, Operation>>>> = {
  ...operationGroups,
  'Health of the modules': { getModuleHealth },
  'Identity (统一身份认证)': identityOperations,
  'Customer service (统一总客服)': customerServiceOperations,
  'Payment (统一公共支付)': paymentOperations,
  'Logistics (统一物流快递)': logisticsOperations,
  'Electronic licences (电子证照)': eLicenceOperations,
  'Electronic seals (电子印章)': eSealOperations,
  'Electronic archive (电子档案)': eArchiveOperations,
  'Citizen’s page (市民主页)': citizensPageOperations,
  'Enterprise page (企业专属网页)': enterprisePageOperations,
};
