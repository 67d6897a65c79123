/** No character has more strokes (𪚥, four dragons). */
export const MAX_WRITTEN_STROKES = 64;
/** Of one stroke; the screens send about 30. A recogniser takes long for more, and finds nothing better. */
export const MAX_WRITTEN_POINTS = 64;
