import { defineConfig } from 'vite';

/**
 * Builds the page for phones to out/phone: three files of fixed names, which core serves while a code is on the screen,
 * under a policy that allows nothing inline. Phones are older than terminals.
 */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  build: {
    outDir: `${import.meta.dirname}/../../out/phone`,
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: ['chrome87', 'safari14'],
    rolldownOptions: {
      output: { entryFileNames: 'phone.js', assetFileNames: 'phone.[ext]' },
    },
  },
});
