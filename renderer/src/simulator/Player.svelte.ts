import type { TimelineView } from '../timeline/TimelineView.svelte.ts'

/** At speed 1 a whole timeline plays in so many seconds. */
const WHOLE_SECONDS = 12
/** Without motion, play goes from event to event, so many milliseconds apart. */
const EVENT_MS = 500

export const SPEEDS = [0.1, 0.25, 0.5, 1, 2, 4] as const

/** Moves the cursor of a timeline along by itself. */
export class Player {
  readonly #view: TimelineView
  readonly #step: (direction: 1 | -1) => boolean
  #isPlaying = $state(false)
  #speed = $state(1)
  #frame = 0

  constructor(view: TimelineView, step: (direction: 1 | -1) => boolean) {
    this.#view = view
    this.#step = step
  }

  get isPlaying(): boolean {
    return this.#isPlaying
  }

  get speed(): number {
    return this.#speed
  }

  set speed(speed: number) {
    this.#speed = speed
  }

  /** Simulated nanoseconds that pass in a second of the reader's. */
  get rate(): number {
    return (this.#view.end / WHOLE_SECONDS) * this.#speed
  }

  toggle(): void {
    if (this.#isPlaying) this.pause()
    else this.play()
  }

  /** From the cursor on; from the start where it stands at the end. */
  play(): void {
    if (this.#isPlaying || this.#view.end === 0) return
    if (this.#view.cursor >= this.#view.end) this.#view.place(0)
    this.#isPlaying = true
    const byEvents = matchMedia('(prefers-reduced-motion: reduce)').matches
    let last = performance.now()
    const frame = (now: number): void => {
      if (!this.#isPlaying) return
      if (byEvents) {
        if (now - last >= EVENT_MS / this.#speed) {
          last = now
          if (!this.#step(1)) return this.pause()
        }
      } else {
        this.#view.place(this.#view.cursor + ((now - last) / 1_000) * this.rate)
        last = now
      }
      if (this.#view.cursor >= this.#view.end) return this.pause()
      this.#frame = requestAnimationFrame(frame)
    }
    this.#frame = requestAnimationFrame(frame)
  }

  pause(): void {
    cancelAnimationFrame(this.#frame)
    this.#isPlaying = false
  }
}
