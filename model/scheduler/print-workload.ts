import { writeDuration } from './duration.ts'
import { copyName } from './workload-names.ts'
import { isName } from './workload-tokens.ts'
import { DEFAULTS } from './workload-thread.ts'
import type { Operation, TaskPlan, Workload } from './workload.ts'

/**
 * The text of a workload, from which `parseWorkload` makes the same workload again. Tasks that differ in their number
 * alone are written once, as in `thread d ×3`. Names have to be names (`isName`), and each given once.
 */
export function printWorkload(workload: Workload): string {
  return new WorkloadPrinter(workload).print()
}

class WorkloadPrinter {
  readonly #workload: Workload
  readonly #names: ReadonlySet<string>
  /** Copies share a program; it is written once for all of them. */
  readonly #written = new Map<readonly Operation[], string[]>()

  constructor(workload: Workload) {
    this.#workload = workload
    this.#names = new Set(workload.tasks.map(({ name }) => name))
  }

  print(): string {
    const { mutexes, rwlocks, conditions, channels } = this.#workload
    const declarations = [
      ...mutexes.map((name) => `mutex ${name}`),
      ...rwlocks.map((name) => `rwlock ${name}`),
      ...conditions.map((name) => `condition ${name}`),
      ...channels.map(({ name, capacity }) => `channel ${name} ${capacity}`),
    ]
    return [...declarations, ...this.#processes()].map((line) => `${line}\n`).join('')
  }

  /**
   * Processes are numbered in the order in which they are named first, and tasks in theirs: a process whose turn to be
   * named comes before that of its tasks is opened empty, and one whose tasks do not stand together is opened again.
   */
  #processes(): string[] {
    const { processes, tasks } = this.#workload
    const lines: string[] = []
    let named = 0
    const nameThrough = (last: number): void => {
      for (; named < last; named++) lines.push(`process ${processes[named]?.name} {`, '}')
    }
    for (let first = 0; first < tasks.length;) {
      const process = tasks[first]?.process ?? 0
      let end = first
      while (tasks[end]?.process === process) end += 1
      nameThrough(process)
      named = Math.max(named, process + 1)
      lines.push(`process ${processes[process]?.name} {`, ...this.#threads(tasks.slice(first, end)), '}')
      first = end
    }
    nameThrough(processes.length)
    return lines
  }

  #threads(tasks: readonly TaskPlan[]): string[] {
    const lines: string[] = []
    for (let first = 0; first < tasks.length;) {
      const task = tasks[first]
      if (!task) break
      const copies = this.#copiesFrom(tasks, first)
      const name = copies > 1 ? `${task.name.slice(0, -1)} ×${copies}` : task.name
      const [head, body] = this.#thread(task)
      lines.push(`  thread ${name}${head} {`, ...body, '  }')
      first += copies
    }
    return lines
  }

  /** How many tasks from here are copies of one thread: d1, d2, d3 that are the same but for their names. */
  #copiesFrom(tasks: readonly TaskPlan[], first: number): number {
    const task = tasks[first]
    const base = task?.name.slice(0, -1) ?? ''
    // As the name of several, the base would name a task too that is called so.
    if (task?.name !== copyName(base, 0) || !isName(base) || this.#names.has(base)) return 1
    let copies = 1
    for (let next = tasks[first + 1]; next?.name === copyName(base, copies); next = tasks[first + copies]) {
      if (!this.#isAlike(task, next)) break
      copies += 1
    }
    return copies
  }

  #isAlike(one: TaskPlan, other: TaskPlan): boolean {
    const [head, body] = this.#thread(one)
    const [otherHead, otherBody] = this.#thread(other)
    return head === otherHead && (body === otherBody || body.join('\n') === otherBody.join('\n'))
  }

  /** Attributes and operations of a thread; what is usual is left out. */
  #thread({ arrival, nice, tickets, affinity, workingSetKiB, program }: TaskPlan): [head: string, body: string[]] {
    const head = [
      arrival === null ? ' spawned' : arrival === 0 ? '' : ` at ${writeDuration(arrival)}`,
      nice === DEFAULTS.nice ? '' : ` nice ${nice}`,
      tickets === DEFAULTS.tickets ? '' : ` tickets ${tickets}`,
      affinity === null ? '' : ` on ${affinity.join(',')}`,
      workingSetKiB === DEFAULTS.workingSetKiB ? '' : ` set ${workingSetKiB} KiB`,
    ]
    const body = this.#written.get(program) ?? this.#operations(program, '    ')
    this.#written.set(program, body)
    return [head.join(''), body]
  }

  #operations(program: readonly Operation[], indent: string): string[] {
    return program.flatMap((operation) => {
      if (operation.do !== 'repeat') return [`${indent}${this.#operation(operation)}`]
      const { times, body } = operation
      return [`${indent}repeat ${times} {`, ...this.#operations(body, `${indent}  `), `${indent}}`]
    })
  }

  #operation(operation: Exclude<Operation, { do: 'repeat' }>): string {
    const { tasks, mutexes, rwlocks, conditions, channels } = this.#workload
    if ('for' in operation) return `${operation.do} ${writeDuration(operation.for)}`
    if ('rwlock' in operation) return `${operation.do} ${rwlocks[operation.rwlock]}`
    if (operation.do === 'wait') return `wait ${conditions[operation.condition]} ${mutexes[operation.mutex]}`
    if ('mutex' in operation) return `${operation.do} ${mutexes[operation.mutex]}`
    if ('condition' in operation) return `${operation.do} ${conditions[operation.condition]}`
    if ('channel' in operation) return `${operation.do} ${channels[operation.channel]?.name}`
    if ('task' in operation) return `${operation.do} ${tasks[operation.task]?.name}`
    return operation.do
  }
}
