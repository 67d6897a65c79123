import { contradictions } from './contradictions.ts';
import { matterShape } from './matter-shape.ts';

/** A matter document that contradicts itself nowhere. */
export const matterSchema = matterShape.superRefine((matter, context) => {
  for (const { path, words } of contradictions(matter)) {
    context.addIssue({ code: 'custom', path, message: words.en, params: { zh: words.zh } });
  }
});
