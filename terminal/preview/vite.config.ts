import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { typingDictionary } from '../typing/build/vite-plugin.ts';

/** Builds the preview to out/preview; the centre serves it below /preview/, for its console to show in a frame. */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [svelte({ configFile: '../ui/svelte.config.js' }), typingDictionary()],
  build: {
    outDir: `${import.meta.dirname}/../../out/preview`,
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2024',
  },
});
