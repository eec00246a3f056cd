import { formatCount } from '../../../contract/figures.ts'
import type { ParameterValue } from '../../../contract/run.ts'
import type { ParameterDefinitions } from '../parameters.ts'
import type { Placement } from './series.ts'

const THREADS = [2, 4, 8, 16]
/** Of all threads of a race together. Each of them makes the same part of it, and slow ways a tenth: whole numbers. */
const INCREMENTS = [1_000_000, 10_000_000, 40_000_000, 100_000_000]
const PLACEMENTS: readonly { value: Placement; label: string }[] = [
  { value: 'spread', label: 'all cores' },
  { value: 'one-core', label: 'one core' },
]

export const PARAMETERS: ParameterDefinitions = {
  threads: {
    choose: 'many',
    title: 'Threads',
    help: 'How many add to the counter at once.',
    options: THREADS.map((value) => ({ value, label: String(value) })),
    default: [2],
    quick: [2],
  },
  increments: {
    choose: 'one',
    title: 'Increments',
    help: 'Of all threads of a race together; ways that take long for one get a tenth of it. On one core a thread has to last longer than a turn, or nobody comes in between: a plain increment may take less than a nanosecond.',
    options: INCREMENTS.map((value) => ({ value, label: formatCount(value) })),
    default: 40_000_000,
    quick: 40_000_000,
  },
  placement: {
    choose: 'many',
    title: 'Cores',
    help: 'Threads each on a core of their own, as far as there are cores, or all on one. Workers of Node cannot be kept on a core.',
    options: PLACEMENTS.map(({ value, label }) => ({ value, label })),
    default: PLACEMENTS.map(({ value }) => value),
    quick: PLACEMENTS.map(({ value }) => value),
  },
}

export interface Settings {
  threads: number[]
  increments: number
  placements: Placement[]
}

export function settingsIn(given: Readonly<Record<string, ParameterValue>>): Settings {
  const all = (name: string): readonly unknown[] => {
    const value = given[name]
    return Array.isArray(value) ? value : [value]
  }
  return {
    threads: all('threads').map(Number),
    increments: Number(given['increments']),
    placements: PLACEMENTS.map(({ value }) => value).filter((value) => all('placement').includes(value)),
  }
}
