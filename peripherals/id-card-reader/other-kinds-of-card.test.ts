import { describe, expect, it } from 'vitest';
import { cards } from './simulator/index.ts';
import { expectedCard, readerOnMemory } from './simulator/test-support.ts';

describe.each(cards.filter(({ type }) => type !== 'citizen').map((card) => [card.id, card] as const))(
  'the card %s',
  (_id, placed) => {
    it("is delivered with every field and watched like a citizen's", async () => {
      await using setup = readerOnMemory({ findsReadCard: true });
      const { simulator, reader, observed, requests } = setup;
      await observed.status('no-card');
      reader.startReading();
      simulator.placeCard(placed);
      expect(await observed.nextCard()).toEqual(expectedCard(placed));
      await observed.status('card-present');
      await requests(4);
      simulator.removeCard();
      await observed.status('no-card');
      expect(observed.statuses).toEqual(['no-card', 'reading', 'card-present', 'no-card']);
      expect(observed.cards).toHaveLength(1);
    });

    it('that does not hold together is unreadable', async () => {
      await using setup = readerOnMemory();
      const { simulator, reader, observed } = setup;
      reader.startReading();
      simulator.placeCard({ ...placed, birth: '20001340' });
      await observed.status('card-unreadable');
      expect(observed.cards).toEqual([]);
    });
  },
);
