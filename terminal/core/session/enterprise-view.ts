import {
  CREDIT_CODE_LENGTH,
  type EnterpriseView,
  type FieldView,
  type HolderView,
  type QuestionView,
} from '@tongban/contract';
import type { Matter } from '@tongban/kiosk-config/catalogue';
import { maskName } from './mask.ts';
import { matterSummary } from './matter-view.ts';
import type { CreditCodeStep, EnterpriseStep } from './step.ts';

const field: FieldView = {
  ...{ name: 'creditCode', kind: 'credit-code', maxLength: CREDIT_CODE_LENGTH, group: 6, required: true },
  label: { zh: '统一社会信用代码', en: 'Unified social credit code' },
  question: {
    zh: '企业的统一社会信用代码是什么？',
    en: 'What is the social credit code of the enterprise?',
  },
  hint: {
    zh: '在营业执照上方，一共 18 位。',
    en: '18 characters on the business licence.',
  },
  ...{ choices: [], statement: null },
};
const hintWithScanner = {
  zh: '在营业执照上方，一共 18 位；或者把电子营业执照的二维码对准扫码口。',
  en: "18 characters on the business licence. Or show the e-licence's code to the scanner.",
};

/** The code of the enterprise is asked for: it looks like any question of a form. */
export function creditCodeView(
  { typed }: CreditCodeStep,
  matter: Matter,
  holder: HolderView,
  hasScanner: boolean,
): QuestionView {
  return {
    ...{ screen: 'question', matter: matterSummary(matter), holder, number: 1, of: 1 },
    field: hasScanner ? { ...field, hint: hintWithScanner } : field,
    ...{ value: typed ?? null, fromReview: false, correction: null },
  };
}

/** Each state of it; pure. */
export function enterpriseView(
  { found }: EnterpriseStep,
  matter: Matter,
  holder: HolderView,
): EnterpriseView {
  const shared = { screen: 'enterprise', matter: matterSummary(matter), holder } as const;
  if (found?.kind !== 'enterprise') return { ...shared, enterprise: null, closed: found?.why ?? null };
  const { name, creditCode, legalRepresentative, actsAs } = found.enterprise;
  const masked = maskName(legalRepresentative);
  return { ...shared, enterprise: { name, creditCode, legalRepresentative: masked, actsAs }, closed: null };
}
