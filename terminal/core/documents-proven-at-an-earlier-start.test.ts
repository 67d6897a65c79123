import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { loadCatalogue, type Catalogue, type ProvenDocuments } from '@tongban/kiosk-config/catalogue';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { KeptProvenDocuments } from './kept-proven-documents.ts';

const MATTERS = join(import.meta.dirname, '../../kiosk-config/catalogue/matters');
const NOBODY = { name: '', sex: '', nation: null, birth: '', address: null, idNumber: '', age: 0 };

let folder: string;
let matters: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tongban-proven-'));
  matters = join(folder, 'matters');
  cpSync(MATTERS, matters, { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** One start of core: what it knew, and what it had to find out. */
async function start(software = '1.0.0'): Promise<{ catalogue: Catalogue; known: number; found: number }> {
  const kept = new KeptProvenDocuments(folder, software);
  const count = { known: 0, found: 0 };
  const proven: ProvenDocuments = {
    has(hash) {
      const isKnown = kept.has(hash);
      if (isKnown) count.known += 1;
      return isKnown;
    },
    add(hash) {
      count.found += 1;
      kept.add(hash);
    },
  };
  const catalogue = loadCatalogue(matters, proven);
  // It is written when the catalogue has been read.
  await turn();
  return { catalogue, ...count };
}

it('are known at the next, and say the same of every form and person', async () => {
  const first = await start();
  expect(first).toMatchObject({ known: 0, found: first.catalogue.size });
  const second = await start();
  expect(second).toMatchObject({ known: first.catalogue.size, found: 0 });
  expect([...second.catalogue.keys()]).toEqual([...first.catalogue.keys()]);
  for (const [item, { matter, validator }] of second.catalogue) {
    const before = first.catalogue.get(item);
    expect(matter).toEqual(before?.matter);
    expect(validator.form({})).toEqual(before?.validator.form({}));
    expect(validator.form({}).length, item).toBeGreaterThan(0);
    for (const { name } of matter.form.fields)
      expect(validator.field(name, 'x')).toEqual(before?.validator.field(name, 'x'));
    expect(validator.ineligible(NOBODY)).toEqual(before?.validator.ineligible(NOBODY));
  }
});

it('are found out anew by another program, and where the file was damaged', async () => {
  const { found } = await start();
  expect(await start('1.0.1')).toMatchObject({ known: 0, found });
  const file = join(folder, 'proven-documents.json');
  writeFileSync(file, readFileSync(file, 'utf8').slice(0, -7));
  expect(await start('1.0.1')).toMatchObject({ known: 0, found });
  expect(await start('1.0.1')).toMatchObject({ known: found, found: 0 });
});

it('one that was altered since is no longer known, and not taken', async () => {
  const { found } = await start();
  const file = join(matters, 'old-age-allowance.json');
  writeFileSync(file, readFileSync(file, 'utf8').replace('"type": "string"', '"type": "strign"'));
  await expect(start()).rejects.toThrow(/old-age-allowance\.json cannot be used: at eligibility/);
  writeFileSync(file, `${readFileSync(join(MATTERS, 'old-age-allowance.json'), 'utf8')}\n`);
  expect(await start()).toMatchObject({ known: found - 1, found: 1 });
});
