import { nearestName } from '../nearest-name.ts'
import type { DeclarationTree, Name, ObjectKind, ThreadTree, WorkloadTree } from './workload-tree.ts'
import type { WorkloadError } from './workload.ts'

/** From here on looking for names that may have been meant would only cost time. */
const ENOUGH_ERRORS = 20

/** What the names of a workload stand for: places in its lists. Names that are given twice are errors. */
export class WorkloadNames {
  readonly errors: WorkloadError[]
  readonly processes: string[]
  readonly objects: Record<ObjectKind, DeclarationTree[]> = { mutex: [], rwlock: [], condition: [], channel: [] }
  readonly #objects = new Map<string, { kind: ObjectKind; index: number; line: number }>()
  /** The tasks of a thread: one, or as many as it has copies. */
  readonly #tasks = new Map<string, { tasks: number[]; line: number }>()
  /** In which line each task is spawned. */
  readonly #spawnedOn = new Map<number, number>()
  #taskCount = 0

  /** @param errors are added to */
  constructor({ declarations, processes }: WorkloadTree, errors: WorkloadError[]) {
    this.errors = errors
    this.processes = [...new Set(processes.map(({ name }) => name.text))]
    for (const declaration of declarations) this.#declare(declaration)
    for (const { threads } of processes) for (const thread of threads) this.#addThread(thread)
  }

  get taskCount(): number {
    return this.#taskCount
  }

  object(kind: ObjectKind, name: Name): number {
    const found = this.#objects.get(name.text)
    if (found?.kind === kind) return found.index
    if (found) this.#fail(name, `Expected the name of a ${kind}; ${name.text} is a ${found.kind} (line ${found.line}).`)
    else
      this.#failUnknown(
        kind,
        name,
        this.objects[kind].map((one) => one.name.text),
      )
    return -1
  }

  /** All copies of a thread, or one of them by its own name. */
  tasks(name: Name): readonly number[] {
    const found = this.#tasks.get(name.text)
    if (!found) this.#failUnknown('thread', name, this.#tasks.keys())
    return found?.tasks ?? []
  }

  /** The tasks that a spawn starts. One that an earlier spawn starts already is an error: a task starts once. */
  spawned(name: Name): readonly number[] {
    const tasks = this.tasks(name)
    const before = tasks.map((task) => this.#spawnedOn.get(task)).find((line) => line !== undefined)
    if (before !== undefined) {
      this.#fail(name, `Thread ${name.text} is already spawned in line ${before}; a thread starts once.`)
      return []
    }
    for (const task of tasks) this.#spawnedOn.set(task, name.line)
    return tasks
  }

  #declare(declaration: DeclarationTree): void {
    const { kind, name } = declaration
    const before = this.#objects.get(name.text)
    if (before) return this.#fail(name, `${name.text} is already the name of a ${before.kind} (line ${before.line}).`)
    this.#objects.set(name.text, { kind, index: this.objects[kind].length, line: name.line })
    this.objects[kind].push(declaration)
  }

  #addThread({ name, copies }: ThreadTree): void {
    const first = this.#taskCount
    this.#taskCount += copies ?? 1
    const tasks = Array.from({ length: copies ?? 1 }, (_, i) => first + i)
    this.#nameTasks(name, name.text, tasks)
    if (copies !== null) tasks.forEach((task, i) => this.#nameTasks(name, copyName(name.text, i), [task]))
  }

  #nameTasks({ line, column }: Name, text: string, tasks: number[]): void {
    const before = this.#tasks.get(text)
    if (before) this.#fail({ text, line, column }, `${text} is already the name of a thread (line ${before.line}).`)
    else this.#tasks.set(text, { tasks, line })
  }

  #failUnknown(kind: string, name: Name, known: Iterable<string>): void {
    const near = this.errors.length < ENOUGH_ERRORS ? nearestName(name.text, known) : null
    const instead = near === null ? '' : `; did you mean “${near}”?`
    this.#fail(name, `There is no ${kind} ${name.text}${instead || '.'}`)
  }

  #fail({ line, column }: Name, message: string): void {
    this.errors.push({ line, column, message })
  }
}

/** The name of one of several copies: `d1` is the first of d. */
export function copyName(name: string, copy: number): string {
  return `${name}${copy + 1}`
}
