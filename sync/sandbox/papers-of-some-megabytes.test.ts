import { randomBytes, randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { loadCatalogue } from '@tongban/kiosk-config/catalogue';
import { describe, expect, it } from 'vitest';
import { startLine } from '../testing/line.ts';
import { citizen, inputOf } from '../testing/test-matters.ts';

const FOLDER = fileURLToPath(new URL('../../kiosk-config/catalogue/matters', import.meta.url));
const found = [...loadCatalogue(FOLDER).values()].find(({ matter }) =>
  matter.materials.some(({ source }) => source === 'document'),
);
if (!found) throw new Error('no published matter takes a paper');
const { matter } = found;
const reference = {
  handleItem: matter.handleItem,
  version: matter.version,
  unitCode: matter.unit.code,
};
const form = {
  ...{ applicantName: citizen.name, applicantIdNumber: citizen.idNumber, registeredAddress: '虚拟路1号' },
  ...{ householdSize: '2', mainReason: 'no-work', monthlyIncome: '1980' },
  ...{ bankCard: '6222021001112223331', phone: citizen.phone, promise: true },
};

const MEBIBYTE = 2 ** 20;
/** Photographs do not compress. */
const paperOf = (bytes: number): Buffer => Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(bytes)]);

function materials(paper: Uint8Array): ReturnType<typeof inputOf>['materials'] {
  const bytesOf = {
    card: ['application/vnd.tongban.id-card+json', Buffer.from('{}')],
    document: ['application/pdf', paper],
    signature: ['image/svg+xml', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
  } as const;
  return matter.materials.flatMap(({ code, source, stuffType }) => {
    if (source === 'shared') return [];
    const [mediaType, bytes] = bytesOf[source];
    return [{ code, stuffType, mediaType, bytes }];
  });
}

describe('a matter with a paper and a signature at the sandbox', () => {
  it.each([1, 8])(
    'is accepted with a paper of %i MiB, sealed for the card too',
    async (size) => {
      const { sync } = await startLine({ catalogueFolder: FOLDER, dataFolder: null });
      const id = randomUUID();
      const card = await sync.cardKey(citizen);
      await sync.submit(
        inputOf(id, { card, form, matter: reference, materials: materials(paperOf(size * MEBIBYTE)) }),
      );
      expect(await sync.waitForOutcome(id, 20_000)).toMatchObject({ state: 'accepted', problem: null });
    },
    30_000,
  );

  it('is refused without the paper, which is named', async () => {
    const { sync } = await startLine({ catalogueFolder: FOLDER, dataFolder: null });
    const id = randomUUID();
    const withoutPaper = materials(paperOf(1)).filter(({ mediaType }) => mediaType !== 'application/pdf');
    await sync.submit(inputOf(id, { form, matter: reference, materials: withoutPaper }));
    const paper = matter.materials.find(({ source }) => source === 'document');
    expect(await sync.waitForOutcome(id, 5000)).toMatchObject({
      state: 'needs-citizen',
      problem: { code: 'MATERIAL_MISSING', field: paper?.code },
    });
  });
});
