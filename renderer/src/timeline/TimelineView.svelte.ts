import { panned, revealing, wholeWindow, zoomed, type TimeWindow } from './time-window.ts'

/** What is seen of a timeline and where its cursor stands; several timelines of one axis may share it. */
export class TimelineView {
  #end = $state(0)
  #window = $state.raw<TimeWindow>({ from: 0, to: 1 })
  #cursor = $state(0)

  constructor(end: number) {
    this.restart(end)
  }

  get end(): number {
    return this.#end
  }

  get window(): TimeWindow {
    return this.#window
  }

  get cursor(): number {
    return this.#cursor
  }

  get isWhole(): boolean {
    return this.#window.to - this.#window.from >= wholeWindow(this.#end).to
  }

  /** Another timeline: all of it is seen, and the cursor stands at its beginning. */
  restart(end: number): void {
    this.#end = end
    this.#window = wholeWindow(end)
    this.#cursor = 0
  }

  /** Moves the cursor, and the window along with it. */
  place(time: number): void {
    this.#cursor = Math.min(this.#end, Math.max(0, time))
    this.#window = revealing(this.#window, this.#cursor, this.#end)
  }

  /** Zooms around a time; around the cursor where none is given and it is in sight. */
  zoom(factor: number, at?: number): void {
    const { from, to } = this.#window
    const seen = this.#cursor >= from && this.#cursor <= to
    this.#window = zoomed(this.#window, factor, at ?? (seen ? this.#cursor : (from + to) / 2), this.#end)
  }

  /** Moves the window by nanoseconds. */
  pan(by: number): void {
    this.#window = panned(this.#window, by, this.#end)
  }

  fit(): void {
    this.#window = wholeWindow(this.#end)
  }
}
