import { expect, it } from 'vitest';
import { allUp, card, CREDIT_CODE, startModulesLine } from './testing/modules-line.ts';

const other = { name: '测试乙', idNumber: '310199198605170018' };
// Its legal representative has authorised nobody.
const SECOND = '91310199MA1TE0002D';

it('is told who the enterprise is, and as what this person acts for it; others are refused', async () => {
  const { modules } = await startModulesLine();
  await allUp(modules);
  const confirmed = async (facts: typeof card): Promise<string> => {
    const verified = await modules.identity.verifyCard(facts);
    if (verified.kind !== 'confirmed') throw new Error(verified.kind);
    return verified.verificationId;
  };
  const [legal, agent] = [await confirmed(card), await confirmed(other)];
  const view = modules.enterprisePage.view.bind(modules.enterprisePage);
  const refused = (field: string) => ({ kind: 'refused', code: 'VALIDATION_FAILED', field });
  expect(await view(agent, { creditCode: CREDIT_CODE })).toMatchObject({
    value: { name: '上海虚拟测试有限公司TEST', legalRepresentative: '测试甲TEST', actsAs: 'authorised' },
  });
  expect(await view(legal, { creditCode: SECOND })).toMatchObject({
    value: { actsAs: 'legal-representative' },
  });
  expect(await view(agent, { creditCode: SECOND })).toEqual(refused('agent'));
  expect(await view(agent, { creditCode: '91310199MA1TE0003G' })).toEqual(refused('creditCode'));
  const licenceCode = 'TESTyingyezhizhao_0123456789abcdefghij-0001';
  expect(await view(agent, { licenceCode })).toMatchObject({ value: { creditCode: CREDIT_CODE } });
  expect(await view(agent, { licenceCode: 'nobodys' })).toEqual(refused('licenceCode'));
  expect(await view('nobody', { creditCode: CREDIT_CODE })).toEqual(refused('verificationId'));
});
