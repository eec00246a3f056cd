import { CAME_TO, type Access, type CompiledProgram, type State, type Step } from './compiled-program.ts'
import type { AssertionFinding, MisuseFinding } from './finding.ts'

export type { Access, CompiledProgram, State } from './compiled-program.ts'

/** What taking a step showed; `finding` is null where it was as it should be. A thread with a finding has stopped. */
export interface StepResult {
  finding: AssertionFinding | MisuseFinding | null
}

const AS_IT_SHOULD: StepResult = { finding: null }
const NOTHING: readonly Access[] = []

/** The state before any thread has begun. */
export function initialState(program: CompiledProgram): State {
  const state = new Int32Array(program.words)
  for (const { offset, length, initial } of program.layout.entities) state.fill(initial, offset, offset + length)
  return state
}

/** Where a thread is: an index of its steps, their number once it has finished, the complement of it once stopped. */
function placeOf(state: State, thread: number): number {
  return state[thread] ?? 0
}

/** The step that a thread takes next; null once it has finished or stopped. */
export function nextStep(program: CompiledProgram, state: State, thread: number): Step | null {
  return program.threads[thread]?.steps[placeOf(state, thread)] ?? null
}

/** The step that a thread would take next, or at which it stopped; null once it has finished. */
export function currentStep(program: CompiledProgram, state: State, thread: number): Step | null {
  const place = placeOf(state, thread)
  return program.threads[thread]?.steps[place < 0 ? ~place : place] ?? null
}

/** Whether the thread has stopped at an assertion or a misuse. */
export function isStopped(_program: CompiledProgram, state: State, thread: number): boolean {
  return placeOf(state, thread) < 0
}

/** Whether the thread has taken its last step; a stopped one has not. */
export function isFinished(program: CompiledProgram, state: State, thread: number): boolean {
  return placeOf(state, thread) >= (program.threads[thread]?.steps.length ?? 0)
}

/** Whether the thread can take its next step now; not where it has none, or waits for a lock, a signal or a channel. */
export function canStep(program: CompiledProgram, state: State, thread: number): boolean {
  const step = nextStep(program, state, thread)
  return step !== null && (step.ready === null || step.ready(state))
}

/**
 * Writes the state after the thread's next step into `into`, which must be another array as long. A step with a finding
 * changes nothing but that its thread has stopped there.
 * @throws Error where the thread has no next step; whether it can go is the caller's to ask with `canStep`
 */
export function takeStep(program: CompiledProgram, state: State, thread: number, into: State): StepResult {
  const step = nextStep(program, state, thread)
  if (step === null) throw new Error(`thread ${String(thread)} has no next step`)
  into.set(state)
  program.faults.raised = null
  const came = step.act(into)
  if (came === CAME_TO.next) {
    into[thread] = step.next
    return AS_IT_SHOULD
  }
  if (came === CAME_TO.otherwise && step.asserts === null) {
    into[thread] = step.otherwise
    return AS_IT_SHOULD
  }
  into.set(state)
  into[thread] = ~placeOf(state, thread)
  if (step.asserts !== null && program.faults.raised === null) {
    return { finding: { kind: 'assertion', thread, line: step.line, text: step.asserts } }
  }
  return { finding: misuseAt(program, thread, step) }
}

function misuseAt({ faults }: CompiledProgram, thread: number, step: Step): MisuseFinding {
  if (faults.raised === null) throw new Error(`“${step.text}” failed without saying why`)
  return { kind: 'misuse', thread, line: step.line, ...faults.raised }
}

/** What the thread's next step would touch, whether it can go or not; nothing for a thread without one. */
export function accessesOf(program: CompiledProgram, state: State, thread: number): readonly Access[] {
  const step = nextStep(program, state, thread)
  if (step === null) return NOTHING
  return typeof step.accesses === 'function' ? step.accesses(state) : step.accesses
}

/** What the thread's next step may touch, whatever other threads do before it; nothing for a thread without one. */
export function reachOf(program: CompiledProgram, state: State, thread: number): readonly Access[] {
  const step = nextStep(program, state, thread)
  if (step === null) return NOTHING
  return typeof step.reach === 'function' ? step.reach(state) : step.reach
}
