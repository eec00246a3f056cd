import { edgesOf, type Brush, type Room } from './brush.ts'
import type { ReducedLane } from './reduce-lane.ts'
import type { PlacedLane } from './timeline-layout.ts'
import { toneOf, type TimelineData, type Tone } from './timeline.ts'

const LABEL_SIZE = 11
/** Where the lane itself is the task, only its rarer states need a word. */
const WORDS_IN_TASK_LANE: Readonly<Partial<Record<Tone, string>>> = { io: 'I/O', blocked: 'blocked' }

/** Labels the spans that have room for it; `short` holds names of tasks for those that are too narrow for the whole ones. */
export function paintLabels(
  brush: Brush,
  { lane, source }: PlacedLane,
  { boxes, boxCount }: ReducedLane,
  room: Room,
  data: TimelineData,
  short: readonly (string | null)[],
): void {
  const { context, looks, density } = brush
  const { task, tone } = lane.spans
  context.textBaseline = 'middle'
  const middle = room.top + room.height / 2
  for (let place = 0; place < boxCount; place++) {
    const index = boxes[place] ?? 0
    const kind = toneOf(tone[index])
    const [left, right] = edgesOf(brush, lane.spans, index)
    const who = task[index] ?? -1
    const words = lane.process === null ? [data.tasks[who]?.name, short[who]] : [WORDS_IN_TASK_LANE[kind]]
    const label = words.find((one) => one && labelWidth(context, one, density) + 10 * density <= right - left)
    if (kind === 'overhead' || !label) continue
    const wide = labelWidth(context, label, density)
    const x = Math.round((left + right - wide) / 2)
    const look = looks.of(source, kind, who)
    const tall = Math.min(room.height - 4 * density, (LABEL_SIZE + 4) * density)
    if (look.plate) {
      context.fillStyle = look.plate
      context.fillRect(x - 3 * density, middle - tall / 2, wide + 6 * density, tall)
    }
    context.fillStyle = look.text
    context.fillText(label, x, middle + 0.5 * density)
  }
}

const widths = new Map<string, number>()

function labelWidth(context: CanvasRenderingContext2D, label: string, density: number): number {
  const key = `${density} ${label}`
  let width = widths.get(key)
  if (width === undefined) {
    if (widths.size > 5_000) widths.clear()
    widths.set(key, (width = context.measureText(label).width))
  }
  return width
}

/** Sets the face of labels; once for each canvas. */
export function setLabelFace(context: CanvasRenderingContext2D, family: string, density: number): void {
  context.font = `500 ${LABEL_SIZE * density}px ${family}`
}
