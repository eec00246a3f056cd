import { defineConfig } from '@playwright/test'

/** The same specs in both hosts; `npm test` sets what each project needs. */
export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  // Measurements disturb each other, and the machine may have two cores.
  workers: 1,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  projects: [
    { name: 'browser', use: { headless: true } },
    { name: 'electron', testIgnore: '**/browser-host.spec.ts' },
    { name: 'bench-browser', testMatch: '**/*.bench.ts', use: { headless: true } },
    { name: 'bench-electron', testMatch: '**/*.bench.ts' },
    { name: 'soak-browser', testMatch: '**/*.soak.ts', use: { headless: true } },
    { name: 'soak-electron', testMatch: '**/*.soak.ts' },
  ],
})
