import type { Published } from './constant-rule.ts'

const WHY_PTHREADS = 'https://hpc-tutorials.llnl.gov/posix/why_pthreads/'
const CREATIONS = 50_000
const THREADS_AND_TASKS = 'https://github.com/jimblandy/context-switch'

/** Figures that others published, each checked at its source in November 2026. */
export const PUBLISHED = {
  fork: {
    value: 8.1e9 / CREATIONS,
    source: WHY_PTHREADS,
    about: 'Xeon E5-2670 at 2.6 GHz: 8.1 s for 50,000 processes by fork; how much memory the parent had is not said.',
  },
  thread: {
    value: 0.9e9 / CREATIONS,
    source: WHY_PTHREADS,
    about: 'Xeon E5-2670 at 2.6 GHz: 0.9 s for 50,000 threads by pthread_create.',
  },
  switchOfThreads: {
    value: 1700,
    source: THREADS_AND_TASKS,
    about: 'A laptop with 4 cores in 2020, Linux: about 1.7 µs between kernel threads.',
  },
  threadMemory: {
    value: 20 * 1024,
    source: THREADS_AND_TASKS,
    about: 'The same laptop: around 20 KiB for a thread that does little, about half of it in the kernel.',
  },
} as const satisfies Readonly<Record<string, Published>>
