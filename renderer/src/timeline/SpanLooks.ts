import { TASK_HATCHES, TASK_TINTS, type Hatch } from './hatch.ts'
import type { Ink } from './ink.ts'
import type { Tile } from './PixelSurface.ts'
import { dashTile, hatchedTile, plainTile } from './tiles.ts'
import type { TimelineSection, Tone } from './timeline.ts'

/** How a span is drawn. */
export interface SpanLook {
  fill: Tile
  /** What fills the columns of spans that are too narrow to be told apart. */
  column: Tile
  edge: Tile
  /** What edges are drawn with that run across, and down: dashes, or the colour itself. */
  across: Tile
  down: Tile
  /** The label's colour, and what it is laid upon; null where it can stand on the fill itself. */
  text: string
  plate: string | null
  /** Share of the lane's height. */
  height: number
}

type Source = TimelineSection['source']

const COLOR: Readonly<Record<Tone, keyof Ink>> = {
  running: 'thread',
  runnable: 'thread',
  io: 'kernel',
  blocked: 'attention',
  overhead: 'kernel',
}
const HATCH: Readonly<Record<Exclude<Tone, 'running'>, Hatch>> = {
  runnable: { tint: 0, lines: 'none', spacing: 8 },
  io: { tint: 0.12, lines: 'level', spacing: 4 },
  blocked: { tint: 0.35, lines: 'falling', spacing: 4 },
  overhead: { tint: 0.5, lines: 'crossed', spacing: 4 },
}
const SOLID: Readonly<Record<Exclude<Tone, 'running'>, number>> = {
  runnable: 0.08,
  io: 0.35,
  blocked: 0.8,
  overhead: 1,
}

/** How opaque columns of runnable time are, which has no more than an outline where it is wide. */
const RUNNABLE_COLUMN = 0.25

/** The looks of spans in one theme at one density; made anew when either changes. */
export class SpanLooks {
  readonly #ink: Ink
  readonly #density: number
  readonly #made = new Map<string, SpanLook>()

  constructor(ink: Ink, density: number) {
    this.#ink = ink
    this.#density = density
  }

  /** Of a span of a task; −1 for spans of several, as narrow ones are drawn. */
  of(source: Source, tone: Tone, task: number): SpanLook {
    const variant = tone === 'running' ? Math.max(0, task) % TASK_HATCHES.length : 0
    const key = `${source} ${tone} ${variant}`
    let look = this.#made.get(key)
    if (!look) this.#made.set(key, (look = this.#make(source, tone, variant)))
    return look
  }

  #make(source: Source, tone: Tone, variant: number): SpanLook {
    const ink = this.#ink
    const color = ink[COLOR[tone]]
    const edge = plainTile(color)
    const height = tone === 'io' ? 0.4 : 1
    const columnOf = (fill: Tile): Tile => (tone === 'runnable' ? plainTile(color, RUNNABLE_COLUMN) : fill)
    if (source === 'SIMULATED') {
      const hatch = tone === 'running' ? (TASK_HATCHES[variant] ?? HATCH.overhead) : HATCH[tone]
      const fill = hatchedTile(color, hatch, this.#density)
      const [across, down] = [dashTile(color, 'across', this.#density), dashTile(color, 'down', this.#density)]
      return { fill, column: columnOf(fill), edge, across, down, text: ink.ink, plate: ink.paper, height }
    }
    const alpha = tone === 'running' ? (TASK_TINTS[variant] ?? 1) : SOLID[tone]
    const fill = plainTile(color, alpha)
    return {
      fill,
      column: columnOf(fill),
      edge,
      across: edge,
      down: edge,
      text: alpha >= 0.8 ? ink.paper : ink.ink,
      plate: height < 1 ? ink.paper : null,
      height,
    }
  }
}
