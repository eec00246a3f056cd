import { emptyReading, type Reading } from './reading.ts'

/** One thread in a reading made up for a test. */
export interface MadeThread {
  row: number
  run: number
  delay?: number
  letter?: string
  core?: number
  wait?: number
  /** Set where it is met for the first time: clock ticks since boot. */
  start?: number
}

/** A reading made up for a test; `threads` are those whose counters it has. */
export function madeReading(at: number, threads: readonly MadeThread[], more: Partial<Reading> = {}): Reading {
  const reading = emptyReading(at)
  for (const { row, run, delay = 0, letter = 'S', core = 0, wait = -1, start } of threads) {
    reading.columns.row.push(row)
    reading.columns.state += letter
    reading.columns.core.push(core)
    reading.columns.run.push(run)
    reading.columns.delay.push(delay)
    reading.columns.slices.push(0)
    reading.columns.wait.push(wait)
    if (start === undefined) continue
    const same = { parent: 1, name: `thread ${row}`, nice: 0, policy: 0, kernel: false }
    reading.threads.push({ row, pid: 100, tid: 100 + row, start, ...same })
  }
  reading.followed = reading.kept = threads.length
  return { ...reading, ...more }
}
