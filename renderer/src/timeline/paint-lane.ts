import { edgesOf, type Brush, type Room } from './brush.ts'
import { paintLabels } from './paint-labels.ts'
import { reduceLane, type ReducedLane } from './reduce-lane.ts'
import type { PlacedLane } from './timeline-layout.ts'
import { TONES, toneOf, type Spans, type TimelineData } from './timeline.ts'

/** Narrower spans, in pixels, get no dashed edge. */
const EDGED = 5

/** Draws the row of a lane. `short` holds names of tasks for spans that are too narrow for the whole ones. */
export function paintLane(
  brush: Brush,
  placed: PlacedLane,
  data: TimelineData,
  short: readonly (string | null)[],
): void {
  const { density, width, window } = brush
  const gap = placed.height >= 17 ? 3 : 1.5
  const room = {
    top: Math.round((placed.top + gap) * density),
    height: Math.round((placed.height - 2 * gap) * density),
  }
  const reduced = reduceLane(placed.lane.spans, window, width)
  if (reduced.hasColumns) paintColumns(brush, placed, reduced, room)
  paintBoxes(brush, placed, reduced, room)
  if (placed.lane.process === null && placed.height >= 17) paintFrames(brush, placed.lane.spans, reduced, room, data)
  if (placed.height >= 17) paintLabels(brush, placed, reduced, room, data, short)
}

/** Spans too narrow to be told apart: how high a column is filled says what share of its time they cover. */
function paintColumns(brush: Brush, { source }: PlacedLane, { columns }: ReducedLane, { top, height }: Room): void {
  const { context, looks, width } = brush
  const tones = TONES.length
  const base = new Float32Array(width)
  TONES.forEach((tone, kind) => {
    context.beginPath()
    let drawn = false
    for (let x = 0; x < width; x++) {
      const share = columns[x * tones + kind] ?? 0
      if (share === 0) continue
      drawn = true
      const below = base[x] ?? 0
      const tall = Math.max(1, share * height)
      context.rect(x, top + height - below - tall, 1, tall)
      base[x] = below + share * height
    }
    if (!drawn) return
    const look = looks.of(source, tone, 0)
    context.globalAlpha = tone === 'runnable' ? 0.25 : look.alpha
    context.fillStyle = tone === 'runnable' ? look.edge : look.fill
    context.fill()
  })
  context.globalAlpha = 1
}

function paintBoxes(
  brush: Brush,
  { lane, source }: PlacedLane,
  { boxes, boxCount }: ReducedLane,
  { top, height }: Room,
): void {
  const { context, looks, density, width } = brush
  const { task, tone } = lane.spans
  const line = Math.max(1, Math.round(density))
  for (let place = 0; place < boxCount; place++) {
    const index = boxes[place] ?? 0
    const look = looks.of(source, toneOf(tone[index]), task[index] ?? -1)
    const [left, right] = edgesOf(brush, lane.spans, index)
    const tall = Math.round(height * look.height)
    const y = top + Math.round((height - tall) / 2)
    context.globalAlpha = look.alpha
    context.fillStyle = look.fill
    context.fillRect(left, y, right - left, tall)
    context.globalAlpha = 1
    if (right - left < EDGED * density) {
      context.fillStyle = look.edge
      context.fillRect(left, y, 1, tall)
      continue
    }
    context.strokeStyle = look.edge
    context.lineWidth = line
    context.setLineDash(look.dashed ? [3 * density, 2 * density] : [])
    context.strokeRect(
      Math.max(-line, left) + line / 2,
      y + line / 2,
      Math.min(width + line, right) - left - line,
      tall - line,
    )
  }
  context.setLineDash([])
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
