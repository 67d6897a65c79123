import type { Plugin } from 'vite';
import { buildDictionary } from './build-dictionary.ts';

const NAME = 'virtual:typing-dictionary';

/** Gives the screens `virtual:typing-dictionary`, a file of its own that is loaded with the first question in words. */
export function typingDictionary(): Plugin {
  return {
    name: 'typing-dictionary',
    resolveId: (source) => (source === NAME ? `\0${NAME}` : null),
    load: async (id) =>
      id === `\0${NAME}` ? `export default ${JSON.stringify(await buildDictionary())};` : null,
  };
}
