/**
 * Why a thread lost its core: another one got it, it had to wait, or it had ended. A thread that watches itself cannot
 * tell the first from an interrupt.
 */
export const TIMELINE_ENDS = ['preempted', 'waits', 'ended'] as const

/** How it is known who had which core, in the words that stand beside MEASURED wherever it is shown. */
export const TIMELINE_SOURCE_WORDS = {
  kernel: { label: 'kernel’s records', sentence: 'the kernel’s records of every switch' },
  threads: {
    label: 'threads’ own view',
    sentence: 'what each thread saw itself while it computed; the kernel refused its records',
  },
} as const

/** Which of the recorded repetitions a timeline shows. */
export const TIMELINE_WHICH_WORDS = {
  typical: 'typical',
  soonest: 'soonest',
  latest: 'latest',
  recorded: 'recorded',
} as const
