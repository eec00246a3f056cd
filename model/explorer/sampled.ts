import { seededRandom, type Random } from '../random.ts'
import type { Exploration, ExploreOptions } from './exploration.ts'
import { Gathering } from './gathering.ts'
import type { CompiledProgram } from './machine.ts'
import { RandomPriorities } from './random-priorities.ts'
import { RaceWatch } from './race-watch.ts'
import { Run } from './run.ts'
import { threadsIn } from './thread-set.ts'

/** How a sampling search decides which of the threads that can go goes next. */
export interface Chooser {
  /** @param enabled a set of bits, not empty */
  next(enabled: number): number
  /** Told after each step whether the thread that took it has come back to a state of its own without anybody else. */
  ranInCircle(thread: number): void
}

/**
 * Runs so many schedules from start to end, each drawn by the seed: the same seed draws the same ones. Finds what those run
 * into, and the races that can be told from them. Drawing every step evenly favours schedules with many switches;
 * `pct` gives any failure that needs few of them a known chance.
 */
export function exploreSampled(program: CompiledProgram, options: ExploreOptions): Exploration {
  const { search, schedules = 10_000, seed = 1, most } = options
  const gathering = new Gathering(program)
  const races = new RaceWatch(program, (race, schedule) => gathering.finding(race, schedule))
  const random = seededRandom(seed)
  let steps = 0
  let run = 0
  let longest = 1
  let bound: Exploration['bound'] = null
  while (run < schedules) {
    if (steps + run >= most.states) {
      bound = 'states'
      break
    }
    const chooser =
      search === 'pct' ? new RandomPriorities(program.threads.length, longest, random) : new EvenDraw(random)
    const path = new Run(program, gathering, races)
    if (!path.toEnd(chooser, most.depth)) bound = 'depth'
    steps += path.length
    longest = Math.max(longest, path.length)
    run++
    if (run % 256 === 0) options.onProgress?.(steps + run)
  }
  return {
    search,
    complete: bound === null,
    bound,
    mostSteps: most.depth,
    states: steps + run,
    steps,
    schedules: null,
    schedulesRun: run,
    ...gathering.found({ counted: true }),
  }
}

class EvenDraw implements Chooser {
  readonly #random: Random
  constructor(random: Random) {
    this.#random = random
  }

  next(enabled: number): number {
    const threads = threadsIn(enabled)
    return threads[Math.floor(this.#random() * threads.length)] ?? 0
  }

  ranInCircle(): void {}
}
