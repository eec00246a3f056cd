import type { MeasurementEvent } from '../../contract/measurement.ts'
import { formatSeconds } from '../../contract/figures.ts'
import { styled } from './terminal.ts'

type Progress = Extract<MeasurementEvent, { type: 'progress' }>

const PLAIN_INTERVAL_MS = 5000
const BAR_CELLS = 24

/**
 * Progress on standard error: a line that redraws on a terminal, otherwise a plain line at every phase and every few
 * seconds.
 */
export class ProgressLine {
  readonly #stream = process.stderr
  #phase = ''
  #shownAt = -Infinity

  show(progress: Progress): void {
    if (this.#stream.isTTY) this.#redraw(progress)
    else this.#append(progress)
  }

  clear(): void {
    if (this.#stream.isTTY) this.#stream.write('\r\x1b[K')
  }

  #redraw({ phase, fraction, remainingSeconds, note }: Progress): void {
    const filled = Math.round(fraction * BAR_CELLS)
    const bar = '━'.repeat(filled) + styled('dim', '━'.repeat(BAR_CELLS - filled), this.#stream)
    const text = `${bar} ${phase}, ${formatSeconds(remainingSeconds)} left · ${note}`
    // The bar's styling takes no columns; leaving some free keeps the line from wrapping.
    this.#stream.write(`\r\x1b[K${text.slice(0, (this.#stream.columns ?? 80) + text.length - [...text].length)}`)
  }

  #append({ phase, remainingSeconds, note }: Progress): void {
    const now = performance.now()
    if (phase === this.#phase && now - this.#shownAt < PLAIN_INTERVAL_MS) return
    this.#phase = phase
    this.#shownAt = now
    this.#stream.write(`${phase}, about ${formatSeconds(remainingSeconds)} left: ${note}\n`)
  }
}
