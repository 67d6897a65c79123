import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { findOnDisk } from '../testing/line.ts';
import { inputOf } from '../testing/test-matters.ts';
import { allUp, card, LICENCE, startModulesLine, until } from './testing/modules-line.ts';

const wanted = [
  { material: 'CARD-01', catalogueCode: LICENCE },
  { material: 'OTHER-01', catalogueCode: '314910001000500' },
];
const matter = '310000999000GA0000531200000000201';

it('is provisional by the card alone, and confirmed after the submission has arrived', async () => {
  const { line, modules } = await startModulesLine();
  await line.sandbox.close();
  await until(modules, () => modules.state('identity') === 'down');
  const reason = { module: 'identity', cause: 'offline' };
  expect(await modules.identity.verifyCard(card)).toEqual({ kind: 'provisional', reason });
  expect(await modules.identity.verifyCode('TEST-CODE-1')).toEqual({ kind: 'closed', reason });
  const id = randomUUID();
  await modules.identity.recheckLater(id, card);
  await line.sync.submit(inputOf(id));
  expect(modules.identity.recheckOf(id)).toBeNull();
  expect(findOnDisk(line.dataFolder, Object.values(card))).toEqual([]);
  await line.restartPlatform();
  await until(modules, () => modules.waitingCount === 0);
  expect(modules.identity.recheckOf(id)).toBe('confirmed');
});

it('is known by the code of the app, and a wrong code or number is not', async () => {
  const { modules } = await startModulesLine();
  await allUp(modules);
  expect(await modules.identity.verifyCode('TEST-CODE-1')).toMatchObject({
    kind: 'confirmed',
    person: { idNumber: '31019919500101001X' },
  });
  expect(await modules.identity.verifyCode('nobody')).toEqual({ kind: 'not-confirmed' });
  const wrong = { ...card, idNumber: '310199195001010011' };
  expect(await modules.identity.verifyCard(wrong)).toEqual({ kind: 'not-confirmed' });
});

it('opens licences as materials by reference, and asks for a scan of what is not there', async () => {
  const { modules } = await startModulesLine();
  await allUp(modules);
  const verified = await modules.identity.verifyCard(card);
  if (verified.kind !== 'confirmed') throw new Error(verified.kind);
  const [byReference, scan] = await modules.eLicence.materials(verified.verificationId, matter, wanted);
  expect(byReference).toMatchObject({ code: 'CARD-01', source: 'e-licence', stuffType: 1 });
  if (byReference?.source !== 'e-licence') throw new Error(byReference?.source);
  expect(JSON.parse(Buffer.from(byReference.bytes).toString())).toEqual({
    catalogueCode: LICENCE,
    reference: byReference.licence.reference,
    digest: byReference.licence.digest,
  });
  expect(scan).toEqual({ code: 'OTHER-01', source: 'scan', stuffType: 0, reason: null });
});

it('asks for scans of everything while nobody is confirmed', async () => {
  const { modules, order } = await startModulesLine();
  await allUp(modules);
  await order({ verb: 'switch', module: 'identity', state: 'down' });
  await until(modules, () => modules.state('identity') === 'down');
  const reason = { module: 'identity', cause: 'module-down' };
  expect(await modules.eLicence.materials(null, matter, wanted)).toEqual(
    wanted.map(({ material }) => ({ code: material, source: 'scan', stuffType: 0, reason })),
  );
});

it('does not open a page or a licence under a number that nobody was given', async () => {
  const { modules } = await startModulesLine();
  await allUp(modules);
  const refused = { kind: 'refused', code: 'VALIDATION_FAILED', field: 'verificationId' };
  expect(await modules.citizensPage.view('guess')).toEqual(refused);
  const scans = await modules.eLicence.materials('guess', matter, wanted);
  expect(scans.map(({ source }) => source)).toEqual(['scan', 'scan']);
});
