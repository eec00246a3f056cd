import type { WorkloadNames } from './workload-names.ts'
import type { Name, OperationTree, ThreadTree, WorkloadTree } from './workload-tree.ts'
import type { WorkloadError } from './workload.ts'

/** A spawn as it is written, and whether it is done more than once. */
interface Spawn {
  target: Name
  isRepeated: boolean
}

/**
 * A task starts once: by itself, or by a spawn of a thread that starts too. It is known already that every name stands for
 * a thread, and that none stands behind two spawns.
 */
export function findSpawnMistakes({ processes }: WorkloadTree, names: WorkloadNames): WorkloadError[] {
  const mistakes: WorkloadError[] = []
  const fail = ({ line, column }: Name, message: string): void => void mistakes.push({ line, column, message })
  const threads = processes.flatMap((process) => process.threads)
  const threadOf = threads.flatMap((thread) => Array.from({ length: thread.copies ?? 1 }, () => thread))
  const spawned = new Set<number>()
  const started = new Set(threads.filter(({ arrival }) => arrival !== null))
  // The set grows while it is walked through: whoever is started may start others.
  for (const { body, copies } of started) {
    for (const { target, isRepeated } of spawnsOf(body, (copies ?? 1) > 1)) {
      const { text } = target
      for (const task of names.tasks(target)) {
        const thread = threadOf[task]
        if (thread && thread.arrival !== null)
          fail(target, `Thread ${text} arrives by itself; write “spawned” behind its name in line ${thread.name.line}.`)
        else if (isRepeated) fail(target, `Thread ${text} would be spawned more than once; a thread starts once.`)
        spawned.add(task)
        if (thread) started.add(thread)
        if (mistakes.length > 0) return mistakes
      }
    }
  }
  return neverSpawned(threads, threadOf, spawned)
}

function neverSpawned(
  threads: readonly ThreadTree[],
  threadOf: readonly ThreadTree[],
  spawned: ReadonlySet<number>,
): WorkloadError[] {
  const missing = new Set(threadOf.filter(({ arrival }, task) => arrival === null && !spawned.has(task)))
  return threads
    .filter((thread) => missing.has(thread))
    .map(({ name: { text, line, column } }) => {
      const message = `Thread ${text} waits to be spawned, and no thread that starts spawns it: write “spawn ${text}” in one, or leave “spawned” out.`
      return { line, column, message }
    })
}

function spawnsOf(body: readonly OperationTree[], isRepeated: boolean): Spawn[] {
  return body.flatMap((operation) => {
    if (operation.do === 'spawn') return [{ target: operation.thread, isRepeated }]
    if (operation.do === 'repeat') return spawnsOf(operation.body, isRepeated || operation.times > 1)
    return []
  })
}
