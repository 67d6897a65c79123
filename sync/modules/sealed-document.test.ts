import { expect, it } from 'vitest';
import { allUp, card, CREDIT_CODE, startModulesLine } from './testing/modules-line.ts';
import { isCreditCode } from '@tongban/kiosk-config/catalogue/codes';

it('is a PDF with a verify code that anybody can check, and the same one each time', async () => {
  const { modules, accepted, records } = await startModulesLine();
  const { applyNo } = await accepted();
  await allUp(modules);
  const sealed = await modules.eSeal.document(applyNo, 'acceptance-notice');
  if (sealed.kind !== 'done') throw new Error(sealed.kind);
  const text = Buffer.from(sealed.value.pdf).toString('latin1');
  expect(text).toMatch(/^%PDF-1\.4\n/);
  expect(text).toMatch(/%%EOF\n$/);
  expect(text).toContain(`(Number: ${applyNo})`);
  expect(text).toContain(`(Verify code: ${sealed.value.verifyCode})`);
  // The table of objects points at them.
  const table = /startxref\n(\d+)\n/.exec(text)?.[1];
  expect(text.slice(Number(table), Number(table) + 4)).toBe('xref');
  const offsets = [...text.matchAll(/^(\d{10}) 00000 n $/gm)].map(([, at]) => Number(at));
  expect(offsets.map((at, index) => text.startsWith(`${index + 1} 0 obj`, at))).toEqual(Array(5).fill(true));

  expect(await modules.eSeal.document(applyNo, 'acceptance-notice')).toEqual(sealed);
  expect(await records('e-seal')).toBe(1);
  expect(await modules.eSeal.verify(sealed.value.verifyCode)).toMatchObject({
    kind: 'done',
    value: { applyNo },
  });
  expect(await modules.eSeal.verify('0000000000000000')).toMatchObject({ kind: 'refused' });
  expect(await modules.eSeal.document('unknown', 'result')).toMatchObject({ code: 'APPLICATION_UNKNOWN' });
});

it('comes with a page of what the citizen has, and one for the enterprise', async () => {
  const { modules, accepted } = await startModulesLine();
  const { applyNo } = await accepted();
  await allUp(modules);
  const verified = await modules.identity.verifyCard(card);
  if (verified.kind !== 'confirmed') throw new Error(verified.kind);
  expect(await modules.citizensPage.view(verified.verificationId)).toMatchObject({
    kind: 'done',
    value: { applications: [{ applyNo, channel: 'KIOSK', finished: false }] },
  });
  expect(
    await modules.enterprisePage.view(verified.verificationId, { creditCode: CREDIT_CODE }),
  ).toMatchObject({
    kind: 'done',
    value: { creditCode: CREDIT_CODE, actsAs: 'legal-representative' },
  });
  const wrong = `${CREDIT_CODE.slice(0, 17)}U`;
  expect(await modules.enterprisePage.view(verified.verificationId, { creditCode: wrong })).toEqual({
    ...{ kind: 'refused', code: 'VALIDATION_FAILED', field: 'creditCode' },
  });
  expect(isCreditCode('11310115002421239Q')).toBe(true);
  // The pseudo-units of communities have no right check character.
  expect(isCreditCode('310000999000GA0000')).toBe(false);
});
