import type { ExperimentDescription } from '../../../contract/experiment.ts'
import type { MachineCard } from '../../../contract/machine.ts'
import type { Activity } from '../../../contract/measurement.ts'
import type { LabClient } from '../../../contract/router.ts'
import type { Warning } from '../../../contract/warning.ts'
import { connect, ConnectionError, type Connection, type Disconnection } from './connection.ts'
import { sentenceOf } from './sentence.ts'

export interface Machine {
  card: MachineCard
  warnings: Warning[]
  words: string
}

type Status = 'connecting' | 'open' | 'lost'

const RETRY_MS = 2000

/** The window's connection to the lab and what the lab says about itself. */
export class Session {
  #status = $state<Status>('connecting')
  #reason = $state<Disconnection>('ended')
  #client = $state.raw<LabClient | null>(null)
  #experiments = $state.raw<readonly ExperimentDescription[] | null>(null)
  #machine = $state.raw<Machine | null>(null)
  #activity = $state.raw<Activity | null>(null)
  #problem = $state<string | null>(null)
  #opened = new AbortController()

  get status(): Status {
    return this.#status
  }

  /** Why there is no connection; means something while the status is `lost`. */
  get reason(): Disconnection {
    return this.#reason
  }

  get client(): LabClient | null {
    return this.#client
  }

  /** Every experiment of the lab's registry, null until it has answered. */
  get experiments(): readonly ExperimentDescription[] | null {
    return this.#experiments
  }

  get machine(): Machine | null {
    return this.#machine
  }

  get activity(): Activity | null {
    return this.#activity
  }

  /** What went wrong while the lab was asked about itself, in one sentence. */
  get problem(): string | null {
    return this.#problem
  }

  /** Connects, or connects anew after a loss. */
  async open(): Promise<void> {
    this.#status = 'connecting'
    this.#opened = new AbortController()
    try {
      const connection = await connect()
      this.#client = connection.client
      this.#status = 'open'
      void this.#watchEnd(connection)
      void this.#follow(connection.client, this.#opened.signal)
      await this.#ask(connection.client)
    } catch (error) {
      this.#lose(error instanceof ConnectionError ? error.reason : 'refused')
    }
  }

  /** Reads the machine card again: its load changes from second to second. */
  async readMachine(): Promise<void> {
    if (!this.#client) return
    try {
      this.#machine = await this.#client.machine.card()
    } catch (error) {
      this.#problem = sentenceOf(error)
    }
  }

  async #ask(client: LabClient): Promise<void> {
    try {
      this.#problem = null
      this.#experiments = await client.experiments.list()
    } catch (error) {
      this.#problem = sentenceOf(error)
    }
    await this.readMachine()
  }

  async #watchEnd({ closed }: Connection): Promise<void> {
    await closed
    this.#lose('ended')
  }

  async #follow(client: LabClient, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        for await (const activity of await client.activity(undefined, { signal })) this.#activity = activity
      } catch {
        // The end of the connection is noticed by #watchEnd; anything else is worth another attempt.
      }
      if (!signal.aborted) await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
    }
  }

  #lose(reason: Disconnection): void {
    this.#opened.abort()
    this.#client = null
    this.#activity = null
    this.#reason = reason
    this.#status = 'lost'
  }
}
