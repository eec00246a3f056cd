import { NO_WAIT, THREAD_STATES, type ThreadState } from '../../../../contract/inspector-words.ts'
import { NO_CORE, type ThreadSamples } from '../history/inspected.ts'

/** What a thread's samples come to. Times in milliseconds; a state or a wait has all of the time that its sample covers. */
export interface ThreadSummary {
  /** Of the time sampled. */
  covered: number
  states: readonly { state: ThreadState; milliseconds: number }[]
  /** The longest first. */
  waits: readonly { channel: string; milliseconds: number }[]
  /** Of the time sampled, what it waited in channels that the kernel hides. */
  hidden: number
  /** On a core, as the kernel counted it. */
  ran: number
  /** None where the system does not tell. */
  cores: readonly number[]
  /** Means over the time for which they are known, a second; null where they are not. */
  delay: number | null
  voluntary: number | null
  involuntary: number | null
}

export function summarise(samples: ThreadSamples): ThreadSummary {
  const states = new Float64Array(THREAD_STATES.length)
  const waits = new Map<string, number>()
  const cores = new Set<number>()
  let covered = 0
  let hidden = 0
  let ran = 0
  for (let sample = 0; sample < samples.count; sample++) {
    const milliseconds = (samples.at[sample] ?? 0) - (samples.start[sample] ?? 0)
    covered += milliseconds
    const state = samples.state[sample] ?? 0
    states[state] = (states[state] ?? 0) + milliseconds
    if (milliseconds > 0) ran += samples.ran[sample] ?? 0
    const core = samples.core[sample] ?? NO_CORE
    if (core !== NO_CORE) cores.add(core)
    const wait = samples.wait[sample] ?? NO_WAIT.none
    const channel = samples.words[wait]
    if (channel !== undefined) waits.set(channel, (waits.get(channel) ?? 0) + milliseconds)
    if (wait === NO_WAIT.hidden) hidden += milliseconds
  }
  return {
    covered,
    states: THREAD_STATES.flatMap((state, index) => {
      const milliseconds = states[index] ?? 0
      return milliseconds > 0 ? [{ state, milliseconds }] : []
    }),
    waits: [...waits]
      .filter(([, milliseconds]) => milliseconds > 0)
      .map(([channel, milliseconds]) => ({ channel, milliseconds }))
      .sort((a, b) => b.milliseconds - a.milliseconds),
    hidden,
    ran,
    cores: [...cores].sort((a, b) => a - b),
    delay: meanOf(samples, samples.delay),
    voluntary: meanOf(samples, samples.voluntary),
    involuntary: meanOf(samples, samples.involuntary),
  }
}

function meanOf({ count, start, at }: ThreadSamples, column: ArrayLike<number>): number | null {
  let sum = 0
  let time = 0
  for (let sample = 0; sample < count; sample++) {
    const value = column[sample] ?? -1
    const milliseconds = (at[sample] ?? 0) - (start[sample] ?? 0)
    if (value < 0) continue
    sum += value * milliseconds
    time += milliseconds
  }
  return time > 0 ? sum / time : null
}
