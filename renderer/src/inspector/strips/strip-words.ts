import { formatShare, threeDigits } from '../../../../contract/figures.ts'
import type { TimeWindow } from '../../timeline/time-window.ts'
import { clockWords, distanceWords } from '../history/clock-words.ts'
import type { FrameHistory } from '../history/frame-history.ts'
import { OTHERS, type CoreSamples } from '../history/inspected.ts'
import { summed } from './StripPainter.ts'

const THIN_SPACE = '\u202f'
/** With more cores than these, a sentence names the busiest. */
const MOST_NAMED = 4

/** Milliseconds on a core, to a tenth. */
const ranWords = (ran: number): string => `${ran < 0.05 ? '<0.1' : Number(ran.toFixed(1))}${THIN_SPACE}ms`

/** Who ran on a core in the sample that covers a moment: "Core 1, 12:03:04.2: threadprobe 71 ms, node 12 ms of 100 ms". */
export function cellWords(history: FrameHistory, core: number, time: number, hertz: number): string {
  const samples = history.coresBetween(time, time)
  const sample = samples.count - 1
  const at = samples.at[sample]
  const start = samples.start[sample]
  if (at === undefined || start === undefined || at === start)
    return `Core ${core}, ${clockWords(time, hertz)}: not sampled`
  const ran = summed(samples, sample, sample, null)
    .filter((cell) => cell.core === core)
    .sort((a, b) => b.ran - a.ran)
    .map(({ row, ran: milliseconds }) => `${nameOf(history, row, at)} ${ranWords(milliseconds)}`)
  const moment = `Core ${core}, ${clockWords(at, hertz)}`
  if (ran.length === 0) return `${moment}: none of the threads followed ran`
  return `${moment}: ${ran.join(', ')}, of ${Number((at - start).toFixed(0))}${THIN_SPACE}ms`
}

/** Name and number of a thread, as they were then. */
function nameOf(history: FrameHistory, row: number, at: number): string {
  if (row === OTHERS) return 'others'
  const { thread } = history.threadBetween(row, at, at)
  return thread ? `${thread.name} ${thread.tid}` : 'a thread that has ended'
}

/** The strips in one sentence: how much of each core, or of the busiest, the threads that are followed had. */
export function stripsSentence(samples: CoreSamples, cores: number, window: TimeWindow): string {
  const ran = new Float64Array(cores)
  samples.core.forEach((core, entry) => (ran[core] = (ran[core] ?? 0) + (samples.ran[entry] ?? 0)))
  let covered = 0
  for (let sample = 0; sample < samples.count; sample++)
    covered += (samples.at[sample] ?? 0) - (samples.start[sample] ?? 0)
  if (covered === 0) return 'No two samples of this time are kept.'
  const busiest = [...ran.keys()].sort((a, b) => (ran[b] ?? 0) - (ran[a] ?? 0))
  const named = cores <= MOST_NAMED ? [...ran.keys()] : busiest.slice(0, MOST_NAMED)
  const shares = named.map((core) => `${formatShare(Math.min(1, (ran[core] ?? 0) / covered))} of core ${core}`)
  const rest = cores > named.length ? `; the other ${cores - named.length} had less` : ''
  const all = [...ran].reduce((sum, one) => sum + one, 0) / covered
  const span = window.to - window.from
  const time =
    covered > span * 0.98 ? distanceWords(span) : `${distanceWords(covered)} sampled of ${distanceWords(span)}`
  return `MEASURED, sampled: in the ${time} shown, the threads followed had ${shares.join(', ')}${rest}; together ${threeDigits(all)} cores.`
}
