import type { Exploration, ExploreOptions } from '../../../model/explorer/exploration.ts'
import type { CompiledProgram } from '../../../model/explorer/compile.ts'
import type { SearchAnswer, SearchRequest } from './explorer-worker.ts'
import { openSearchWorker } from './open-search-worker.ts'

export type SearchState =
  | { status: 'idle' }
  | { status: 'running'; states: number }
  | { status: 'done'; exploration: Exploration; milliseconds: number }
  | { status: 'cancelled'; states: number }
  | { status: 'failed'; sentence: string }

/** One search through the schedules of a program, in a worker of its own so that the window goes on answering. */
export class ScheduleSearch {
  #state = $state.raw<SearchState>({ status: 'idle' })
  /** What was searched; its replay codes fit no other program. */
  #program = $state.raw<CompiledProgram | null>(null)
  #worker: Worker | null = null

  get state(): SearchState {
    return this.#state
  }

  get program(): CompiledProgram | null {
    return this.#program
  }

  get isRunning(): boolean {
    return this.#state.status === 'running'
  }

  start(program: CompiledProgram, options: Omit<ExploreOptions, 'onProgress'>): void {
    this.#end()
    this.#program = program
    this.#state = { status: 'running', states: 0 }
    const startedAt = performance.now()
    const worker = openSearchWorker()
    this.#worker = worker
    worker.onmessage = ({ data }: MessageEvent<SearchAnswer>) => {
      if (data.kind === 'progress') {
        this.#state = { status: 'running', states: data.states }
        return
      }
      this.#end()
      this.#state =
        data.kind === 'done'
          ? { status: 'done', exploration: data.exploration, milliseconds: performance.now() - startedAt }
          : { status: 'failed', sentence: data.sentence }
    }
    worker.onerror = ({ message }) => {
      this.#end()
      const reason = message === '' ? 'the window could not start it' : message
      this.#state = { status: 'failed', sentence: `The search ended early: ${reason}. Try smaller bounds.` }
    }
    const { source, granularity } = program
    worker.postMessage({ source, granularity, options } satisfies SearchRequest)
  }

  cancel(): void {
    if (this.#state.status !== 'running') return
    this.#end()
    this.#state = { status: 'cancelled', states: this.#state.states }
  }

  /** Forgets the result, as when the program changes. */
  clear(): void {
    this.#end()
    this.#program = null
    this.#state = { status: 'idle' }
  }

  #end(): void {
    this.#worker?.terminate()
    this.#worker = null
  }
}
