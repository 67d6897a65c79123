import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadCatalogue } from '@tongban/kiosk-config/catalogue';
import { framesOf, frameTitle } from './frames.ts';

const catalogue = loadCatalogue(join(import.meta.dirname, '../../kiosk-config/catalogue/matters'));

describe.each([...catalogue.values()].map(({ matter }) => [matter.name.zh, matter] as const))(
  '%s',
  (_, matter) => {
    const frames = framesOf(matter);

    it('shows every question and every material that is given at the terminal, in the order of the document', () => {
      const shown = frames.flatMap((frame) =>
        frame.screen === 'question'
          ? [frame.field.name]
          : frame.screen === 'material' || frame.screen === 'signature'
            ? [frame.material.code]
            : [],
      );
      const asked = matter.form.fields.filter(({ ask }) => ask).map(({ name }) => name);
      const given = matter.materials.filter(
        ({ source, necessity }) =>
          necessity === 'required' && (source === 'document' || source === 'signature'),
      );
      expect(shown).toEqual([...asked, ...given.map(({ code }) => code)]);
    });

    it('asks for a licence before each paper that it may take the place of', () => {
      const asks = frames.flatMap((frame, index) => {
        const next = frames[index + 1];
        if (frame.screen !== 'licence' || next?.screen !== 'material') return [];
        return frame.material.code === next.material.code ? [frame.material.code] : [];
      });
      expect(asks).toEqual((matter.needs?.licences ?? []).map(({ material }) => material));
    });

    it('begins with the choice and the guide, ends with the review, and has a title for each', () => {
      expect(frames.slice(0, 3).map(({ screen }) => screen)).toEqual(['choose', 'guide', 'card']);
      expect(frames.at(-1)?.screen).toBe('review');
      for (const frame of frames) expect(frameTitle(frame).zh).not.toBe('');
    });

    it('masks the invented citizen as the terminal does', () => {
      const review = frames.at(-1);
      if (review?.screen !== 'review') throw new Error('no review');
      for (const row of review.rows.filter(({ masked }) => masked)) {
        expect(row.shown.zh).not.toContain('31019919500101001X');
      }
    });
  },
);
