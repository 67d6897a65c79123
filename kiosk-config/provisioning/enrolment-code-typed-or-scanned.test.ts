import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { enrolmentQrText, makeEnrolmentCode, readEnrolmentCode } from './enrolment-code.ts';

const pin = 'A'.repeat(43);
const centre = { url: 'https://centre.example.cn:8443', pin };
const code = 'TBE1-0123A-BCDEF-GHJKM-NPQRS-TVWXY';

describe('a code for one terminal', () => {
  it('comes back from what is typed, however a person writes it', () => {
    for (const typed of [
      code,
      code.toLowerCase(),
      ` ${code.replaceAll('-', ' ')} `,
      code.slice(5),
      code.replace('0', 'O').replace('1', 'l'),
    ]) {
      expect(readEnrolmentCode(typed), typed).toEqual({ code, centre: null });
    }
  });

  it('comes back from its QR code with address and pin', () => {
    expect(readEnrolmentCode(enrolmentQrText(code, centre))).toEqual({ code, centre });
  });

  it('has 125 bits of the random source, and every character can come', () => {
    const bytes = (size: number, from: number) => Uint8Array.from({ length: size }, (_, at) => from + at);
    const seen = new Set(
      [makeEnrolmentCode((size) => bytes(size, 0)), makeEnrolmentCode((size) => bytes(size, 7))].flatMap(
        (each) => [...each.slice(5).replaceAll('-', '')],
      ),
    );
    expect(seen.size).toBe(32);
    expect(new Set(Array.from({ length: 100 }, () => makeEnrolmentCode())).size).toBe(100);
  });

  it.each([
    'tongban-enrol:1;TBE1-0123A-BCDEF-GHJKM-NPQRS-TVWXY;https://user@centre.example.cn;' + pin,
    'tongban-enrol:1;TBE1-0123A-BCDEF-GHJKM-NPQRS-TVWXY;https://centre.example.cn/path;' + pin,
    'tongban-enrol:1;TBE1-0123A-BCDEF-GHJKM-NPQRS-TVWXY;file:///etc/passwd;' + pin,
    'tongban-enrol:1;TBE1-0123A-BCDEF-GHJKM-NPQRS-TVWXY;https://centre.example.cn;short',
    'tongban-enrol:2;TBE1-0123A-BCDEF-GHJKM-NPQRS-TVWXY;https://centre.example.cn;' + pin,
    enrolmentQrText(code, centre) + '\n',
    'TBE1-0123A-BCDEF-GHJKM-NPQRS',
    'TBE1-0123A-BCDEF-GHJKM-NPQRS-TVWXY-0',
    'javascript:alert(1)',
    '',
  ])('anything else is none: %j', (text) => expect(readEnrolmentCode(text)).toBeNull());

  it('whatever comes in, nothing but a code comes out', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (text) => {
        const ticket = readEnrolmentCode(text);
        return ticket === null || /^TBE1(-[0-9A-HJKMNP-TV-Z]{5}){5}$/.test(ticket.code);
      }),
    );
  });
});
