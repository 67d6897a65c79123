export { Speech } from './speech.ts';
export type { Said, Unsaid } from './speech.ts';
export { ESPEAK } from './settings.ts';
export type { SpeechSettings, SpokenLanguage } from './settings.ts';
