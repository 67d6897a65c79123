import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isResidentId, loadCatalogue, type FormValues } from './index.ts';

const catalogue = loadCatalogue(join(import.meta.dirname, 'matters'));
function matterNamed(zh: string) {
  const found = [...catalogue.values()].find(({ matter }) => matter.name.zh === zh);
  if (!found) throw new Error(`no matter ${zh}`);
  return found;
}
const allowance = matterNamed('老年综合津贴（示例）');
const certificate = matterNamed('有无违法犯罪记录证明（示例）');

// Synthetic: region 310199 is not assigned.
const fits: FormValues = {
  applicantName: '测试甲',
  applicantIdNumber: '31019919500101001X',
  registeredAddress: '上海市测试区虚拟路1号',
  bankCard: '6222021001112223331',
  phone: '13800005678',
  cardDelivery: 'this-centre',
  promise: true,
};

describe('a form that does not fit its matter', () => {
  it('is accepted when everything fits', () => {
    expect(allowance.validator.form(fits)).toEqual([]);
  });

  it.each([
    ['bankCard', '6222021001112223332', 'format'],
    ['phone', '12800005678', 'format'],
    ['applicantIdNumber', '310199195001010011', 'format'],
    ['cardDelivery', 'moon', 'enum'],
    ['promise', false, 'const'],
    ['registeredAddress', '', 'minLength'],
  ] as const)('names the field %s', (field, value, keyword) => {
    expect(allowance.validator.form({ ...fits, [field]: value })).toMatchObject([{ field, keyword }]);
  });

  it('names a missing and a superfluous field', () => {
    const { phone: _left, ...rest } = fits;
    expect(allowance.validator.form({ ...rest, extra: 'x' }).map((each) => each.field)).toEqual([
      'phone',
      'extra',
    ]);
  });

  it('counts code points, so that a rare character is one', () => {
    expect(allowance.validator.form({ ...fits, applicantName: '𬴊'.repeat(30) })).toEqual([]);
    expect(allowance.validator.form({ ...fits, applicantName: '𬴊'.repeat(31) })).toMatchObject([
      { field: 'applicantName', keyword: 'maxLength', limit: 30 },
    ]);
  });

  it('says how long a number must be while it is typed', () => {
    expect(allowance.validator.field('bankCard', '6222')).toContainEqual({
      field: 'bankCard',
      keyword: 'minLength',
      limit: 16,
    });
    expect(allowance.validator.field('bankCard', null)).toMatchObject([{ keyword: 'required' }]);
  });

  it('asks for the destination only of those who go abroad', () => {
    const form: FormValues = {
      applicantName: '测试甲',
      applicantIdNumber: '31019919500101001X',
      registeredAddress: '上海市测试区虚拟路1号',
      purpose: 'abroad',
      collectAt: 'this-centre',
      phone: '13800005678',
      promise: true,
    };
    expect(certificate.validator.form(form).map((each) => each.field)).toContain('destination');
    expect(certificate.validator.form({ ...form, purpose: 'job' })).toEqual([]);
  });

  it('tells who is too young, in the words of the matter', () => {
    const person = {
      name: '测试甲',
      sex: 'male',
      nation: '汉',
      birth: '1980-01-01',
      address: '',
      idNumber: '31019919800101001X',
      age: 46,
    };
    expect(allowance.validator.ineligible(person)?.zh).toContain('65 周岁');
    expect(allowance.validator.ineligible({ ...person, age: 65 })).toBeNull();
  });
});

describe('resident identity numbers (GB 11643)', () => {
  it.each(['11010519491231002X', '31019919500101001X'])('%s has a valid check character', (text) => {
    expect(isResidentId(text)).toBe(true);
  });
  it.each(['11010519491231002x', '110105194912310021', '11010519490231002X', '1101051949123100'])(
    '%s is refused',
    (text) => {
      expect(isResidentId(text)).toBe(false);
    },
  );
});
