import type { InspectedColumns } from '../../contract/inspector.ts'
import { ACCOUNT_DELAY_NS } from './account-delay.ts'
import type { Reading } from './reading.ts'
import { ThreadRates, WINDOW_NS } from './thread-rates.ts'
import { stateOf } from './thread-state.ts'

/** The start of a thread and the time of a reading are told by clocks that differ by up to two ticks of 10 ms. */
const START_TOLERANCE_NS = 20e6
const TICK_NS = 10e6

/** Figures as they are sent, in the order of the columns: one is sent again when any of them is another. */
type Figures = readonly [
  state: number,
  core: number,
  ran: number,
  cpu: number,
  delay: number,
  voluntary: number,
  involuntary: number,
  migrations: number,
  wait: number,
]

interface Row {
  rates: ThreadRates
  sent: Figures | null
}

/** Turns readings into what changed: states, shares and rates of the threads whose figures are others than before. */
export class Rates {
  readonly #rows = new Map<number, Row>()
  /** Rows whose figures may change without being read. */
  #restless = new Set<number>()
  readonly #waits: string[] = []
  readonly #times: number[] = []
  readonly #monotonicAtBoot: number
  readonly #accountDelay: number
  #begunAt: number | null = null

  /** `monotonicAtBoot` is what CLOCK_MONOTONIC would have shown when the machine booted, in nanoseconds: 0, less the time it was suspended. */
  constructor(monotonicAtBoot: number, accountDelay = ACCOUNT_DELAY_NS) {
    this.#monotonicAtBoot = monotonicAtBoot
    this.#accountDelay = accountDelay
  }

  /** Of a reading after all that came before it. */
  take(reading: Reading): InspectedColumns {
    const { at } = reading
    const before = this.#times.at(-1) ?? at
    this.#begunAt ??= at
    this.#times.push(at)
    while ((this.#times[1] ?? Infinity) <= at - WINDOW_NS) this.#times.shift()
    this.#waits.push(...reading.waits)
    for (const row of reading.gone) this.#rows.delete(row)
    const touched = this.#note(reading, before)
    for (const row of this.#restless) touched.add(row)
    return this.#compute(touched, at, this.#times[0] ?? at, at - before)
  }

  #note(reading: Reading, before: number): Set<number> {
    const { at, columns, switches } = reading
    const starts = new Map(reading.threads.map(({ row, start }) => [row, start]))
    const touched = new Set<number>()
    columns.row.forEach((row, i) => {
      const run = columns.run[i] ?? 0
      const delay = columns.delay[i] ?? 0
      const known = this.#rows.get(row)?.rates
      const rates = known ?? new ThreadRates(at, before, run, delay, this.#birth(starts.get(row), at))
      if (known) known.count(at, before, run, delay)
      else this.#rows.set(row, { rates, sent: null })
      rates.letter = columns.state[i] ?? 'S'
      rates.move(columns.core[i] ?? 0)
      rates.wait = columns.wait[i] ?? -1
      touched.add(row)
    })
    switches.row.forEach((row, i) => {
      this.#rows.get(row)?.rates.countSwitches(at, switches.voluntary[i] ?? 0, switches.involuntary[i] ?? 0)
      touched.add(row)
    })
    return touched
  }

  /** When it started, if that was since the inspection began. */
  #birth(start: number | undefined, at: number): number | null {
    if (start === undefined || this.#begunAt === null || this.#begunAt === at) return null
    const bornAt = start * TICK_NS + this.#monotonicAtBoot
    return bornAt >= this.#begunAt - START_TOLERANCE_NS ? Math.min(bornAt, at) : null
  }

  #compute(touched: ReadonlySet<number>, at: number, from: number, interval: number): InspectedColumns {
    const columns = emptyColumns()
    this.#restless = new Set()
    for (const id of touched) {
      const row = this.#rows.get(id)
      if (!row) continue
      row.rates.advance(at, from, this.#accountDelay)
      if (row.rates.mayChange) this.#restless.add(id)
      const figures = this.#figuresOf(row.rates, interval)
      if (row.sent?.every((figure, i) => figure === figures[i])) continue
      row.sent = figures
      append(columns, id, figures)
    }
    return columns
  }

  #figuresOf(rates: ThreadRates, interval: number): Figures {
    const { letter, ran, wait } = rates
    return [
      stateOf({ letter, ran, interval, wait: this.#waits[wait] ?? null }),
      rates.core,
      ran / 1e6,
      round(rates.cpu, 1e4),
      round(rates.delay, 1e2),
      round(rates.voluntary, 10),
      round(rates.involuntary, 10),
      rates.migrations,
      wait,
    ]
  }
}

function round(value: number, steps: number): number {
  return Math.round(value * steps) / steps
}

function append(columns: InspectedColumns, row: number, figures: Figures): void {
  const [state, core, ran, cpu, delay, voluntary, involuntary, migrations, wait] = figures
  columns.row.push(row)
  columns.state.push(state)
  columns.core.push(core)
  columns.ran.push(ran)
  columns.cpu.push(cpu)
  columns.delay.push(delay)
  columns.voluntary.push(voluntary)
  columns.involuntary.push(involuntary)
  columns.migrations.push(migrations)
  columns.wait.push(wait)
}

export function emptyColumns(): InspectedColumns {
  return {
    row: [],
    state: [],
    core: [],
    ran: [],
    cpu: [],
    delay: [],
    voluntary: [],
    involuntary: [],
    migrations: [],
    wait: [],
  }
}
