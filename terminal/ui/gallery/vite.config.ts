import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { typingDictionary } from '../../typing/build/vite-plugin.ts';
import { fontTiers } from '../build/font-tiers.ts';

/** Development only: `npx vite terminal/ui/gallery`, then open /#view=attract&lang=en&care=1 and the like. */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [svelte({ configFile: '../svelte.config.js' }), typingDictionary(), fontTiers()],
  build: {
    outDir: `${import.meta.dirname}/../../../out/gallery`,
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'chrome130',
  },
});
