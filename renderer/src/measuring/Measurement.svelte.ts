import type { ExperimentDescription } from '../../../contract/experiment.ts'
import type { MeasurementEvent, Phase } from '../../../contract/measurement.ts'
import type { RunView } from '../../../contract/run.ts'
import type { Warning } from '../../../contract/warning.ts'
import { sentenceOf } from '../connection/sentence.ts'
import { LiveFigures } from './LiveFigures.ts'
import { showRun, type ShownRun } from './shown-run.ts'

export interface Progress {
  phase: Phase
  fraction: number
  remainingSeconds: number
  note: string
}

type Status = 'starting' | 'running' | 'finished' | 'failed'

/** The window is drawn anew at most this often while samples arrive. */
const REFRESH_MS = 250

/** One measurement that this window started: takes its events as they come, shows them a few times a second. */
export class Measurement {
  readonly #experiment: ExperimentDescription
  readonly #figures: LiveFigures
  #status = $state<Status>('starting')
  #problem = $state<string | null>(null)
  #progress = $state.raw<Progress | null>(null)
  #shown = $state.raw<ShownRun | null>(null)
  #warnings = $state.raw<readonly Warning[]>([])
  #run = $state.raw<RunView | null>(null)
  #latestProgress: Progress | null = null
  #refresh: ReturnType<typeof setTimeout> | null = null

  constructor(experiment: ExperimentDescription) {
    this.#experiment = experiment
    this.#figures = new LiveFigures(experiment)
  }

  get status(): Status {
    return this.#status
  }

  get active(): boolean {
    return this.#status === 'starting' || this.#status === 'running'
  }

  /** Why it failed, in one sentence. */
  get problem(): string | null {
    return this.#problem
  }

  get progress(): Progress | null {
    return this.#progress
  }

  /** What can be drawn so far; null until the plan is known. */
  get shown(): ShownRun | null {
    return this.#shown
  }

  get warnings(): readonly Warning[] {
    return this.#run?.warnings ?? this.#warnings
  }

  /** The finished run. */
  get run(): RunView | null {
    return this.#run
  }

  /** Takes the events of a measurement to their end. */
  async follow(start: () => Promise<AsyncIterable<MeasurementEvent>>): Promise<void> {
    try {
      for await (const event of await start()) this.#take(event)
      if (!this.#run) this.#fail('The measurement ended without a result; run it again.')
    } catch (error) {
      this.#fail(sentenceOf(error))
    }
  }

  #take(event: MeasurementEvent): void {
    this.#figures.take(event)
    if (event.type === 'done') return this.#finish(event.run)
    if (event.type === 'warning') this.#warnings = [...this.#warnings, event.warning]
    if (event.type === 'progress') this.#latestProgress = event
    if (event.type === 'started') {
      this.#status = 'running'
      this.#show()
    }
    this.#refresh ??= setTimeout(() => this.#show(), REFRESH_MS)
  }

  #fail(problem: string): void {
    this.#show()
    this.#problem = problem
    this.#status = 'failed'
  }

  #finish(run: RunView): void {
    this.#stopRefreshing()
    this.#run = run
    const plan = this.#figures.show()?.plan ?? run.series
    this.#shown = { ...showRun(this.#experiment, run), plan, rain: this.#figures.rain }
    this.#progress = null
    this.#status = 'finished'
  }

  #show(): void {
    this.#stopRefreshing()
    this.#progress = this.#latestProgress
    this.#shown = this.#figures.show()
  }

  #stopRefreshing(): void {
    if (this.#refresh) clearTimeout(this.#refresh)
    this.#refresh = null
  }
}
