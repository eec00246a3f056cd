import { formatDuration } from '../../../contract/figures.ts'
import { spanAt } from './span-search.ts'
import { periodWords, timeWords } from './time-words.ts'
import { toneOf, type TimelineData, type TimelineLane, type Tone } from './timeline.ts'

/** More lanes than these are not read out one after the other. */
const MOST_READ = 4

export const TONE_WORDS: Readonly<Record<Tone, string>> = {
  running: 'running',
  runnable: 'runnable, waits for a core',
  io: 'in I/O',
  blocked: 'blocked',
  overhead: 'switch, migration or creation',
}

/** What a lane shows at a time: "core 0: a of web running, 3–5 ms (2 ms)". */
export function readLane(data: TimelineData, lane: TimelineLane, time: number): string {
  const index = spanAt(lane.spans, time)
  if (index === null) return `${lane.label}: ${lane.process === null ? 'idle' : 'nothing'}`
  const { from, to, task, tone } = lane.spans
  const [start, end] = [from[index] ?? 0, to[index] ?? 0]
  const what = TONE_WORDS[toneOf(tone[index])]
  const who = lane.process === null ? `${taskWords(data, task[index] ?? -1)} ` : ''
  return `${lane.label}: ${who}${what}, ${periodWords(start, end)} (${formatDuration(end - start)})`
}

/** All lanes at a time, or the one that is chosen: what a screen reader hears of the cursor. */
export function readAt(data: TimelineData, time: number, chosen: TimelineLane | null): string {
  const all = data.sections.flatMap(({ source, lanes }) => lanes.map((lane) => ({ source, lane })))
  const several = new Set(all.map(({ source }) => source)).size > 1
  const read = chosen ? all.filter(({ lane }) => lane === chosen) : all.slice(0, MOST_READ)
  const words = read.map(({ source, lane }) => `${several ? `${source} ` : ''}${readLane(data, lane, time)}`)
  const more = chosen ? 0 : all.length - read.length
  return `${timeWords(time)} · ${words.join(' · ')}${more > 0 ? ` · and ${more} more lanes` : ''}`
}

/** "a of web", or the name alone where there is only one process. */
export function taskWords({ tasks, processes }: Pick<TimelineData, 'tasks' | 'processes'>, task: number): string {
  const found = tasks[task]
  if (!found) return 'nobody'
  const process = processes[found.process]
  return processes.length > 1 && process !== undefined && process !== found.name
    ? `${found.name} of ${process}`
    : found.name
}
