import { configDefaults, defineConfig } from 'vitest/config'

/** What only computes: its tests can neither disturb others nor be disturbed, so that all cores may run them. */
const COMPUTING = ['{contract,model,renderer,lab/statistics,lab/constants}/**/*.test.ts']

export default defineConfig({
  test: {
    // The tests that start real processes take a second or two each on a loaded two-core machine.
    testTimeout: 30_000,
    // A process and a load of the sources for each file would take longer than most files. What a file changes for all, it puts back.
    isolate: false,
    projects: [
      {
        extends: true,
        test: { name: 'computing', include: COMPUTING, maxWorkers: '100%', sequence: { groupOrder: 0 } },
      },
      {
        extends: true,
        test: {
          name: 'machine',
          include: ['{lab,headless,electron,native-probes,build}/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...COMPUTING],
          // These start processes, measure, and look at what is left of them: one file after the other.
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
