import tseslint from 'typescript-eslint';
import svelte from 'eslint-plugin-svelte';
import svelteConfig from './terminal/ui/svelte.config.js';

export default tseslint.config(
  { ignores: ['out/', 'node_modules/', '**/node_modules/', '.cache/'] },
  ...tseslint.configs.recommended,
  ...svelte.configs.recommended,
  {
    languageOptions: { parserOptions: { ecmaVersion: 'latest', sourceType: 'module' } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        {
          argsIgnorePattern: '^_',
          varsIgnorePattern: '^_',
          caughtErrorsIgnorePattern: '^_',
          ignoreRestSiblings: true,
        },
      ],
      'no-console': 'off',
      'no-eval': 'error',
      'no-restricted-imports': [
        'error',
        {
          paths: [
            {
              name: 'electron',
              importNames: ['shell'],
              message: 'shell.openExternal leaves the kiosk.',
            },
          ],
          // A shell would read a citizen's or a device's words as commands.
        },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: 'ImportSpecifier[imported.name=/^exec(Sync)?$/]',
          message: 'Commands go through execFile or spawn, never through a shell.',
        },
        {
          selector:
            'CallExpression[callee.property.name="toString"] > Literal[value=/^(utf-?16le|ucs-?2)$/i]',
          message: 'Node 24.21 writes past the end of such a text at an odd address: use TextDecoder.',
        },
      ],
      eqeqeq: 'error',
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: {
      parserOptions: { parser: tseslint.parser, extraFileExtensions: ['.svelte'], svelteConfig },
    },
  },
  {
    files: ['**/*.cjs'],
    languageOptions: { sourceType: 'commonjs', globals: { module: 'writable' } },
  },
);
