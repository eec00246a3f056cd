import type { Ink } from '../../timeline/ink.ts'

/** What a picture is painted on; everything in device pixels. Another object when anything of it changed: then it is blank. */
export interface Surface {
  readonly context: CanvasRenderingContext2D
  readonly ink: Ink
  readonly density: number
  readonly width: number
  readonly height: number
}
