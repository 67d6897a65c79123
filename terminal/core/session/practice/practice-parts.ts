import type { SessionParts } from '../session-parts.ts';
import { practiceModules } from './practice-modules.ts';
import { PracticeSync } from './practice-sync.ts';

/**
 * What a session of practice is made of: whatever would store or send has a stand-in. Every part is named here, so that a
 * new one is not taken over without a thought.
 * @param end of practice, asked for at the terminal
 */
export function practiceParts(real: SessionParts, end: () => void): SessionParts {
  const { config, panel, matters, devices, leftCards, speech, handwriting, phones, onVisit } = real;
  return {
    // Pictures from a phone end with the visit, as those of the camera do.
    ...{ config, panel, matters, devices, leftCards, speech, handwriting, phones, onVisit },
    sync: new PracticeSync(real.sync),
    modules: practiceModules(),
    missingCharacters: { notFound: () => undefined, notPrinted: () => undefined },
    ratings: { rate: async () => undefined },
    log: (event, facts) => real.log(`practice.${event}`, facts),
    ...{ interruptedVisit: false, keepsFailing: real.keepsFailing },
    practice: { end },
  };
}
