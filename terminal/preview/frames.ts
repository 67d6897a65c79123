import type { AskedAgain, HolderView, SessionView } from '@tongban/contract';
import type { CataloguedMatter, Matter, PersonFacts } from '@tongban/kiosk-config/catalogue';
import { enterpriseView } from '../core/session/enterprise-view.ts';
import { fieldView, Form } from '../core/session/form.ts';
import { maskName, mask } from '../core/session/mask.ts';
import { guideView, matterSummary } from '../core/session/matter-view.ts';
import { exampleEnterprise } from '../core/session/practice/example-person.ts';
import type { EnterpriseStep } from '../core/session/step.ts';

/** Who the preview is done for; region 310199 is unassigned. */
const TEST_CITIZEN: PersonFacts = {
  name: '测试一',
  sex: '男',
  nation: '汉',
  birth: '1950-01-01',
  address: '上海市虚拟区虚拟路 1 弄 2 号 301 室',
  idNumber: '31019919500101001X',
  age: 76,
};
const HOLDER: HolderView = {
  name: maskName(TEST_CITIZEN.name),
  idNumber: mask('id-number', TEST_CITIZEN.idNumber),
};
/** Whom it is done for where a matter is for enterprises. */
const ENTERPRISE: EnterpriseStep = {
  at: 'enterprise',
  which: exampleEnterprise,
  found: { kind: 'enterprise', enterprise: exampleEnterprise },
};
const NOT_ASKED_AGAIN: AskedAgain | null = null;

/** Nothing that is typed in a preview is checked: what counts is how it looks. */
function unchecked(matter: Matter): CataloguedMatter {
  return { matter, validator: { form: () => [], field: () => [], ineligible: () => null } };
}

/**
 * Every screen that a matter document makes on the terminal, in the order in which a citizen comes to them, by the very
 * functions of core that make them there. Questions that depend on an answer are all among them.
 */
export function framesOf(matter: Matter): SessionView[] {
  const summary = matterSummary(matter);
  const shared = { matter: summary, holder: HOLDER, fromReview: false, correction: NOT_ASKED_AGAIN };
  const catalogued = unchecked(matter);
  const asked = matter.form.fields.filter(({ ask }) => ask !== undefined);
  const required = matter.materials.filter(({ necessity }) => necessity === 'required');
  const given = required.filter(({ source }) => source === 'document' || source === 'signature');
  const named = matter.needs?.delivery;
  const delivery = named === true ? null : named;
  return [
    { screen: 'choose', matters: [{ ...summary, unavailable: null }], finding: null },
    // Nothing is checked here, so that it is not known which other cards fit.
    guideView(matter, null, ['citizen']),
    {
      screen: 'card',
      purpose: 'matter',
      matter: summary,
      holder: null,
      reader: 'waiting',
      code: null,
      slot: null,
    },
    ...(matter.needs?.enterprise ? [enterpriseView(ENTERPRISE, matter, HOLDER)] : []),
    ...asked.flatMap((field, index): SessionView[] => {
      const place = { number: index + 1, of: asked.length };
      const view = fieldView(catalogued, field);
      const question: SessionView = { screen: 'question', ...shared, ...place, field: view, value: null };
      if (delivery?.address !== field.name) return [question];
      const address = mask('address', TEST_CITIZEN.address ?? '');
      const offer = { ...place, question: view.question, address, correction: NOT_ASKED_AGAIN };
      return [{ screen: 'card-address', matter: summary, holder: HOLDER, ...offer }, question];
    }),
    ...given.flatMap(({ code, name, how, statement, maxPages }, index): SessionView[] => {
      const place = { number: index + 1, of: given.length, material: { code, name, how } };
      if (statement) return [{ screen: 'signature', ...shared, ...place, statement, byKey: false }];
      const paper: SessionView = {
        ...{
          screen: 'material',
          ...shared,
          ...place,
          maxPages,
          phase: 'pages',
          pages: [],
          problem: null,
          noLicence: null,
        },
        // A phone is offered where a site has set it up: the preview shows what every terminal has.
        ...{ camera: { state: 'ready', usbId: null }, scanner: 'ready', phone: 'absent', handOver: null },
      };
      const hasLicence = matter.needs?.licences?.some(({ material }) => material === code);
      const licence = { name: name.zh, validUntil: null };
      return hasLicence ? [{ screen: 'licence', ...shared, ...place, licence }, paper] : [paper];
    }),
    {
      screen: 'review',
      ...{ matter: summary, holder: HOLDER, limit: matter.limit.words, correction: null },
      delivery: delivery ? 'ordered' : null,
      rows: new Form(catalogued, TEST_CITIZEN).rows(),
      materials: required.map(({ code, name, source }) => ({
        ...{ code, name, source, pages: source === 'document' ? 1 : 0, byLicence: false },
        ...{ byKey: false, kept: false, mark: null },
      })),
    },
  ];
}

/** Names a frame for a list beside the preview. */
export function frameTitle(frame: SessionView): { readonly zh: string; readonly en?: string | undefined } {
  switch (frame.screen) {
    case 'choose':
      return { zh: '选事项', en: 'Choice of matters' };
    case 'guide':
      return { zh: '办事指南', en: 'Guide' };
    case 'card':
      return { zh: '放身份证', en: 'ID card' };
    case 'enterprise':
      return { zh: '核对企业', en: 'The enterprise' };
    case 'question':
      return frame.field.label;
    case 'card-address':
      return { zh: '送到证件上的住址', en: 'To the address on the ID card' };
    case 'licence':
      return { zh: `电子证照：${frame.material.name.zh}`, en: `E-licence: ${frame.material.name.en ?? ''}` };
    case 'material':
    case 'signature':
      return frame.material.name;
    case 'review':
      return { zh: '核对', en: 'Review' };
    default:
      throw new Error(`a matter document makes no screen ${frame.screen}`);
  }
}
