import { formatCount, formatShare, threeDigits } from '../../../../contract/figures.ts'
import { THREAD_STATES } from '../../../../contract/inspector-words.ts'
import { STATE_WORDS } from '../../look/task-states.ts'
import { clockWords, distanceWords } from '../history/clock-words.ts'
import { firstAfter } from '../history/columns.ts'
import { NO_CORE, type ThreadSamples } from '../history/inspected.ts'
import type { ThreadSummary } from './thread-summary.ts'

const THIN_SPACE = '\u202f'

/** A figure a second: "12.3/s", "0/s". */
export const rateWords = (rate: number): string =>
  `${rate >= 1000 ? formatCount(Math.round(rate)) : threeDigits(rate)}/s`

/** The sample that covers a moment, or the newest before it; −1 without one. */
export function sampleAt({ at, start, count }: ThreadSamples, time: number): number {
  const next = firstAfter(at, count, time - 0.001)
  return next < count && (start[next] ?? Infinity) <= time ? next : -1
}

/** One sample in words: "12:03:04.2: running on core 1, 98 ms of 100 ms; queued 3 ms/s; …". */
export function sampleWords(samples: ThreadSamples, time: number, hertz: number): string {
  const sample = sampleAt(samples, time)
  if (sample === -1) {
    const isOver = samples.ended !== null && time >= samples.ended
    return `${clockWords(time, hertz)}: ${isOver ? 'it had ended' : 'not sampled'}`
  }
  const state = THREAD_STATES[samples.state[sample] ?? 0] ?? 'sleeping'
  const covered = (samples.at[sample] ?? 0) - (samples.start[sample] ?? 0)
  const channel = samples.words[samples.wait[sample] ?? -1]
  const ran = `${Number((samples.ran[sample] ?? 0).toFixed(1))} of ${Number(covered.toFixed(0))}${THIN_SPACE}ms`
  const core = samples.core[sample] ?? NO_CORE
  const delay = samples.delay[sample] ?? -1
  const words = [
    `${STATE_WORDS[state].name}${channel === undefined ? '' : ` in ${channel}`}`,
    covered > 0 ? `ran ${ran}${core === NO_CORE ? '' : ` on core ${core}`}` : '',
    delay < 0 ? '' : `queued ${threeDigits(delay)}${THIN_SPACE}ms/s`,
    switchWords(samples.voluntary[sample] ?? -1, samples.involuntary[sample] ?? -1),
  ]
  return `${clockWords(samples.at[sample] ?? time, hertz)}: ${words.filter(Boolean).join('; ')}`
}

function switchWords(voluntary: number, involuntary: number): string {
  if (voluntary < 0 || involuntary < 0) return ''
  return `switches: ${rateWords(voluntary)} voluntary, ${rateWords(involuntary)} involuntary`
}

/** The thread's history in one sentence. */
export function threadSentence(name: string, { covered, states, waits, ran, cores, delay }: ThreadSummary): string {
  if (covered === 0) return `No two samples of ${name} are kept from the time shown.`
  const shares = states
    .toSorted((a, b) => b.milliseconds - a.milliseconds)
    .map(({ state, milliseconds }) => `${STATE_WORDS[state].name} in ${formatShare(milliseconds / covered)}`)
  const longest = waits[0]
  return [
    `MEASURED, sampled: of ${distanceWords(covered)} sampled, ${name} was found ${shares.join(', ')}`,
    `it ran for ${distanceWords(ran)} (${formatShare(ran / covered)} of a core)${coreWords(cores)}`,
    ...(delay === null ? [] : [`it waited ${threeDigits(delay)}${THIN_SPACE}ms of each second for a core`]),
    ...(longest ? [`most of its waits were in ${longest.channel}`] : []),
  ]
    .join('; ')
    .concat('.')
}

function coreWords(cores: readonly number[]): string {
  if (cores.length === 0) return ''
  if (cores.length > 4) return `, last seen on ${cores.length} cores`
  return `, last seen on ${cores.length === 1 ? 'core' : 'cores'} ${cores.join(', ')}`
}
