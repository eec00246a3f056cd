/*
 * What the timeline draws. A page builds sections of lanes and hands them to `TimelinePicture.svelte` (title, exports, table,
 * words) or to `Timeline.svelte` (the surface alone). All times are nanoseconds from the timeline's own zero.
 */

/** What a task or a core does in a span. */
export const TONES = ['running', 'runnable', 'io', 'blocked', 'overhead'] as const
export type Tone = (typeof TONES)[number]

/** Spans of one lane: sorted by `from`, never overlapping; what no span covers is empty. Struct of arrays, `count` long. */
export interface Spans {
  count: number
  from: Float64Array
  to: Float64Array
  /** Indexes the timeline's tasks; −1 for nobody. */
  task: Int32Array
  /** Indexes `TONES`. */
  tone: Uint8Array
}

/** A core, or a task. */
export interface TimelineLane {
  label: string
  /** The process whose frame it stands in: indexes the timeline's processes; null for a core, which belongs to none. */
  process: number | null
  spans: Spans
}

/** Lanes of one origin, under one heading. SIMULATED is hatched with dashed edges, MEASURED is solid. */
export interface TimelineSection {
  source: 'SIMULATED' | 'MEASURED'
  /** How it was measured, in few words that stand beside MEASURED everywhere: "kernel’s records". */
  how?: string
  /** What the lanes are: "Cores", "Threads". */
  title: string
  lanes: readonly TimelineLane[]
}

export interface TimelineTask {
  name: string
  /** Indexes the timeline's processes. */
  process: number
}

/** All that stands on one time axis. */
export interface TimelineData {
  sections: readonly TimelineSection[]
  tasks: readonly TimelineTask[]
  /** Names of the address spaces. */
  processes: readonly string[]
  /** Where the time axis ends. */
  end: number
}

/** What `TimelinePicture.svelte` takes; `view` is made by `new TimelineView(data.end)` and may be shared by several pictures. */
export interface TimelineWords {
  /** What the picture is called, for people who find it by name. */
  name: string
  /** The finding, or the question before there is one. */
  title: string
  /** Method and number of slices. */
  subtitle: string
  /** Run, machine and program in one line, for exports. */
  source: string
  fileName: string
}

/** One span as an object, for timelines that are small or built once. */
export interface Span {
  from: number
  to: number
  task: number
  tone: Tone
}

/** Spans of a lane from objects in any order. */
export function spansOf(list: readonly Span[]): Spans {
  const sorted = list.toSorted((a, b) => a.from - b.from)
  return {
    count: sorted.length,
    from: Float64Array.from(sorted, ({ from }) => from),
    to: Float64Array.from(sorted, ({ to }) => to),
    task: Int32Array.from(sorted, ({ task }) => task),
    tone: Uint8Array.from(sorted, ({ tone }) => TONES.indexOf(tone)),
  }
}

/** The tone that a span’s number stands for. */
export function toneOf(index: number | undefined): Tone {
  return TONES[index ?? 0] ?? 'running'
}

/** Where the lanes of a section come from, in the words that stand with every figure of them: "MEASURED, kernel’s records". */
export function originOf({ source, how }: Pick<TimelineSection, 'source' | 'how'>): string {
  return how === undefined ? source : `${source}, ${how}`
}
