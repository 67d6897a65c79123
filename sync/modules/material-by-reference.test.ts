import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { SubmissionRecord } from '../submissions/record.ts';
import type { OperationName } from '../contract/index.ts';
import { inputOf, instantMatter, promisedMatter } from '../testing/test-matters.ts';
import type { LicenceMaterial } from './index.ts';
import { allUp, card, LICENCE, startModulesLine, until, type ModulesLine } from './testing/modules-line.ts';

/** A citizen at a matter that wants a paper which an electronic licence can take the place of. */

const PAPER = 'PAPER-01';
const licences = [{ material: PAPER, catalogueCode: LICENCE }];
const matter = { ...promisedMatter, version: '2026.2' };
const scan = { code: PAPER, stuffType: 0, mediaType: 'image/png', bytes: Buffer.from('scan') } as const;

async function beginVisit(): Promise<ModulesLine & { readonly verificationId: string }> {
  const modulesLine = await startModulesLine();
  const { line, modules } = modulesLine;
  const document = JSON.parse(readFileSync(join(line.catalogueFolder, 'promised.json'), 'utf8')) as {
    materials: object[];
    reform: object;
  };
  const paper = {
    code: PAPER,
    name: { zh: '户口簿' },
    source: 'document',
    how: { zh: '拍照' },
    stuffType: 0,
    ...{ necessity: 'required', origin: '20', medium: '3', originals: 1, copies: 0 },
  };
  line.sandbox.order({
    verb: 'publish-document',
    document: {
      ...{ ...document, version: matter.version, materials: [...document.materials, paper] },
      needs: { licences },
      reform: { ...document.reform, materials: { before: 1, after: 1 } },
    },
  });
  await allUp(modules);
  const verified = await modules.identity.verifyCard(card);
  if (verified.kind !== 'confirmed') throw new Error(`the card was ${verified.kind}`);
  return { ...modulesLine, verificationId: verified.verificationId };
}

async function handIn(
  { line }: ModulesLine,
  paper: typeof scan | (LicenceMaterial & { stuffType: 1 }),
): Promise<SubmissionRecord> {
  const { code, stuffType, mediaType, bytes } = paper;
  const input = inputOf(randomUUID(), { matter });
  const materials = [...input.materials, { code, stuffType, mediaType, bytes }];
  await line.sync.submit({ ...input, materials });
  return line.sync.waitForOutcome(input.idempotencyKey, 10_000);
}

function byReference(material: LicenceMaterial | undefined): LicenceMaterial & { stuffType: 1 } {
  if (material?.stuffType !== 1) throw new Error('there is no licence');
  return material;
}

/** How often the platform was asked for something. */
function asked({ line }: ModulesLine, operation: OperationName): number {
  return line.sandbox.traffic.latest.filter((each) => each.operation === operation).length;
}

/** How the paper was given, as the material library has it. */
async function providedAs({ line }: ModulesLine): Promise<number> {
  const ofPaper = () =>
    line.sandbox
      .libraryRecords()
      .flatMap(({ record }) =>
        record.library === 'material' && record.material_code === PAPER ? [record] : [],
      );
  await expect.poll(() => ofPaper().length, { timeout: 10_000 }).toBeGreaterThan(0);
  return ofPaper()[0]?.provide_type ?? -1;
}

it('a licence satisfies a material without an upload: the platform fetches it by reference', async () => {
  const visit = await beginVisit();
  const { modules, line, verificationId } = visit;
  const [found] = await modules.eLicence.materials(verificationId, matter.handleItem, licences);
  const record = await handIn(visit, byReference(found));
  expect(record).toMatchObject({ state: 'accepted', problem: null });
  // The one upload is that of the card.
  expect([
    asked(visit, 'uploadApplyStuff'),
    asked(visit, 'putChunk'),
    asked(visit, 'completeUpload'),
  ]).toEqual([2, 1, 1]);
  const { materials } = await line.sandbox.handedIn(record.applyNo ?? '');
  const given = materials.find(({ code }) => code === PAPER);
  expect(JSON.parse(Buffer.from(given?.bytes ?? []).toString('utf8'))).toMatchObject({
    catalogueCode: LICENCE,
  });
  expect(await providedAs(visit)).toBe(1);
});

it('without the module the paper is scanned, and it stands with the material that it was', async () => {
  const visit = await beginVisit();
  const { modules, verificationId } = visit;
  await visit.order({ verb: 'switch', module: 'e-licence', state: 'down' });
  await until(modules, () => modules.state('e-licence') === 'down');
  expect(modules.stepsAvailable({ licences }).licences).toMatchObject({ way: 'instead', instead: 'scan' });
  expect(await modules.eLicence.materials(verificationId, matter.handleItem, licences)).toEqual([
    {
      ...{ code: PAPER, source: 'scan', stuffType: 0 },
      reason: { module: 'e-licence', cause: 'module-down' },
    },
  ]);
  expect(await handIn(visit, scan)).toMatchObject({ state: 'accepted', problem: null });
  expect(asked(visit, 'putChunk')).toBe(2);
  expect(await providedAs(visit)).toBe(0);
});

it('a reference that was given for another matter, or that leads nowhere, is refused and names the material', async () => {
  const visit = await beginVisit();
  const { modules, verificationId } = visit;
  const [other] = await modules.eLicence.materials(verificationId, instantMatter.handleItem, licences);
  const [own] = await modules.eLicence.materials(verificationId, matter.handleItem, licences);
  const nowhere = Buffer.from(Buffer.from(byReference(own).bytes).toString('utf8').replace('TEST-', 'NONE-'));
  const unread = { ...byReference(own), mediaType: 'application/pdf' } as unknown as typeof scan;
  for (const wrong of [byReference(other), { ...byReference(own), bytes: nowhere }, unread]) {
    expect(await handIn(visit, wrong)).toMatchObject({
      ...{ state: 'needs-citizen', problem: { code: 'VALIDATION_FAILED', field: PAPER } },
    });
  }
  expect(await handIn(visit, scan)).toMatchObject({ state: 'accepted' });
});
