import { conditionKey } from './series-key.ts'
import type { Timeline } from './timeline.ts'
import { TIMELINE_ENDS, TIMELINE_SOURCE_WORDS, TIMELINE_WHICH_WORDS } from './timeline-words.ts'
import type { TracePart, TraceSlice } from './trace-events.ts'

/**
 * A measured timeline as a part of a trace: a track for each core, and one for each thread. There is a slice only where
 * somebody had a core, as only that was seen; why it ended stands in its arguments.
 */
export function traceOfTimeline(timeline: Timeline): TracePart {
  const { tasks, slices, source, which, repetition, of } = timeline
  const cores = [...new Set(slices.core)].sort((a, b) => a - b)
  const measured = of ? `${of.id} ${conditionKey(of.condition)}, ` : ''
  const origin = `MEASURED, ${TIMELINE_SOURCE_WORDS[source].label}: ${measured}${TIMELINE_WHICH_WORDS[which]}, repetition ${repetition}`
  return {
    source: 'MEASURED',
    tracks: [
      ...cores.map((core) => ({ group: `Cores (${origin})`, name: `core ${core}` })),
      ...tasks.map((name) => ({ group: `Threads (${origin})`, name })),
    ],
    slices: slicesOf(timeline, cores),
  }
}

function* slicesOf({ tasks, slices, source }: Timeline, cores: readonly number[]): Generator<TraceSlice, void> {
  const places = new Map(cores.map((core, place) => [core, place]))
  for (const [index, task] of slices.task.entries()) {
    const core = slices.core[index] ?? 0
    const [from, to] = [slices.from[index] ?? 0, slices.to[index] ?? 0]
    const end = TIMELINE_ENDS[slices.end[index] ?? 0] ?? 'ended'
    const ended = source === 'threads' && end === 'preempted' ? 'preempted or interrupted' : end
    const name = tasks[task] ?? ''
    yield { track: places.get(core) ?? 0, name, from, to, args: { ended } }
    yield { track: cores.length + task, name: `core ${core}`, from, to, args: { ended } }
  }
}
