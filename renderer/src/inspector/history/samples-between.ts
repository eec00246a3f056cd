import type { InspectedThread } from '../../../../contract/inspector.ts'
import { firstAfter } from './columns.ts'
import type { CoreSamples, SampleIndex, ThreadSamples } from './inspected.ts'
import type { Segment } from './Segment.ts'

interface Part {
  segment: Segment
  first: number
  /** One beyond the last. */
  end: number
}

/** The samples that cover any of a time, or were taken in it. */
function partsBetween(segments: readonly Segment[], from: number, to: number): Part[] {
  return segments.flatMap((segment) => {
    if (!(segment.last >= from && (segment.start[0] ?? Infinity) <= to)) return []
    const first = segment.sampleAt(from)
    const isAt = segment.at[first] === from
    return [
      {
        segment,
        first: isAt ? first : first + 1,
        end: firstAfter(segment.start, segment.samples, to),
      },
    ]
  })
}

const lengthOf = (parts: readonly Part[]): number => parts.reduce((sum, { first, end }) => sum + end - first, 0)

export function sampleIndexIn(segments: readonly Segment[], from: number, to: number): SampleIndex {
  const parts = partsBetween(segments, from, to)
  const count = lengthOf(parts)
  const index = {
    count,
    start: new Float64Array(count),
    at: new Float64Array(count),
    busy: new Float32Array(count),
    born: new Uint16Array(count),
    died: new Uint16Array(count),
  }
  let place = 0
  for (const { segment, first, end } of parts) {
    index.start.set(segment.start.subarray(first, end), place)
    index.at.set(segment.at.subarray(first, end), place)
    index.busy.set(segment.busy.subarray(first, end), place)
    index.born.set(segment.born.subarray(first, end), place)
    index.died.set(segment.died.subarray(first, end), place)
    place += end - first
  }
  return index
}

export function coreSamplesIn(segments: readonly Segment[], from: number, to: number): CoreSamples {
  const parts = partsBetween(segments, from, to).filter(({ first, end }) => end > first)
  const count = lengthOf(parts)
  const ranges = parts.map(
    ({ segment, first, end }) => [segment.cellsOf(first)[0], segment.cellsOf(end - 1)[1]] as const,
  )
  const entries = ranges.reduce((sum, [low, high]) => sum + high - low, 0)
  const samples = {
    count,
    start: new Float64Array(count),
    at: new Float64Array(count),
    end: new Uint32Array(count),
    core: new Uint16Array(entries),
    row: new Uint32Array(entries),
    kind: new Uint8Array(entries),
    ran: new Float32Array(entries),
  }
  let place = 0
  let entry = 0
  parts.forEach(({ segment, first, end }, part) => {
    const [low, high] = ranges[part] ?? [0, 0]
    samples.start.set(segment.start.subarray(first, end), place)
    samples.at.set(segment.at.subarray(first, end), place)
    for (let sample = first; sample < end; sample++)
      samples.end[place + sample - first] = entry + segment.cellsOf(sample)[1] - low
    samples.core.set(segment.cells.core.subarray(low, high), entry)
    samples.row.set(segment.cells.row.subarray(low, high), entry)
    samples.kind.set(segment.cells.kind.subarray(low, high), entry)
    samples.ran.set(segment.cells.ran.subarray(low, high), entry)
    place += end - first
    entry += high - low
  })
  return samples
}

export function threadSamplesIn(
  segments: readonly Segment[],
  words: readonly string[],
  row: number,
  from: number,
  to: number,
): ThreadSamples {
  const parts = partsBetween(segments, from, to)
  const most = lengthOf(parts)
  const columns = {
    start: new Float64Array(most),
    at: new Float64Array(most),
    state: new Uint8Array(most),
    core: new Uint16Array(most),
    ran: new Float32Array(most),
    cpu: new Float32Array(most),
    delay: new Float32Array(most),
    voluntary: new Float32Array(most),
    involuntary: new Float32Array(most),
    migrations: new Uint32Array(most),
    wait: new Int32Array(most),
  }
  let count = 0
  let ended: number | null = null
  let thread: InspectedThread | null = null
  for (const { segment, first, end } of parts) {
    const last = segment.follow(
      row,
      (sample, figures, place) => {
        if (sample < first || sample >= end) return
        columns.start[count] = segment.start[sample] ?? 0
        columns.at[count] = segment.at[sample] ?? 0
        columns.state[count] = figures.state[place] ?? 0
        columns.core[count] = figures.core[place] ?? 0
        columns.ran[count] = figures.ran[place] ?? 0
        columns.cpu[count] = figures.cpu[place] ?? 0
        columns.delay[count] = figures.delay[place] ?? 0
        columns.voluntary[count] = figures.voluntary[place] ?? -1
        columns.involuntary[count] = figures.involuntary[place] ?? -1
        columns.migrations[count] = figures.migrations[place] ?? 0
        columns.wait[count] = figures.wait[place] ?? -1
        count += 1
      },
      (sample) => {
        if (sample >= first && sample < end) ended = segment.at[sample] ?? null
      },
    )
    thread = last ?? thread
  }
  return { thread, count, ...columns, words, ended }
}
