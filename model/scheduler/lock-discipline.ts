import type { Name, OperationTree, WorkloadTree } from './workload-tree.ts'
import type { WorkloadError } from './workload.ts'

type Hold = 'lock' | 'read-lock' | 'write-lock'

/** Which hold each operation gives up. */
const GIVES_UP = { unlock: 'lock', 'read-unlock': 'read-lock', 'write-unlock': 'write-lock' } as const

/**
 * Locks that a thread takes though it holds them, or gives up though it does not. There are no conditions in a workload,
 * so what a thread holds is known at every point of its text. One mistake is reported for each thread.
 */
export function findLockMistakes(tree: WorkloadTree): WorkloadError[] {
  return tree.processes.flatMap(({ threads }) =>
    threads.flatMap(({ name, body }) => {
      const thread = new LockHolder(name.text)
      thread.follow(body)
      return thread.mistake ? [thread.mistake] : []
    }),
  )
}

/** Follows what one thread does, as far as its first mistake. */
class LockHolder {
  mistake: WorkloadError | null = null
  readonly #thread: string
  readonly #held = new Map<string, Hold>()
  /** Every change so far, with what was held before it. */
  readonly #changes: { object: string; before: Hold | undefined }[] = []
  #hasExited = false

  constructor(thread: string) {
    this.#thread = thread
  }

  follow(body: readonly OperationTree[]): void {
    for (const operation of body) {
      if (this.mistake || this.#hasExited) return
      if (operation.do === 'repeat') this.#repeat(operation.body, operation.times)
      else if (operation.do === 'wait') this.#mustHold('lock', operation.mutex, 'wait')
      else if (operation.do === 'exit') this.#hasExited = true
      else if ('object' in operation) this.#change(operation.do, operation.object)
    }
  }

  /** A second time where the first leaves other locks held than it found: every later one is like the second. */
  #repeat(body: readonly OperationTree[], times: number): void {
    const start = this.#changes.length
    this.follow(body)
    if (times > 1 && this.#heldOtherwiseAt(start)) this.follow(body)
  }

  #heldOtherwiseAt(start: number): boolean {
    const seen = new Set<string>()
    for (const { object, before } of this.#changes.slice(start)) {
      if (!seen.has(object) && this.#held.get(object) !== before) return true
      seen.add(object)
    }
    return false
  }

  #change(word: string, object: Name): void {
    if (word === 'lock' || word === 'read-lock' || word === 'write-lock') {
      if (this.#held.has(object.text))
        this.#fail(object, `Thread ${this.#thread} already holds ${object.text} here and would wait for itself.`)
      this.#set(object.text, word)
    } else if (word === 'unlock' || word === 'read-unlock' || word === 'write-unlock') {
      this.#mustHold(GIVES_UP[word], object, word)
      this.#set(object.text, undefined)
    }
  }

  #set(object: string, hold: Hold | undefined): void {
    this.#changes.push({ object, before: this.#held.get(object) })
    if (hold === undefined) this.#held.delete(object)
    else this.#held.set(object, hold)
  }

  #mustHold(hold: Hold, object: Name, word: string): void {
    if (this.#held.get(object.text) === hold) return
    this.#fail(
      object,
      `Thread ${this.#thread} does not hold ${object.text} here; “${word}” needs a “${hold}” before it.`,
    )
  }

  #fail({ line, column }: Name, message: string): void {
    this.mistake ??= { line, column, message }
  }
}
