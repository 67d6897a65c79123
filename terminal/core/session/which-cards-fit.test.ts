import { loadCatalogue } from '@tongban/kiosk-config/catalogue';
import type { IdCard } from '@tongban/peripherals/id-card-reader';
import { expect, it } from 'vitest';
import {
  foreignerOf2017,
  foreignerOf2023,
  MATTERS,
  permit,
  sessionAtWork,
  woman70,
} from '../testing/session-at-work.ts';
import { notFitting } from './before-form.ts';
import { fittingCards } from './fitting-cards.ts';
import { personFacts } from './person.ts';

const cards: readonly IdCard[] = [woman70, permit, foreignerOf2017, foreignerOf2023];
const matters = [...loadCatalogue(MATTERS).values()];

it('of every matter, the cards that its guide names are those with which its form begins', () => {
  const told = new Set<string>();
  for (const catalogued of matters) {
    const fit = cards.filter((card) => notFitting(catalogued, personFacts(card, new Date())).length === 0);
    expect(fittingCards(catalogued), catalogued.matter.name.zh).toEqual(fit.map(({ type }) => type));
    told.add(fit.map(({ type }) => type).join());
  }
  // Otherwise nothing would have been told apart.
  expect(told.size).toBeGreaterThan(1);
});

it('stand on the guide before anybody has put a card anywhere', async () => {
  const work = sessionAtWork();
  try {
    work.session.start();
    const { matters: offered } = await work.until('choose');
    for (const catalogued of matters) {
      const { handleItem } = catalogued.matter;
      expect(offered.map(({ id }) => id)).toContain(handleItem);
      work.session.chooseMatter(handleItem);
      const { guide } = await work.until('guide');
      expect(guide.cards).toEqual(fittingCards(catalogued));
      work.session.back();
    }
  } finally {
    work.stop();
  }
});
