import type { TimeWindow } from '../../timeline/time-window.ts'
import type { SampleIndex } from './inspected.ts'
import type { Surface } from './surface.ts'
import { paintUnknown } from './unknown-time.ts'

/**
 * Draws how many cores' worth of running there was, when nothing was sampled or kept, and at the foot when threads began and ended.
 * `isCutShort` says that there were samples before the first of these.
 */
export function paintOverview(
  surface: Surface,
  samples: SampleIndex,
  window: TimeWindow,
  cores: number | null,
  isCutShort: boolean,
): void {
  const { context, ink, density, width, height } = surface
  const scale = width / (window.to - window.from)
  const x = (time: number): number => Math.round((time - window.from) * scale)
  const marks = Math.round(5 * density)
  const room = height - marks
  const greatest = Math.max(cores ?? 0, busiest(samples), 0.01)
  context.clearRect(0, 0, width, height)
  const tops = new Float32Array(width)
  let end = isCutShort ? window.from : (samples.start[0] ?? window.to)
  for (let sample = 0; sample < samples.count; sample++) {
    const start = samples.start[sample] ?? 0
    const at = samples.at[sample] ?? 0
    paintUnknown(surface, x(end), x(start), room)
    end = at
    const tall = ((samples.busy[sample] ?? 0) / greatest) * room
    // Of samples in one pixel the greatest is seen.
    for (let column = Math.max(0, x(start)); column < Math.max(x(at), x(start) + 1) && column < width; column++)
      tops[column] = Math.max(tops[column] ?? 0, tall)
  }
  context.fillStyle = ink.kernel
  context.globalAlpha = 0.45
  tops.forEach((tall, column) => {
    if (tall > 0) context.fillRect(column, room - tall, 1, tall)
  })
  context.globalAlpha = 1
  const line = Math.max(1, Math.round(density))
  for (let sample = 0; sample < samples.count; sample++) {
    const born = samples.born[sample] ?? 0
    const died = samples.died[sample] ?? 0
    if (born + died === 0) continue
    const place = Math.min(width - line, x(samples.at[sample] ?? 0))
    context.fillStyle = ink.thread
    if (born > 0) context.fillRect(place, room, line, marks)
    context.fillStyle = ink.ink
    if (died > 0) context.fillRect(place + line, room + marks / 2, line, marks / 2)
  }
}

function busiest({ count, busy }: SampleIndex): number {
  let greatest = 0
  for (let sample = 0; sample < count; sample++) greatest = Math.max(greatest, busy[sample] ?? 0)
  return greatest
}
