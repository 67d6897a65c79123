import type { DoneView } from '@tongban/contract';
import { expect, it, vi } from 'vitest';
import { allowanceAnswers, woman70 } from '../../core/testing/session-at-work.ts';
import { arrive } from './citizen-by-ear.ts';
import { PATIENCE_MS } from './gallery-in-tests.ts';

vi.setConfig({ testTimeout: 9 * PATIENCE_MS });

it('a whole matter by keys alone, spoken to a headset in English', async () => {
  const { citizen, errors, said, work } = await arrive('always', 'en');
  await citizen.by(
    'F2',
    'Spoken guide is on. Move with the arrow keys, confirm with Enter, go back with Escape. ' +
      'F2 says it again, F3 is quieter, F4 is louder. ' +
      'Hello. What can we do for you? 22 community services, by the same standard as online. ' +
      'Without network we keep your application safe and send it later. Press Enter to begin.',
  );
  await citizen.by(
    'Enter',
    'What can we do for you? Touch a service. You can read about it before you decide. ' +
      'There are 29 choices. Hear them one by one with the arrow keys.',
  );
  await citizen.goTo(
    'Old-age allowance (example), Registered residents of 65 and over, 4 min, Nothing to bring',
  );
  await citizen.by(
    'Enter',
    'Old-age allowance (example). A monthly allowance by age for registered residents of 65 and over. ' +
      'How long it takes, Answer within 30 working days. Fee, Free of charge. ' +
      'Who can apply, You are 65 or older. You are registered in Shanghai. ' +
      'What you need, Resident ID card, Read from your card, no copy needed. ' +
      'Household record, Checked between offices, nothing to bring. ' +
      'Cards that work here: resident ID card and residence permit for Hong Kong, Macao and Taiwan residents. ' +
      'What you get, A senior card; the allowance goes to your bank card each quarter. ' +
      'Legal basis, Notice on the system of old-age allowances. ' +
      'Civil Affairs Bureau, Guide 2026.3, the same as online. You can choose: Back, Go on with my ID card.',
  );
  await citizen.goTo('Go on with my ID card');
  await citizen.by(
    'Enter',
    'Put your ID card on the reader below. Lay it flat for a second and leave it there. ' +
      'Residence permits (Hong Kong, Macao, Taiwan) and permanent residence cards will do too. ' +
      'No ID card? Show the Suishen code on your phone to the scanner, or put your social security card into the slot. You can choose: Back.',
  );
  citizen.puts(woman70);
  await citizen.hearsAtLast(
    'Which bank card should the allowance go to? ' +
      'The number of a card in your own name, opened in Shanghai: 16 to 19 digits. ' +
      'Type with the number keys, then press Enter. Only the headset is heard, so what you type is read out.',
  );
  await citizen.by('Enter', 'Bank card: Enter the number first');
  await citizen.by('6', '6');
  await citizen.by('Backspace', 'Erased, 0 digits typed');
  await citizen.types(allowanceAnswers.bankCard, '1 Bank card: Looks right.');
  await citizen.by(
    'Backspace',
    'Erased, 18 digits typed Bank card: The number does not seem right. Please compare it with your card.',
  );
  await citizen.by('Enter', 'Bank card: Please correct it first');
  await citizen.by('1', '1 Bank card: Looks right.');
  await citizen.by(
    'Enter',
    'What is your mobile number? We text you the decision. ' +
      'Type with the number keys, then press Enter. Only the headset is heard, so what you type is read out.',
  );
  await citizen.types(allowanceAnswers.phone, '8 Mobile number: Looks right.');
  await citizen.by(
    'Enter',
    'Where would you like to collect the senior card? ' +
      'You can choose: This community centre, My neighbourhood committee, Back.',
  );
  await citizen.goTo('Choose one first, not possible yet');
  await citizen.by('ArrowUp', 'Back');
  await citizen.by('ArrowUp', 'My neighbourhood committee, not chosen');
  await citizen.by('ArrowUp', 'This community centre, not chosen');
  await citizen.by('Enter', 'This community centre, chosen');
  await citizen.goTo('Next question');
  await citizen.by(
    'Enter',
    'Please confirm this declaration. All of this is true and the bank card is mine. ' +
      'I will say so if my registration or circumstances change. You can choose: I have read this and agree, Back.',
  );
  await citizen.by('ArrowDown', 'I have read this and agree, not chosen');
  await citizen.by('Enter', 'I have read this and agree, chosen');
  await citizen.goTo('Next question');
  await citizen.by(
    'Enter',
    'Check, then submit. Press and hold "Hold to see" for the full number. ' +
      'Name, From your ID, 李, masked. ID number, From your ID, 3 1 0, masked, 0 0 2 3. ' +
      'Address on the card, From your ID, 上海市测试区虚拟, masked. Bank card, masked, 3 3 3 1. ' +
      'Mobile number, 1 3 8, masked, 5 6 7 8. Senior card, This community centre. Declaration, Confirmed. ' +
      'Submitted with it, Resident ID card, Household record. How long it takes, Answer within 30 working days. ' +
      'There are 12 choices. Hear them one by one with the arrow keys.',
  );
  await citizen.goTo('ID number, From your ID: Hold to see');
  await citizen.holds('Enter', [...woman70.idNumber].join(' '));
  await citizen.goTo('Submit and print a slip');
  await citizen.press('Enter');
  await work.until('done');
  await expect.poll(() => (work.screen() as DoneView).slip, { timeout: PATIENCE_MS }).toBe('printed');
  await citizen.hearsAtLast('Take your ID card and slip.');
  await citizen.press('F2');
  await citizen.hearsAtLast('Done, leave.');
  const { number } = work.screen() as DoneView;
  expect(said.join(' ')).toContain(`${[...number].join(' ')}`);
  await citizen.goTo('Done, leave');
  await citizen.by(
    'Enter',
    'Please take your ID card and slip. We leave by ourselves then and erase your information here.',
  );
  work.reader.show('no-card');
  await work.until('attract');
  expect(work.session.view()).toMatchObject({ language: 'zh-CN', speech: { on: false } });
  expect(errors).toEqual([]);
});
