import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { typingDictionary } from '../typing/build/vite-plugin.ts';
import { fontTiers } from './build/font-tiers.ts';
import { fontsFirst } from './build/fonts-first.ts';

/**
 * Builds the citizen screens to out/ui. The shell serves them under a policy that allows nothing inline and no
 * connection at all, so nothing may be turned into a data: address and no preload helper may fetch.
 */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [svelte(), typingDictionary(), fontTiers(), fontsFirst()],
  build: {
    outDir: `${import.meta.dirname}/../../out/ui`,
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'chrome130',
  },
});
