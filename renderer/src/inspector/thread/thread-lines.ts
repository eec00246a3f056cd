import { threeDigits } from '../../../../contract/figures.ts'
import type { ThreadSamples } from '../history/inspected.ts'

/** A figure over time. Values below 0 are not known. */
export interface ThreadLine {
  id: 'cpu' | 'queued' | 'switches'
  title: string
  /** What the top of its place stands for. */
  greatest: number
  topWords: string
  /** One or two curves; the second is dashed. */
  curves: readonly { name: string; value: (sample: number) => number }[]
}

/** The least of 1, 2 and 5 times a power of ten that is no less than the greatest value, and no less than `least`. */
export function roundTop(greatest: number, least: number): number {
  const value = Math.max(greatest, least)
  const power = 10 ** Math.floor(Math.log10(value))
  return ([1, 2, 5].find((step) => step * power >= value * 0.999_999) ?? 10) * power
}

/** What is drawn of a thread beneath its states. */
export function linesOf(samples: ThreadSamples): ThreadLine[] {
  const share = (sample: number): number => {
    const covered = (samples.at[sample] ?? 0) - (samples.start[sample] ?? 0)
    return covered > 0 ? (samples.ran[sample] ?? 0) / covered : -1
  }
  const delay = roundTop(greatestOf(samples.delay, samples.count), 10)
  const switches = roundTop(
    Math.max(greatestOf(samples.voluntary, samples.count), greatestOf(samples.involuntary, samples.count)),
    10,
  )
  return [
    {
      id: 'cpu',
      title: 'CPU',
      greatest: 1,
      topWords: '100\u202f%',
      curves: [{ name: 'share of a core', value: share }],
    },
    {
      id: 'queued',
      title: 'Queued',
      greatest: delay,
      topWords: `${threeDigits(delay).replace(/\.0+$/, '')}\u202fms/s`,
      curves: [{ name: 'run-queue delay', value: (sample) => samples.delay[sample] ?? -1 }],
    },
    {
      id: 'switches',
      title: 'Switches',
      greatest: switches,
      topWords: `${switches.toLocaleString('en-GB')}/s`,
      curves: [
        { name: 'voluntary', value: (sample) => samples.voluntary[sample] ?? -1 },
        { name: 'involuntary', value: (sample) => samples.involuntary[sample] ?? -1 },
      ],
    },
  ]
}

function greatestOf(column: Float32Array, count: number): number {
  let greatest = 0
  for (let sample = 0; sample < count; sample++) greatest = Math.max(greatest, column[sample] ?? 0)
  return greatest
}
