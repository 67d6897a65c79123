import type { Plugin } from 'vite';
import { charactersOfAttract, isWithin } from '../src/fonts-ahead.ts';

const FACE = /@font-face\s*\{[^}]*\}/g;
const FILE = /url\(["']?([^"')]+\.woff2)/;
const RANGE = /unicode-range:([^;}]+)/;
/** How a minified sheet writes `U+0000-00FF`. */
const WILDCARD = /U\+([0-9A-F]*)(\?+)/gi;

/**
 * Names the pieces of the font that the greeting needs in the page itself: they are fetched while its script is
 * compiled, and not after the script has asked for them.
 */
export function fontsFirst(): Plugin {
  return {
    name: 'fonts-first',
    transformIndexHtml: {
      order: 'post',
      handler(_html, { bundle = {} }) {
        const characters = charactersOfAttract();
        const sheets = Object.values(bundle).filter(({ fileName }) => fileName.endsWith('.css'));
        return sheets.flatMap((sheet) => {
          const text = sheet.type === 'asset' ? String(sheet.source) : '';
          const folder = sheet.fileName.slice(0, sheet.fileName.lastIndexOf('/') + 1);
          return [...text.matchAll(FACE)].flatMap(([face]) => {
            const [, file] = FILE.exec(face) ?? [];
            const [, range = ''] = RANGE.exec(face) ?? [];
            const plain = range.replace(WILDCARD, (_, head: string, { length }: string) => {
              return `U+${head}${'0'.repeat(length)}-${head}${'F'.repeat(length)}`;
            });
            if (file === undefined || !isWithin(plain, characters)) return [];
            const href = `./${folder}${file.replace(/^\.\//, '')}`;
            const attrs = { rel: 'preload', as: 'font', type: 'font/woff2', crossorigin: true, href };
            return { tag: 'link', attrs, injectTo: 'head' as const };
          });
        });
      },
    },
  };
}
