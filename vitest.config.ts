import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{contract,model,lab,headless,electron,renderer,native-probes,build}/**/*.test.ts'],
    // The tests that start real processes take a second or two each on a loaded two-core machine.
    testTimeout: 30_000,
  },
})
