import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeCentreKeys } from './centre-keys.ts';
import { readEdition, signNext, type OnlineSigners } from './edition.ts';
import {
  signersOf,
  testCentre,
  testMatter,
  versionsIn,
  withoutBundles,
  type TestCentre,
} from './testing/centre.ts';

let centre: TestCentre;
beforeEach(async () => {
  centre = await testCentre();
  await centre.publish([testMatter(1)]);
});
afterEach(() => centre.remove());

/** Signs and stores what the root does not allow, as who has the store but not the keys would. */
async function forge(signers: OnlineSigners): Promise<void> {
  const edition = (await readEdition(centre.store))!;
  const accepting = { ...edition, root: { verifyDelegate: () => undefined } as never };
  const { files } = await signNext(edition, { root: accepting.root, all: true }, signers, new Date());
  expect(await centre.store.commit(edition.timestamp.signed.version, files)).toBe(true);
}

describe('a publication signed with keys that the root does not name', () => {
  it.each(['targets', 'snapshot', 'timestamp'] as const)('is refused for the role %s', async (role) => {
    const terminal = centre.terminal();
    expect(await terminal.refresh()).toMatchObject({ kind: 'updated' });
    const before = versionsIn(terminal);
    const others = signersOf((await makeCentreKeys(new Date())).keys);

    await forge({ ...centre.signers, [role]: others[role] });

    expect(await terminal.refresh()).toMatchObject({ kind: 'refused', reason: 'wrong-signature' });
    expect(versionsIn(terminal)).toEqual(before);
    expect(await centre.terminal({ source: withoutBundles(centre.source) }).refresh()).toMatchObject({
      kind: 'refused',
      reason: 'wrong-signature',
    });
  });

  it('is not made by mistake either: the publisher says that its keys are not those of the root', async () => {
    const others = signersOf((await makeCentreKeys(new Date())).keys);
    centre.signers = { ...centre.signers, targets: others.targets };
    expect(await centre.publish([testMatter(1), testMatter(2)])).toMatchObject({
      kind: 'refused',
      reason: 'wrong-keys',
    });
  });

  it('is not believed when the terminal was set up with the root of another centre', async () => {
    const other = await makeCentreKeys(new Date());
    expect(await centre.terminal({ root: other.root }).refresh()).toMatchObject({
      kind: 'refused',
      reason: 'wrong-signature',
    });
  });
});
