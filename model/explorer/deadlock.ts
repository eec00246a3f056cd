import type { CompiledProgram, State, Step } from './compiled-program.ts'
import type { DeadlockFinding } from './finding.ts'
import type { Entity } from './layout.ts'
import { canStep, isStopped, nextStep } from './machine.ts'
import type { CallName } from './program-tree.ts'

type WaitingThread = DeadlockFinding['waiting'][number]

/** Who waits for what and whom, where no thread can go on and some have neither finished nor stopped. */
export function deadlockIn(program: CompiledProgram, state: State): DeadlockFinding {
  const waiting: WaitingThread[] = []
  for (const thread of program.threads.keys()) {
    const waits = waitOf(program, state, thread)
    if (waits !== null) waiting.push(waits)
  }
  return { kind: 'deadlock', waiting, cycle: cycleAmong(waiting) }
}

/** What a thread waits for in this state; null where it can go on, has finished or has stopped. */
export function waitOf(program: CompiledProgram, state: State, thread: number): WaitingThread | null {
  const step = nextStep(program, state, thread)
  if (step === null || step.waiting === null || canStep(program, state, thread)) return null
  const waits = step.waiting(state)
  const holders = waits.flatMap((wait) => wait.holders)
  const openers = waits.flatMap((wait) => openersOf(program, state, thread, step, wait.object))
  const heldBy = [...new Set([...holders, ...openers])].sort((a, b) => a - b)
  const waitsFor = waits.map((wait) => waitName(program, wait.object)).join(' and ')
  return { thread, line: step.line, waitsFor, heldBy }
}

/** What is waited for, in words: `fork[1]`, `channel jobs`, `condition ready`. */
function waitName({ objects, layout }: CompiledProgram, object: number): string {
  const entity = entityOf(layout.entities, object)
  const name = objects[object] ?? ''
  return entity.kind === 'channel' || entity.kind === 'condition' ? `${entity.kind} ${name}` : name
}

function entityOf(entities: readonly Entity[], object: number): Entity {
  const entity = entities.findLast((candidate) => candidate.object <= object)
  if (entity === undefined) throw new Error(`nothing is declared as object ${String(object)}`)
  return entity
}

/** The calls that let a waiting one go on. */
const OPENERS: Partial<Record<CallName, readonly CallName[]>> = {
  wait: ['signal', 'broadcast'],
  send: ['receive'],
  receive: ['send', 'close'],
}

/** Unfinished threads that could still come to a call which lets this step go on. */
function openersOf(program: CompiledProgram, state: State, waiter: number, step: Step, object: number): number[] {
  const entity = entityOf(program.layout.entities, object)
  if (entity.kind !== 'condition' && entity.kind !== 'channel') return []
  const calls = (step.call === null ? undefined : OPENERS[step.call]) ?? []
  return [...program.threads.keys()].filter((thread) => {
    if (thread === waiter || isStopped(program, state, thread)) return false
    return stepsAhead(program, state, thread).some(
      (ahead) => ahead.call !== null && calls.includes(ahead.call) && mayTouch(ahead, object),
    )
  })
}

/** Whether a step can touch an object; one that is found only when it runs may be any. */
function mayTouch({ accesses }: Step, object: number): boolean {
  return typeof accesses === 'function' || accesses.some((access) => access.object === object)
}

/** The steps that a thread can still come to, whichever way its conditions go. */
function stepsAhead(program: CompiledProgram, state: State, thread: number): Step[] {
  const steps = program.threads[thread]?.steps ?? []
  const seen = new Set<number>()
  const toVisit = [state[thread] ?? 0]
  for (let place = toVisit.pop(); place !== undefined; place = toVisit.pop()) {
    const step = steps[place]
    if (step === undefined || seen.has(place)) continue
    seen.add(place)
    toVisit.push(step.next, step.otherwise)
  }
  return steps.filter((_, place) => seen.has(place))
}

/** A cycle of threads each of which waits for the next; empty where there is none. */
function cycleAmong(waiting: readonly WaitingThread[]): number[] {
  const waitsFor = new Map(waiting.map(({ thread, heldBy }) => [thread, heldBy]))
  const done = new Set<number>()
  for (const { thread } of waiting) {
    const cycle = cycleFrom(thread, waitsFor, [], done)
    if (cycle.length > 0) return cycle
  }
  return []
}

function cycleFrom(
  thread: number,
  waitsFor: ReadonlyMap<number, readonly number[]>,
  path: readonly number[],
  done: Set<number>,
): number[] {
  const before = path.indexOf(thread)
  if (before >= 0) return path.slice(before)
  if (done.has(thread)) return []
  for (const holder of waitsFor.get(thread) ?? []) {
    const cycle = cycleFrom(holder, waitsFor, [...path, thread], done)
    if (cycle.length > 0) return cycle
  }
  done.add(thread)
  return []
}
