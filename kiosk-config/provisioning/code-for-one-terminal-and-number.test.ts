import { generateKeyPairSync } from 'node:crypto';
import { expect, it } from 'vitest';
import { technicianCode, technicianNumber } from './technician-code.ts';

const pair = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });
const [terminal, another, centre] = [pair(), pair(), pair()];

it('is the same on both sides, and another one for each terminal, key and number', () => {
  const here = technicianCode(terminal.privateKey, centre.publicKey, 'SH-TEST-0001', '01234567');
  expect(here).toMatch(/^\d{8}$/);
  expect(technicianCode(centre.privateKey, terminal.publicKey, 'SH-TEST-0001', '01234567')).toBe(here);
  const others = [
    technicianCode(centre.privateKey, terminal.publicKey, 'SH-TEST-0002', '01234567'),
    technicianCode(centre.privateKey, terminal.publicKey, 'SH-TEST-0001', '01234568'),
    technicianCode(centre.privateKey, another.publicKey, 'SH-TEST-0001', '01234567'),
    technicianCode(another.privateKey, terminal.publicKey, 'SH-TEST-0001', '01234567'),
  ];
  expect(new Set([here, ...others]).size).toBe(5);
});

it('no number leads more people to the same digits than chance does', () => {
  const codes = Array.from({ length: 500 }, () =>
    technicianCode(terminal.privateKey, centre.publicKey, 'SH-TEST-0001', technicianNumber()),
  );
  expect(new Set(codes).size).toBeGreaterThan(495);
  for (const digit of '0123456789') expect(codes.some((code) => code.startsWith(digit))).toBe(true);
});
