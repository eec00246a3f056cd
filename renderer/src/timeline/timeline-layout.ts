import type { TimelineData, TimelineLane, TimelineSection } from './timeline.ts'

/** More lanes of a section than these are shown in portions. */
export const MOST_LANES = 64

/** A lane and where its row is, in pixels from the picture's top. */
export interface PlacedLane {
  lane: TimelineLane
  /** What stands before it: its label, with its process where that has no line of its own. */
  label: string
  source: TimelineSection['source']
  top: number
  height: number
}

/** Rows of one process, one below the other: what its frame goes around, and the name in its first line. */
export interface PlacedFrame {
  process: string
  isNamed: boolean
  top: number
  height: number
}

export interface PlacedSection {
  section: TimelineSection
  /** Where the heading stands. */
  top: number
  lanes: readonly PlacedLane[]
  frames: readonly PlacedFrame[]
}

export interface TimelineLayout {
  sections: readonly PlacedSection[]
  lanes: readonly PlacedLane[]
  /** Where the lanes end and the axis begins. */
  bottom: number
}

/** For the words at the cursor, above everything else. */
const TOP = 16
const HEADING = 22
const BETWEEN = 16
const FRAME_GAP = 6
const FRAME_NAME = 16
/** With more rows than these, the frame of a single thread has no line for its name. */
const MOST_NAMED_ALONE = 6
/** With more rows than these, no frame has. */
const MOST_NAMED = 32

/** Places the rows of all sections, beginning in each at its portion's first lane. */
export function layOut(data: TimelineData, first: number): TimelineLayout {
  let top = TOP
  const sections = data.sections.map((section): PlacedSection => {
    const sizes = new Map<number | null, number>()
    const shown = section.lanes.slice(Math.min(first, Math.max(0, section.lanes.length - 1)), first + MOST_LANES)
    for (const { process } of shown) sizes.set(process, (sizes.get(process) ?? 0) + 1)
    const height = laneHeight(shown.length)
    const heading = top
    top += HEADING
    let previous: number | null = null
    let isNamed = false
    const frames: PlacedFrame[] = []
    const lanes = shown.map((lane): PlacedLane => {
      if (lane.process !== null && lane.process !== previous) {
        if (previous !== null) top += FRAME_GAP
        const isAlone = sizes.get(lane.process) === 1
        isNamed = shown.length <= (isAlone ? MOST_NAMED_ALONE : MOST_NAMED)
        frames.push({ process: data.processes[lane.process] ?? '', isNamed, top, height: 0 })
        if (isNamed) top += FRAME_NAME
      }
      previous = lane.process
      const label = lane.process === null || isNamed ? lane.label : withProcess(lane, data.processes[lane.process])
      const placed = { lane, label, source: section.source, top, height }
      top += height
      const frame = frames.at(-1)
      if (frame) frame.height = top - frame.top
      return placed
    })
    top += BETWEEN
    return { section, top: heading, lanes, frames }
  })
  return { sections, lanes: sections.flatMap(({ lanes }) => lanes), bottom: Math.max(0, top - BETWEEN) }
}

function withProcess({ label }: TimelineLane, process: string | undefined): string {
  return process === undefined || process === label ? label : `${process} · ${label}`
}

function laneHeight(count: number): number {
  if (count <= 8) return 30
  if (count <= 16) return 22
  return count <= 32 ? 17 : 13
}
