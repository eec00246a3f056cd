import { weightOf } from './policies/nice-weights.ts'
import { SLICE_WORK, type Slices } from './schedule.ts'
import type { Nanoseconds, Workload } from './workload.ts'

/** Threads that are busy all the time on one core, and differ in nothing but their nice values. */
export const MOST_CONTESTANTS = 8
const FEWEST_CONTESTANTS = 2
const MOST_NICE = 19
const LEAST_NICE = -20

export type NiceValues = { ok: true; nice: readonly number[] } | { ok: false; reason: string }

/** Reads nice values as in `0 5 10`, separated by spaces or commas; says in one sentence what is wrong with a text. */
export function readNiceValues(text: string): NiceValues {
  const words = text.split(/[\s,]+/).filter((word) => word !== '')
  const wrong = words.find((word) => !/^[-−+]?\d{1,2}$/.test(word) || !isNice(numberIn(word)))
  if (wrong !== undefined) {
    const quoted = wrong.length > 12 ? `${wrong.slice(0, 12)}…` : wrong
    return { ok: false, reason: `A nice value is a whole number from ${LEAST_NICE} to ${MOST_NICE}, not “${quoted}”.` }
  }
  if (words.length < FEWEST_CONTESTANTS || words.length > MOST_CONTESTANTS) {
    const reason = `${FEWEST_CONTESTANTS} to ${MOST_CONTESTANTS} threads can contest the core, and there ${words.length === 1 ? 'is 1 nice value' : `are ${words.length} nice values`}.`
    return { ok: false, reason }
  }
  return { ok: true, nice: words.map(numberIn) }
}

const numberIn = (word: string): number => Number(word.replace('−', '-'))
const isNice = (value: number): boolean => value >= LEAST_NICE && value <= MOST_NICE

/** A, B, C… */
export function contestantName(index: number): string {
  return String.fromCodePoint('A'.charCodeAt(0) + index)
}

/** The part of the core's time that each thread's weight entitles it to; together they are 1. */
export function sharesByWeight(nice: readonly number[]): number[] {
  const all = nice.reduce((sum, value) => sum + weightOf(value), 0)
  return nice.map((value) => weightOf(value) / all)
}

/** The same for the simulator. Each thread has as much to do as could be done in the period, so that none ends within it. */
export function contestWorkload(nice: readonly number[], period: Nanoseconds): Workload {
  return {
    processes: [{ name: 'process' }],
    tasks: nice.map((value, index) => ({
      name: contestantName(index),
      process: 0,
      arrival: 0,
      nice: value,
      tickets: 1,
      affinity: null,
      workingSetKiB: 0,
      program: [{ do: 'compute', for: period }],
    })),
    mutexes: [],
    rwlocks: [],
    conditions: [],
    channels: [],
  }
}

/** What a task got of a core within a period, and in how many turns: times from getting the core until losing it to another. */
export interface Got {
  computed: Nanoseconds
  turns: number
}

/** What each task got of a simulated machine with one core, until `period`. */
export function gotWithin(slices: Slices, tasks: number, period: Nanoseconds): Got[] {
  const got = Array.from({ length: tasks }, (): Got => ({ computed: 0, turns: 0 }))
  const compute = SLICE_WORK.indexOf('compute')
  let last = -1
  for (let i = 0; i < slices.count && (slices.from[i] ?? period) < period; i++) {
    const task = slices.task[i] ?? -1
    const own = got[task]
    if (!own || slices.work[i] !== compute) continue
    own.computed += Math.min(period, slices.to[i] ?? 0) - (slices.from[i] ?? 0)
    own.turns += task === last ? 0 : 1
    last = task
  }
  return got
}
