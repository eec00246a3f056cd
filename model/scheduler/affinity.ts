import type { TaskPlan } from './workload.ts'

/**
 * Tasks with the same set of cores form a class: a run queue keeps each class apart, and what may run on a core is the
 * best of a few classes rather than a search through all tasks.
 */
export interface Affinity {
  readonly classes: number
  /** For each task. */
  readonly classOf: readonly number[]
  /** For each task: its place among those of its class. */
  readonly slotOf: readonly number[]
  /** For each class: how many tasks it has. */
  readonly sizes: readonly number[]
  /** For each class: 1 for each core that it may use. */
  readonly allowed: readonly Uint8Array[]
  /** For each core: the classes that may use it. */
  readonly classesOn: readonly (readonly number[])[]
}

/** Cores that the machine does not have are left out; a task that would have none left may use all of them, as Linux does it. */
export function affinityOf(tasks: readonly TaskPlan[], cores: number): Affinity {
  const numbers = new Map<string, number>()
  const allowed: Uint8Array[] = []
  const classOf = tasks.map(({ affinity }) => {
    const set = Uint8Array.from({ length: cores }, (_, core) => (affinity === null || affinity.includes(core) ? 1 : 0))
    if (!set.includes(1)) set.fill(1)
    const name = set.join('')
    const known = numbers.get(name)
    if (known !== undefined) return known
    numbers.set(name, allowed.length)
    return allowed.push(set) - 1
  })
  const sizes = allowed.map(() => 0)
  const slotOf = classOf.map((number) => {
    const slot = sizes[number] ?? 0
    sizes[number] = slot + 1
    return slot
  })
  const classesOn = Array.from({ length: cores }, (_, core) =>
    allowed.flatMap((set, number) => (set[core] === 1 ? [number] : [])),
  )
  return { classes: allowed.length, classOf, slotOf, sizes, allowed, classesOn }
}
