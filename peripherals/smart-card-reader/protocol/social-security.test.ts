import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { fuzz } from '../simulator/fuzz.ts';
import { holders, recordValues } from '../simulator/holders.ts';
import { expectedCard } from '../simulator/test-support.ts';
import { encodeCommand } from './apdu.ts';
import {
  CARD_FILES,
  SELECT_APPLICATION,
  decodeCard,
  findValue,
  readRecordByNumber,
  readRecordByTag,
  selectFile,
} from './social-security.ts';
import type { CardField, CardRecords } from './social-security.ts';

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');
const layouts = { ...CARD_FILES.EF05.records, ...CARD_FILES.EF06.records };
const fields = Object.keys(layouts) as CardField[];

/** The records of the first holder, some with another value. */
function recordsWith(values: Partial<Record<CardField, Uint8Array>> = {}): CardRecords {
  const all = { ...recordValues(holders[0]!), ...values };
  const record = (field: CardField): [CardField, Uint8Array] => [
    field,
    Buffer.concat([Buffer.of(layouts[field].tag, all[field].length), all[field]]),
  ];
  return Object.fromEntries(fields.map(record)) as Record<CardField, Uint8Array>;
}

describe('the commands', () => {
  it.each([
    ['select by name', SELECT_APPLICATION, '00A404000F7378312E73682EC9E7BBE1B1A3D5CF'],
    ['select EF05', selectFile('EF05', 0x02), '00A4020002EF05'],
    ['select EF06 the older way', selectFile('EF06', 0x00), '00A4000002EF06'],
    ['read the name by its tag', readRecordByTag(layouts.name), '00B2090020'],
    ['read the name by its number', readRecordByNumber(2, layouts.name), '00B2020420'],
    ['read the identifier', readRecordByTag(layouts.cardIdentifier), '00B2010012'],
  ])('%s', (_name, command, bytes) => {
    expect(Buffer.from(encodeCommand(command)).toString('hex').toUpperCase()).toBe(bytes);
  });

  it('name the application as it is written in GBK', () => {
    expect(iconv.decode(Buffer.from(SELECT_APPLICATION.data!), 'gbk')).toBe('sx1.sh.社会保障');
  });
});

describe('a row of TLVs', () => {
  it.each([
    ['the only one', '0A 01 31', 0x0a, '31'],
    ['the second', '08 02 AA BB 0A 01 31', 0x0a, '31'],
    ['an empty value', '0A 00', 0x0a, ''],
    ['with bytes behind it', '0A 01 31 FF', 0x0a, '31'],
  ])('gives %s', (_name, bytes, tag, value) => {
    expect(findValue(hex(bytes), tag)).toEqual(hex(value));
  });

  it.each([
    ['nothing', ''],
    ['half a head', '0A'],
    ['another tag', '0B 01 31'],
    ['a length over the end', '0A 02 31'],
    ['a length over the end before it', '08 FF 0A 01 31'],
  ])('gives null of %s', (_name, bytes) => {
    expect(findValue(hex(bytes), 0x0a)).toBeNull();
  });
});

describe('a card', () => {
  it.each(holders.map((holder) => [holder.id, holder] as const))('of %s is decoded', (_id, holder) => {
    const decoded = decodeCard(recordsWith(recordValues(holder)));
    expect(decoded).toMatchObject({ kind: 'card', card: expectedCard(holder) });
  });

  it.each<[string, Partial<Record<CardField, Uint8Array>>, object]>([
    ['a name padded with spaces', { name: hex('D5C5 B2E2 2020') }, { name: '张测' }],
    ['a name padded with wide spaces', { name: hex('D5C5 A1A1 A1A1') }, { name: '张' }],
    ['sex in BCD', { sex: hex('02') }, { sex: 'female' }],
    ['nation 11', { nation: hex('11') }, { nation: { code: '11', name: '满' } }],
    ['a nation that nobody knows', { nation: hex('0B') }, { nation: { code: '0B', name: '' } }],
    ['no end', { validUntil: hex('00000000') }, { validUntil: null }],
    [
      'a small x in the number',
      { idNumber: Buffer.from('11010519491231002x') },
      { idNumber: '11010519491231002X' },
    ],
    ['a padded card number', { cardNumber: Buffer.from('A123456  ') }, { cardNumber: 'A123456' }],
  ])('with %s is decoded', (_name, values, card) => {
    expect(decodeCard(recordsWith(values))).toMatchObject({ kind: 'card', card });
  });

  it.each<[CardField, string, Uint8Array]>([
    ['name', 'empty', hex('')],
    ['name', 'of NUL alone', Buffer.alloc(30)],
    ['name', 'longer than its field', Buffer.alloc(31, 0x41)],
    ['name', 'with a control character', hex('D5C5 07 B2E2')],
    ['name', 'with half a character', hex('D5C5 B2')],
    ['idNumber', 'with a wrong check character', Buffer.from('110105194912310021')],
    ['idNumber', 'too short', Buffer.from('1101051949123100')],
    ['sex', 'out of the standard', hex('05')],
    ['birth', 'on no day of the calendar', hex('19900230')],
    ['birth', 'not in BCD', hex('1990AB01')],
    ['birth', 'too short', hex('199005')],
    ['issuedOn', 'in month 13', hex('20211301')],
    ['validUntil', 'in month 0', hex('20310001')],
    ['cardIdentifier', 'without an area', hex('FF'.repeat(16))],
    ['cardIdentifier', 'too short', hex('310199')],
    ['cardNumber', 'with a sign', Buffer.from('A12/45678')],
    ['cardNumber', 'empty', hex('')],
    ['specVersion', 'that is no text', hex('01020304')],
  ])('with %s %s is malformed', (field, _what, value) => {
    expect(decodeCard(recordsWith({ [field]: value }))).toEqual({ kind: 'malformed', field });
  });

  it('without a record is malformed', () => {
    for (const field of fields) {
      expect(decodeCard({ ...recordsWith(), [field]: new Uint8Array(0) })).toEqual({
        kind: 'malformed',
        field,
      });
    }
  });

  it('of random bytes is a card in good form or malformed', () => {
    fuzz((random) => {
      const records: Record<CardField, Uint8Array> = { ...recordsWith() };
      const field = fields[random.below(fields.length)]!;
      // A flipped bit, a cut end, or nothing of what belongs there.
      const changed = Uint8Array.from(records[field]);
      const at = random.below(changed.length);
      changed[at] = changed[at]! ^ (1 << random.below(8));
      records[field] = [changed, changed.subarray(0, at), random.bytes(40)][random.below(3)]!;
      const decoded = decodeCard(records);
      if (decoded.kind === 'malformed') {
        expect(decoded.field).toBe(field);
        return;
      }
      const { card } = decoded;
      if (card.name.length > 30 || /\p{Cc}/u.test(card.name)) throw new Error('a name that is none');
      for (const date of [card.birth, card.issuedOn, card.validUntil ?? card.birth]) {
        if (Number.isNaN(Date.parse(date))) throw new Error('a date that is none');
      }
    });
  });
});
