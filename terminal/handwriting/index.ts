export { Handwriting } from './handwriting.ts';
export type { Recognised, Unrecognised } from './handwriting.ts';
export { ZINNIA } from './settings.ts';
export type { HandwritingSettings } from './settings.ts';
export type { Point, Stroke } from './zinnia.ts';
