import { THREAD_STATES, type ThreadState } from '../../../../contract/inspector-words.ts'
import { hatchPattern } from '../../timeline/hatch.ts'
import type { TimeWindow } from '../../timeline/time-window.ts'
import type { ThreadSamples } from '../history/inspected.ts'
import type { Surface } from '../history/surface.ts'
import { paintUnknown } from '../history/unknown-time.ts'
import type { ThreadLine } from './thread-lines.ts'

/** Where something is drawn, in pixels from the picture's top. */
export interface Room {
  top: number
  height: number
}

/** Draws what a thread did over time, of which something is `known` from a moment on: its states as a ribbon, beneath it the lines. */
export function paintThread(
  surface: Surface,
  samples: ThreadSamples,
  window: TimeWindow & { known: number },
  ribbon: Room,
  lines: readonly { line: ThreadLine; room: Room }[],
): void {
  const { context, width, height, density, ink } = surface
  const scale = width / (window.to - window.from)
  // As the cores' strips place their cells, so that both stand above each other to the pixel.
  const x = (time: number): number => Math.round(time * scale) - Math.round(window.to * scale) + width
  context.clearRect(0, 0, width, height)
  const top = Math.round(ribbon.top * density)
  const tall = Math.round(ribbon.height * density)
  const looks = looksOf(surface)
  paintUnknown(surface, 0, x(window.known), height)
  for (let sample = 0; sample < samples.count; sample++) {
    const left = x(samples.start[sample] ?? 0)
    const before = sample === 0 ? left : x(samples.at[sample - 1] ?? 0)
    paintUnknown(surface, before, left, height)
    const look = looks[THREAD_STATES[samples.state[sample] ?? 0] ?? 'sleeping']
    const right = Math.max(left + 1, x(samples.at[sample] ?? 0))
    context.globalAlpha = look.alpha
    context.fillStyle = look.fill
    const high = Math.round(tall * look.height)
    context.fillRect(left, top + tall - high, right - left, high)
    context.globalAlpha = 1
  }
  for (const { line, room } of lines) paintLine(surface, samples, x, line, room)
  if (samples.ended !== null) {
    context.fillStyle = ink.ink
    context.fillRect(Math.min(width - density, x(samples.ended)), 0, Math.max(1, Math.round(density)), height)
  }
}

function paintLine(
  { context, density, ink }: Surface,
  samples: ThreadSamples,
  x: (time: number) => number,
  { curves, greatest, id }: ThreadLine,
  room: Room,
): void {
  const bottom = (room.top + room.height) * density
  const tall = (room.height - 2) * density
  curves.forEach(({ value }, index) => {
    const isSecond = index > 0
    context.beginPath()
    let isOpen = false
    let before = Number.NaN
    for (let sample = 0; sample < samples.count; sample++) {
      const one = value(sample)
      const start = samples.start[sample] ?? 0
      const isGap = start !== before
      before = samples.at[sample] ?? 0
      if (one < 0) {
        isOpen = false
        continue
      }
      const y = bottom - Math.min(1, one / greatest) * tall
      if (isOpen && !isGap) context.lineTo(x(start), y)
      else context.moveTo(x(start), y)
      context.lineTo(x(before), y)
      isOpen = true
    }
    context.lineWidth = 1.5 * density
    context.strokeStyle = isSecond ? ink.process : id === 'queued' ? ink.attention : ink.thread
    context.setLineDash(isSecond ? [4 * density, 2 * density] : [])
    context.stroke()
  })
  context.setLineDash([])
}

interface Look {
  fill: string | CanvasPattern
  alpha: number
  /** Of the ribbon's height: what needs a core stands taller, so that the tint is not needed to tell. */
  height: number
}

/** The tints of `StateGlyph`. */
function looksOf({ context, ink, density }: Surface): Record<ThreadState, Look> {
  const hatched = (color: string, lines: 'rising' | 'falling' | 'crossed'): CanvasPattern | string =>
    hatchPattern(context, color, { tint: 0.15, lines, spacing: 5 }, density)
  return {
    running: { fill: ink.thread, alpha: 1, height: 1 },
    runnable: { fill: hatched(ink.thread, 'rising'), alpha: 1, height: 1 },
    sleeping: { fill: ink.kernel, alpha: 0.4, height: 0.25 },
    blocked: { fill: ink.attention, alpha: 1, height: 0.55 },
    io: { fill: hatched(ink.kernel, 'falling'), alpha: 1, height: 0.55 },
    stopped: { fill: ink.ink, alpha: 1, height: 0.25 },
    gone: { fill: hatched(ink.ink, 'crossed'), alpha: 0.6, height: 0.25 },
  }
}
