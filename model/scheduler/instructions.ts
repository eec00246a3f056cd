import type { Operation } from './workload.ts'

/**
 * A program laid flat. `repeat` and `again` stand around a body that runs lazily, with a counter per depth of nesting:
 * a program is as long as its text, however often it repeats.
 */
export interface Instruction {
  readonly code: Operation['do'] | 'again'
  /** Nanoseconds of `compute` and `io`, times of `repeat`, otherwise the index of what it acts on. */
  readonly value: number
  /** The mutex of `wait`; where the body of `repeat` and `again` begins. */
  readonly other: number
  /** For `repeat` and `again`. */
  readonly loop: Loop | null
  /** Whether a task certainly leaves its core here, if only to the end of a queue. */
  readonly leaves: boolean
  /** Whether a task leaves its core here where what it asks for is not to be had. */
  readonly mayBlock: boolean
}

/** What is known of a body before it runs. */
export interface Loop {
  /** Which of a task's counters it uses. */
  readonly depth: number
  /** The first instruction after it. */
  readonly after: number
  /** What one turn computes, in nanoseconds. */
  readonly computes: number
  /** Whether it contains an operation at which a task certainly leaves its core. */
  readonly leaves: boolean
  /** Whether it contains an operation at which a task may have to leave its core. */
  readonly mayLeave: boolean
}

export interface Instructions {
  readonly list: readonly Instruction[]
  /** Depth of nesting: how many counters a task needs. */
  readonly depth: number
}

const LEAVING: ReadonlySet<Instruction['code']> = new Set(['io', 'wait', 'yield', 'exit'])
const MAY_BLOCK: ReadonlySet<Instruction['code']> = new Set(['lock', 'read-lock', 'write-lock', 'send', 'receive'])

/** Lays a program flat; a body that would run no times, or has nothing in it, is left out. */
export function layFlat(program: readonly Operation[]): Instructions {
  const list: Instruction[] = []
  let deepest = 0

  /** Appends operations and says what one turn of them computes and whether it leaves the core. */
  const append = (operations: readonly Operation[], depth: number): Omit<Loop, 'depth' | 'after'> => {
    let computes = 0
    let leaves = false
    let blocks = false
    for (const operation of operations) {
      if (operation.do !== 'repeat') {
        const instruction = single(operation)
        list.push(instruction)
        if (operation.do === 'compute') computes += operation.for
        leaves ||= instruction.leaves
        blocks ||= instruction.mayBlock
        continue
      }
      if (operation.times <= 0) continue
      const start = list.length
      list.push(around('repeat', operation.times, start + 1, null))
      const body = append(operation.body, depth + 1)
      if (list.length === start + 1) {
        list.pop()
        continue
      }
      deepest = Math.max(deepest, depth + 1)
      const loop: Loop = { ...body, depth, after: list.length + 1 }
      list[start] = around('repeat', operation.times, start + 1, loop)
      list.push(around('again', operation.times, start + 1, loop))
      computes += body.computes * operation.times
      leaves ||= body.leaves
      blocks ||= body.mayLeave
    }
    return { computes, leaves, mayLeave: leaves || blocks }
  }
  append(program, 0)
  return { list, depth: deepest }
}

function around(code: 'repeat' | 'again', times: number, body: number, loop: Loop | null): Instruction {
  return { code, value: times, other: body, loop, leaves: false, mayBlock: false }
}

function single(operation: Exclude<Operation, { do: 'repeat' }>): Instruction {
  const code = operation.do
  const leaves = LEAVING.has(code)
  const mayBlock = MAY_BLOCK.has(code)
  const of = (value: number, other = 0): Instruction => ({ code, value, other, loop: null, leaves, mayBlock })
  switch (operation.do) {
    case 'compute':
    case 'io':
      return of(Math.max(0, Math.round(operation.for)))
    case 'lock':
    case 'unlock':
      return of(operation.mutex)
    case 'read-lock':
    case 'write-lock':
    case 'read-unlock':
    case 'write-unlock':
      return of(operation.rwlock)
    case 'wait':
      return of(operation.condition, operation.mutex)
    case 'signal':
      return of(operation.condition)
    case 'send':
    case 'receive':
      return of(operation.channel)
    case 'spawn':
      return of(operation.task)
    case 'yield':
    case 'exit':
      return of(0)
  }
}
