import { citizens } from './citizens.ts';
import { foreigners2017, foreigners2023, permits } from './permits-and-foreigners.ts';
import type { SyntheticCard } from './synthetic-card.ts';

/** One of every kind and more: all that a reader can meet. */
export const cards: readonly SyntheticCard[] = [
  ...citizens,
  ...permits,
  ...foreigners2017,
  ...foreigners2023,
];
