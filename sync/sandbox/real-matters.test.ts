import { fileURLToPath } from 'node:url';
import { loadCatalogue, type Matter } from '@tongban/kiosk-config/catalogue';
import { describe, expect, it } from 'vitest';
import { randomUUID } from 'node:crypto';
import { startLine } from '../testing/line.ts';
import { inputOf } from '../testing/test-matters.ts';
import { firstOpinion } from './opinions.ts';

const FOLDER = fileURLToPath(new URL('../../kiosk-config/catalogue/matters', import.meta.url));
const matters: Matter[] = [...loadCatalogue(FOLDER).values()].map(({ matter }) => matter);

describe('the published matters at the sandbox', () => {
  it('refuses an empty form of each of them and names one of its fields', async () => {
    const { sync } = await startLine({ catalogueFolder: FOLDER, dataFolder: null });
    expect(matters.length).toBeGreaterThanOrEqual(3);
    for (const { handleItem, version, unit, form } of matters) {
      const id = randomUUID();
      const matter = { handleItem, version, unitCode: unit.code };
      await sync.submit(inputOf(id, { matter, form: {}, materials: [] }));
      const record = await sync.waitForOutcome(id, 5000);
      expect(record).toMatchObject({ state: 'needs-citizen', problem: { code: 'VALIDATION_FAILED' } });
      expect(form.fields.map((field) => field.name)).toContain(record.problem?.field);
    }
  });

  it.each(matters.map((matter) => [matter.name.zh, matter] as const))(
    '%s has an opinion with a next step',
    (_, matter) => {
      const { opinion, nextStep, finished } = firstOpinion(matter);
      expect(finished).toBe(matter.kind === 'instant');
      expect(nextStep.zh).toContain(finished ? matter.result.name.zh : matter.limit.words.zh);
      expect(opinion.en?.length).toBeGreaterThan(5);
    },
  );
});
