import type { Figures, Indicator } from '../../../contract/index.ts';
import type { Words } from '../words/words.svelte.ts';

export type Measure = Indicator['measure'];
/** What all units that an officer may see came to together. */
export type Total = Omit<Figures, 'unitCode'>;

const PERCENT = 100;
/** Of a typed share: finer than anybody sets one. */
const PLACES = 6;

export function isShare(measure: Measure): boolean {
  return measure === 'onlineShare' || measure === 'onlineShareWithoutKiosk';
}

/** A measure by the name that it has in the table of figures. */
export function measureName(measure: Measure, { statistics: t }: Words): string {
  const { matters, cases, share: onlineShare, shareWithoutKiosk: onlineShareWithoutKiosk } = t;
  return { matters, cases, onlineShare, onlineShareWithoutKiosk }[measure];
}

/** A target as officers write it: shares in per cent. */
export function typedTarget({ measure, target }: Pick<Indicator, 'measure' | 'target'>): number | null {
  return target === null || !isShare(measure) ? target : rounded(target * PERCENT);
}

/** @param typed by an officer; null for none */
export function targetOf(measure: Measure, typed: number | null): number | null {
  return typed === null || !isShare(measure) ? typed : rounded(typed / PERCENT);
}

const rounded = (value: number): number => Number(value.toFixed(PLACES));

/** Sums of the figures of units; null while there is nothing to add up. */
export function totalOf(figures: readonly Figures[]): Total | null {
  if (figures.length === 0) return null;
  const sum = (of: (each: Figures) => number): number => figures.reduce((all, each) => all + of(each), 0);
  const [cases, onlineCases] = [sum((each) => each.cases), sum((each) => each.onlineCases)];
  const withoutKiosk = sum((each) => Math.round((each.onlineShareWithoutKiosk ?? 0) * each.cases));
  return {
    ...{ matters: sum((each) => each.matters), cases, onlineCases },
    onlineShare: cases === 0 ? null : onlineCases / cases,
    onlineShareWithoutKiosk: cases === 0 ? null : withoutKiosk / cases,
  };
}
