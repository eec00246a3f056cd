import globals from 'globals'
import svelte from 'eslint-plugin-svelte'
import tseslint from 'typescript-eslint'
import svelteConfig from './svelte.config.js'

export default tseslint.config(
  { ignores: ['dist/', 'release/', 'native-probes/out/', 'test-results/', 'playwright-report/', 'docs/'] },
  ...tseslint.configs.strict,
  ...tseslint.configs.stylistic,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.node } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-empty-function': 'off',
      // Types and interfaces each have their place: unions are types, what a class fills in is an interface.
      '@typescript-eslint/consistent-type-definitions': 'off',
      'no-console': ['error', { allow: ['error'] }],
      eqeqeq: 'error',
    },
  },
  { files: ['build/**'], rules: { 'no-console': 'off' } },
  { files: ['renderer/**', 'e2e/**'], languageOptions: { globals: { ...globals.browser } } },
  {
    // Large data are replaced whole ($state.raw); a reactive Map would watch every entry of them.
    files: ['renderer/src/measuring/*.svelte.ts'],
    rules: { 'svelte/prefer-svelte-reactivity': 'off' },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: tseslint.parser, extraFileExtensions: ['.svelte'], svelteConfig } },
  },
)
