/** 好差评: the five words of the rating, 5 very satisfied … 1 very dissatisfied. */
export const stars = [5, 4, 3, 2, 1] as const;
export type Stars = (typeof stars)[number];

/** Ready-made reasons of who is not satisfied; no free text, which would hold who knows what. */
export const ratingReasons = [
  'hard-to-understand',
  'took-too-long',
  'asked-too-much',
  'device-trouble',
  'hard-to-reach-or-read',
  'nobody-helped',
] as const;
export type RatingReason = (typeof ratingReasons)[number];

/** From this many stars down it is asked why. */
export const STARS_THAT_ASK_WHY = 2;
