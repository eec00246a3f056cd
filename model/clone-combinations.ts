import { flagSet, type CloneFlag, type FlagSet } from './clone-flags.ts'

/** A combination of flags with a name: a series of the experiment. */
export interface Combination {
  id: string
  /** How it is called where its flags stand beside it. */
  title: string
  flags: FlagSet
}

/** What the calls ask for that everybody knows. glibc's pthread_create asks for SETTLS besides, storage that only it fills. */
export const PRESETS: readonly Combination[] = [
  { id: 'fork-flags', title: 'fork', flags: flagSet([]) },
  { id: 'vfork-flags', title: 'vfork', flags: flagSet(['VM', 'VFORK']) },
  {
    id: 'pthread-flags',
    title: 'pthread',
    flags: flagSet(['VM', 'FS', 'FILES', 'SYSVSEM', 'SIGHAND', 'THREAD', 'PARENT_SETTID', 'CHILD_CLEARTID']),
  },
]

/** A rung of the ladder from a process to a thread: all flags of the rungs below it, and one more. */
export interface Rung extends Combination {
  /** Null at the foot. */
  adds: CloneFlag | null
}

/** The kernel accepts SIGHAND with VM only, and THREAD with SIGHAND only: that gives the order. */
const CLIMB = ['FILES', 'FS', 'VM', 'SIGHAND', 'THREAD'] as const

/** Every rung, fork first. */
export const LADDER: readonly Rung[] = [
  { id: 'fork-flags', title: 'fork', flags: flagSet([]), adds: null },
  ...CLIMB.map((adds, height) => ({
    id: `add-${adds.toLowerCase()}`,
    title: `+ ${adds}`,
    flags: flagSet(CLIMB.slice(0, height + 1)),
    adds,
  })),
]

/** The user's own combination. */
export const CHOICE = 'choice'

/** Every series with its flags, in the order of the experiment. */
export function combinationsWith(chosen: FlagSet): Combination[] {
  const own = { id: CHOICE, title: 'your choice', flags: chosen }
  return [...PRESETS, ...LADDER.slice(1), own]
}
