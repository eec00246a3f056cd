import { hatchPattern, TASK_HATCHES, TASK_TINTS, type Hatch } from './hatch.ts'
import type { Ink } from './ink.ts'
import type { TimelineSection, Tone } from './timeline.ts'

/** How a span is drawn. */
export interface SpanLook {
  fill: CanvasPattern | string
  alpha: number
  edge: string
  dashed: boolean
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

/** The looks of spans on one canvas in one theme; made anew when either changes. */
export class SpanLooks {
  readonly #context: CanvasRenderingContext2D
  readonly #ink: Ink
  readonly #density: number
  readonly #made = new Map<string, SpanLook>()

  constructor(context: CanvasRenderingContext2D, ink: Ink, density: number) {
    this.#context = context
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
    const edge = ink[COLOR[tone]]
    const height = tone === 'io' ? 0.4 : 1
    if (source === 'SIMULATED') {
      const hatch = tone === 'running' ? (TASK_HATCHES[variant] ?? HATCH.overhead) : HATCH[tone]
      const fill = hatchPattern(this.#context, edge, hatch, this.#density)
      return { fill, alpha: 1, edge, dashed: true, text: ink.ink, plate: ink.paper, height }
    }
    const alpha = tone === 'running' ? (TASK_TINTS[variant] ?? 1) : SOLID[tone]
    return {
      fill: edge,
      alpha,
      edge,
      dashed: false,
      text: alpha >= 0.8 ? ink.paper : ink.ink,
      plate: height < 1 ? ink.paper : null,
      height,
    }
  }
}
