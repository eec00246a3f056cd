import { canStep, type CompiledProgram, type State } from './machine.ts'

/** The threads that can go in this state, as a set of bits. */
export function threadsThatCanStep(program: CompiledProgram, state: State): number {
  let threads = 0
  for (let thread = 0; thread < program.threads.length; thread++)
    if (canStep(program, state, thread)) threads |= 1 << thread
  return threads
}

export function threadsIn(set: number): number[] {
  const threads: number[] = []
  for (let thread = 0; set >> thread !== 0; thread++) if ((set >> thread) & 1) threads.push(thread)
  return threads
}
