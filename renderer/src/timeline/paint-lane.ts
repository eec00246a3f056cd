import { edgesOf, type Brush, type Room } from './brush.ts'
import { paintLabels } from './paint-labels.ts'
import { reduceLane, type ReducedLane } from './reduce-lane.ts'
import type { PlacedLane } from './timeline-layout.ts'
import { TONES, toneOf, type Spans, type TimelineData } from './timeline.ts'

/** Narrower spans, in pixels, get no dashed edge: a line where they begin. */
const EDGED = 5

/** Draws the rows of lanes. `short` holds names of tasks for spans that are too narrow for the whole ones. */
export function paintLanes(
  brush: Brush,
  lanes: readonly PlacedLane[],
  data: TimelineData,
  short: readonly (string | null)[],
): void {
  const { density, surface, context, window } = brush
  const rows = lanes.map((placed) => {
    const gap = placed.height >= 17 ? 3 : 1.5
    const top = Math.round((placed.top + gap) * density)
    const room: Room = { top, height: Math.round((placed.height - 2 * gap) * density) }
    return { placed, room, reduced: reduceLane(placed.lane.spans, window, surface.width) }
  })
  surface.clear()
  for (const { placed, room, reduced } of rows) {
    if (reduced.hasColumns) fillColumns(brush, placed, reduced, room)
    fillBoxes(brush, placed, reduced, room)
  }
  surface.putOn(context)
  for (const { placed, room, reduced } of rows) {
    if (placed.height < 17) continue
    if (placed.lane.process === null) paintFrames(brush, placed.lane.spans, reduced, room, data)
    paintLabels(brush, placed, reduced, room, data, short)
  }
}

/** Spans too narrow to be told apart: how high a column is filled says what share of its time they cover. */
function fillColumns(brush: Brush, { source }: PlacedLane, { columns }: ReducedLane, { top, height }: Room): void {
  const { surface, looks } = brush
  const tones = TONES.length
  const tiles = TONES.map((tone) => looks.of(source, tone, 0).column)
  for (let x = 0; x < surface.width; x++) {
    let below = 0
    for (let kind = 0; kind < tones; kind++) {
      const share = columns[x * tones + kind] ?? 0
      const tile = tiles[kind]
      if (share === 0 || !tile) continue
      const bottom = Math.min(height - 1, Math.round(below))
      below += share * height
      const tip = Math.min(height, Math.max(bottom + 1, Math.round(below)))
      surface.fill(tile, x, top + height - tip, 1, tip - bottom)
    }
  }
}

function fillBoxes(
  brush: Brush,
  { lane, source }: PlacedLane,
  { boxes, boxCount }: ReducedLane,
  { top, height }: Room,
): void {
  const { surface, looks, density } = brush
  const { task, tone } = lane.spans
  const line = Math.max(1, Math.round(density))
  for (let place = 0; place < boxCount; place++) {
    const index = boxes[place] ?? 0
    const { fill, edge, across, down, height: share } = looks.of(source, toneOf(tone[index]), task[index] ?? -1)
    const [left, right] = edgesOf(brush, lane.spans, index)
    const tall = Math.round(height * share)
    const y = top + Math.round((height - tall) / 2)
    surface.fill(fill, left, y, right - left, tall)
    if (right - left < EDGED * density) {
      surface.fill(edge, left, y, 1, tall)
      continue
    }
    surface.fill(across, left, y, right - left, line)
    surface.fill(across, left, y + tall - line, right - left, line)
    // Of a span that goes on beyond the canvas, that edge is not seen.
    surface.fill(down, left, y, line, tall)
    surface.fill(down, right - line, y, line, tall)
  }
}

/** A process is a frame: around what its threads do on a core, one after the other. */
function paintFrames(
  brush: Brush,
  spans: Spans,
  { boxes, boxCount }: ReducedLane,
  room: Room,
  data: TimelineData,
): void {
  const { context, density, ink } = brush
  if (data.processes.length < 2) return
  const line = Math.max(1, Math.round(density))
  context.strokeStyle = ink.process
  context.lineWidth = line
  let process = -1
  let start = 0
  let end = 0
  const close = (): void => {
    if (process !== -1 && end - start > 6 * density)
      context.strokeRect(start + line / 2, room.top - line * 1.5, end - start - line, room.height + 3 * line)
  }
  for (let place = 0; place < boxCount; place++) {
    const index = boxes[place] ?? 0
    if (toneOf(spans.tone[index]) === 'overhead') continue
    const [left, right] = edgesOf(brush, spans, index)
    const owner = data.tasks[spans.task[index] ?? -1]?.process ?? -1
    if (owner !== process || left - end > 12 * density) {
      close()
      process = owner
      start = left
    }
    end = right
  }
  close()
}
