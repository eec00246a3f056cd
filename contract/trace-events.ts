/*
 * Traces in the Trace Event Format, in its JSON object form, which Perfetto and the tracing page of Chromium open: complete
 * events (`ph: "X"`) on tracks that metadata events (`ph: "M"`) name. The format's process is a group of tracks here, and its
 * thread a track.
 */

/** One bar of a track; nanoseconds from the trace's zero. Bars of one track must not overlap. */
export interface TraceSlice {
  /** Indexes the tracks of the part. */
  track: number
  name: string
  from: number
  to: number
  /** What is known of it; shown when it is selected. */
  args: Readonly<Record<string, string | number>>
}

/** Tracks of one origin. */
export interface TracePart {
  source: 'MEASURED' | 'SIMULATED'
  /** Tracks with the same group stand together under its name. */
  tracks: readonly { group: string; name: string }[]
  /** In any order. */
  slices: Iterable<TraceSlice>
}

export interface Trace {
  /** What the trace is of and where it comes from; readers show it as the trace's metadata. */
  about: Readonly<Record<string, string>>
  parts: readonly TracePart[]
}

/** Characters of a piece of the text, about. */
const PIECE = 1 << 16

/** The trace as JSON text, in pieces: a million slices make a text of some hundred megabytes. */
export function* writeTrace({ about, parts }: Trace): Generator<string, void> {
  let piece = `{"displayTimeUnit":"ns","otherData":${JSON.stringify(readable(about))},"traceEvents":[\n`
  let separator = ''
  for (const event of events(parts)) {
    piece += separator + event
    separator = ',\n'
    if (piece.length < PIECE) continue
    yield piece
    piece = ''
  }
  yield `${piece}\n]}\n`
}

function* events(parts: readonly TracePart[]): Generator<string, void> {
  // Readers keep threads by their number alone, take number 0 for the idle task, and a thread numbered as its process for the
  // first one: so no number is given twice, whatever it is for.
  let number = 0
  let order = 0
  for (const { source, tracks, slices } of parts) {
    const groups = new Map<string, number>()
    const places = new Map<number, string>()
    for (const [index, { group, name }] of tracks.entries()) {
      let pid = groups.get(group)
      if (pid === undefined) {
        groups.set(group, (pid = ++number))
        yield metadata('process_name', pid, pid, { name: group })
        yield metadata('process_sort_index', pid, pid, { sort_index: ++order })
      }
      const tid = ++number
      yield metadata('thread_name', pid, tid, { name })
      yield metadata('thread_sort_index', pid, tid, { sort_index: ++order })
      places.set(index, `"ph":"X","cat":"${source}","pid":${pid},"tid":${tid}`)
    }
    for (const { track, name, from, to, args } of slices) {
      const [start, end] = [Math.round(from), Math.round(to)]
      const place = places.get(track)
      if (place === undefined || end < start) continue
      yield `{"name":${text(name)},${place},"ts":${microseconds(start)},"dur":${microseconds(end - start)},"args":${text(args)}}`
    }
  }
}

function metadata(name: string, pid: number, tid: number, args: Record<string, string | number>): string {
  return `{"name":"${name}","ph":"M","pid":${pid},"tid":${tid},"args":${text(args)}}`
}

/**
 * Whole nanoseconds in the format's unit. Readers multiply the fraction by 1,000 and cut off what is left of a nanosecond;
 * where that would give the nanosecond before, and with it bars that overlap, the next greater number is written.
 */
function microseconds(nanoseconds: number): number {
  const exact = nanoseconds / 1_000
  return Math.trunc(exact * 1_000) === nanoseconds ? exact : exact * (1 + Number.EPSILON)
}

/** JSON in which every text can be read by programs that end texts at a zero, or do not know halves of characters. */
function text(value: string | Readonly<Record<string, string | number>>): string {
  return JSON.stringify(typeof value === 'string' ? readableText(value) : readable(value))
}

function readable(record: Readonly<Record<string, string | number>>): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(record).map(([key, value]) => [key, typeof value === 'string' ? readableText(value) : value]),
  )
}

const UNREADABLE = /[\0\p{Surrogate}]/u

const readableText = (value: string): string =>
  UNREADABLE.test(value) ? value.replaceAll(new RegExp(UNREADABLE, 'gu'), '\ufffd') : value
