import { TASK_TINTS } from '../../timeline/hatch.ts'
import type { TimeWindow } from '../../timeline/time-window.ts'
import type { FrameHistory } from '../history/frame-history.ts'
import { OTHERS, STRAND_KINDS, type CoreSamples, type StrandKind } from '../history/inspected.ts'
import type { Surface } from '../history/surface.ts'
import { paintUnknown } from '../history/unknown-time.ts'
import type { StripRow } from './strip-layout.ts'

/** What is to be seen. */
export interface StripView {
  window: TimeWindow
  rows: readonly StripRow[]
  /** The thread that stands out; null for none. */
  selected: number | null
}

/** Cells narrower than this, in device pixels, are drawn as one. */
const NARROWEST = 2

/**
 * Draws who ran on each core, a cell for each sample: filled from below, as far as threads ran there, one above the other.
 * What follows on what is drawn already is added to it; everything else is drawn anew.
 */
export class StripPainter {
  #surface: Surface | null = null
  #view: StripView | null = null

  paint(surface: Surface, history: FrameHistory, view: StripView): void {
    const before = this.#surface === surface ? this.#view : null
    this.#surface = surface
    this.#view = view
    const { context, width, height } = surface
    const shift = before ? shiftBetween(before, view, width) : null
    if (!before || shift === null) {
      context.clearRect(0, 0, width, height)
      this.#paintBetween(surface, history, view, view.window, false)
      return
    }
    if (shift !== 0) {
      context.globalCompositeOperation = 'copy'
      context.drawImage(context.canvas, -shift, 0)
      context.globalCompositeOperation = 'source-over'
    }
    // The cell at the old edge may have been drawn without all of its samples, or not whole.
    const group = groupOf(view, width)
    const isLater = view.window.to >= before.window.to
    const from = isLater ? Math.floor((before.window.to - 1) / group) * group : view.window.from
    const to = isLater ? view.window.to : before.window.from + group
    this.#paintBetween(surface, history, view, { from, to }, isLater)
  }

  #paintBetween(surface: Surface, history: FrameHistory, view: StripView, part: TimeWindow, goesOn: boolean): void {
    const { context, width, height } = surface
    const group = groupOf(view, width)
    const samples = history.coresBetween(part.from, Math.min(view.window.to, part.to + group))
    const x = placer(view, width)
    const rows = new Map(view.rows.map((row) => [row.core, row]))
    let end = goesOn ? (samples.start[0] ?? part.from) : part.from
    let sample = 0
    while (sample < samples.count) {
      const start = samples.start[sample] ?? 0
      if (start > part.to) break
      paintUnknown(surface, x(end), x(start), height)
      // Samples of the same stretch of time, whatever was drawn before: so that what is added fits to what is there.
      const stretch = Math.floor(((samples.at[sample] ?? 0) - 1) / group)
      let last = sample
      while (
        last + 1 < samples.count &&
        samples.start[last + 1] === samples.at[last] &&
        Math.floor(((samples.at[last + 1] ?? 0) - 1) / group) === stretch
      )
        last += 1
      end = samples.at[last] ?? start
      const left = Math.max(0, x(start))
      const right = Math.min(width, x(end))
      if (right > left) {
        context.clearRect(left, 0, right - left, height)
        paintCells(surface, samples, sample, last, { left, right, milliseconds: end - start }, rows, view.selected)
      }
      sample = last + 1
    }
  }
}

interface Place {
  left: number
  right: number
  milliseconds: number
}

/** Draws some samples as one cell on each core. */
function paintCells(
  { context, ink, density }: Surface,
  samples: CoreSamples,
  first: number,
  last: number,
  { left, right, milliseconds }: Place,
  rows: ReadonlyMap<number, StripRow>,
  selected: number | null,
): void {
  const floors = new Map<number, number>()
  for (const { core, row, kind, ran } of summed(samples, first, last, selected)) {
    const strip = rows.get(core)
    if (!strip) continue
    const sum = floors.get(core) ?? 0
    const bottom = Math.round((strip.top + strip.height) * density)
    const tall = Math.round(strip.height * density)
    // A thread that changed cores is put on the last one, where the sum may then exceed the time.
    const low = Math.min(tall, Math.round((sum / milliseconds) * tall))
    const high = Math.min(tall, Math.max(low, Math.round(((sum + ran) / milliseconds) * tall)))
    floors.set(core, sum + ran)
    if (high === low) continue
    const isSelected = row === selected
    context.fillStyle = isSelected ? ink.ink : ink[kind === 'others' ? 'kernel' : kind]
    context.globalAlpha = isSelected ? 1 : alphaOf(row, kind) * (selected === null ? 1 : 0.75)
    context.fillRect(left, bottom - high, right - left, high - low)
    if (high - low > 4 * density) {
      context.globalAlpha = 1
      context.fillStyle = ink.paper
      context.fillRect(left, bottom - high, right - left, Math.max(1, Math.round(density / 2)))
    }
  }
  context.globalAlpha = 1
}

function alphaOf(row: number, kind: StrandKind): number {
  if (kind === 'kernel') return 0.7
  return kind === 'others' ? 0.35 : (TASK_TINTS[row % TASK_TINTS.length] ?? 1)
}

interface Cell {
  core: number
  row: number
  kind: StrandKind
  ran: number
}

/** What each thread ran on each core in some samples: the selected one first, the others always in the same order. */
export function summed(samples: CoreSamples, first: number, last: number, selected: number | null): Cell[] {
  const begin = first === 0 ? 0 : (samples.end[first - 1] ?? 0)
  const end = samples.end[last] ?? 0
  const cells: Cell[] = []
  const known = new Map<number, Cell>()
  for (let entry = begin; entry < end; entry++) {
    const core = samples.core[entry] ?? 0
    const row = samples.row[entry] ?? OTHERS
    const ran = samples.ran[entry] ?? 0
    // In one sample a thread is on one core only.
    const key = core * 2 ** 32 + row
    const cell = first === last ? undefined : known.get(key)
    if (cell) cell.ran += ran
    else {
      const made = { core, row, kind: STRAND_KINDS[samples.kind[entry] ?? 0] ?? 'others', ran }
      cells.push(made)
      if (first !== last) known.set(key, made)
    }
  }
  const orderOf = ({ row }: Cell): number => (row === selected ? -1 : row)
  return cells.sort((a, b) => orderOf(a) - orderOf(b))
}

/** Where a time is across the canvas, in whole pixels that move together. */
function placer({ window }: StripView, width: number): (time: number) => number {
  const scale = width / (window.to - window.from)
  const right = Math.round(window.to * scale)
  return (time) => Math.round(time * scale) - right + width
}

/** Milliseconds that are drawn as one cell at the least. */
function groupOf({ window }: StripView, width: number): number {
  return (NARROWEST * (window.to - window.from)) / width
}

/** How many pixels the picture moves to the left, or to the right below 0; null where it has to be drawn anew. */
function shiftBetween(before: StripView, { window, rows, selected }: StripView, width: number): number | null {
  const span = window.to - window.from
  const isSame =
    before.rows === rows &&
    before.selected === selected &&
    Math.abs(before.window.to - before.window.from - span) < 0.001
  if (!isSame) return null
  const scale = width / span
  const shift = Math.round(window.to * scale) - Math.round(before.window.to * scale)
  return Math.abs(shift) < width ? shift : null
}
