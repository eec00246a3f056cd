import type { Exploration, ExploreOptions } from './exploration.ts'
import type { CompiledProgram } from './machine.ts'
import { explorePreemptions } from './preemptions.ts'
import { exploreReduced } from './reduced.ts'
import { exploreSampled } from './sampled.ts'
import { exploreStates } from './states.ts'

/** Looks through the schedules of a program in the way that was asked for. */
export function explore(program: CompiledProgram, options: ExploreOptions): Exploration {
  switch (options.search) {
    case 'states':
      return exploreStates(program, options)
    case 'reduced':
      return exploreReduced(program, options)
    case 'preemptions':
      return explorePreemptions(program, options)
    case 'random':
    case 'pct':
      return exploreSampled(program, options)
  }
}
