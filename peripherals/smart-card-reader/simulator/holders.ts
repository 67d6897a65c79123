import iconv from 'iconv-lite';
import { citizens } from '../../id-card-reader/simulator/index.ts';
import type { SyntheticCitizen } from '../../id-card-reader/simulator/index.ts';
import type { CardField } from '../protocol/social-security.ts';

/** The social-security card of somebody who does not exist; the same person as on the ID card. Dates are YYYYMMDD. */
export interface SyntheticHolder {
  readonly id: string;
  readonly citizen: SyntheticCitizen;
  readonly cardNumber: string;
  /** 32 hexadecimal digits. */
  readonly cardIdentifier: string;
  readonly issuedOn: string;
  /** FFFFFFFF on a card without an end. */
  readonly validUntil: string;
}

/** No district of Shanghai has this code. */
const TEST_REGION = '310199';
const SPEC_VERSION = '3.00';
/** 54455354 spells TEST. */
const TEST_ISSUER = '310199000000000054455354';
const NAME_LENGTH = 30;
/** Class 3: a card of the third generation. */
const CARD_CLASS = '03';

function holder(citizen: SyntheticCitizen, index: number): SyntheticHolder {
  const number = String(index + 1).padStart(4, '0');
  return {
    id: citizen.id,
    citizen,
    cardNumber: `TEST0${number}`,
    cardIdentifier: `${TEST_REGION}54455354${number}`.padEnd(32, '0'),
    issuedOn: '20210105',
    validUntil: citizen.validTo === '长期' ? 'FFFFFFFF' : '20310105',
  };
}

export const holders: readonly SyntheticHolder[] = citizens.map(holder);

/** The value of each record as the chip holds it, without tag and length. */
export function recordValues({
  citizen,
  cardNumber,
  cardIdentifier,
  issuedOn,
  validUntil,
}: SyntheticHolder): Readonly<Record<CardField, Buffer>> {
  const hex = (digits: string): Buffer => Buffer.from(digits, 'hex');
  const name = iconv.encode(citizen.name, 'gb18030');
  return {
    cardIdentifier: hex(cardIdentifier),
    cardClass: hex(CARD_CLASS),
    specVersion: Buffer.from(SPEC_VERSION, 'latin1'),
    issuer: hex(TEST_ISSUER),
    issuedOn: hex(issuedOn),
    validUntil: hex(validUntil),
    cardNumber: Buffer.from(cardNumber, 'latin1'),
    idNumber: Buffer.from(citizen.idNumber, 'latin1'),
    name: Buffer.concat([name, Buffer.alloc(NAME_LENGTH - name.length, 0x00)]),
    sex: Buffer.from(citizen.sex, 'latin1'),
    nation: hex(citizen.nation),
    birthPlace: hex(TEST_REGION),
    birth: hex(citizen.birth),
  };
}
