import { seededRandom, type Random } from '../random.ts'
import { DEFAULTS } from './workload-thread.ts'
import type { Operation, TaskPlan, Workload } from './workload.ts'

/** What a random workload is drawn from. Times are in nanoseconds. */
export interface WorkloadShape {
  tasks: number
  processes: number
  /** A task computes so often at most, and waits for a device or uses a lock in between. */
  bursts: number
  shortestBurst: number
  longestBurst: number
  /** All tasks arrive within this time. */
  arrivals: number
  mutexes: number
}

export const RANDOM_SHAPE: WorkloadShape = {
  tasks: 8,
  processes: 3,
  bursts: 6,
  shortestBurst: 250_000,
  longestBurst: 16_000_000,
  arrivals: 40_000_000,
  mutexes: 1,
}

const MICROSECOND = 1000

/**
 * A workload drawn by chance: the same seed and shape give the same one on every machine. It always finishes: locks are
 * held only while computing, one at a time. As in real systems, most bursts are short and few are long: their lengths
 * are drawn evenly over powers of two.
 *
 * @param seed the low 32 bits of its integer part count
 */
export function randomWorkload(seed: number, shape: Partial<WorkloadShape> = {}): Workload {
  const whole = { ...RANDOM_SHAPE, ...shape }
  const draw = new Draw(seededRandom(seed))
  // Every process has a task, and those of one process stand together.
  const owners = Array.from({ length: whole.tasks }, (_, i) => (i < whole.processes ? i : draw.below(whole.processes)))
  const tasks = owners
    .sort((a, b) => a - b)
    .map((process, i): TaskPlan => ({
      name: `t${i + 1}`,
      process,
      arrival: i === 0 ? 0 : draw.upTo(whole.arrivals),
      nice: draw.chance(1, 3) ? draw.below(11) - 5 : DEFAULTS.nice,
      tickets: draw.chance(1, 3) ? 25 * (1 + draw.below(8)) : DEFAULTS.tickets,
      affinity: null,
      workingSetKiB: draw.chance(1, 2) ? 2 ** draw.below(9) : DEFAULTS.workingSetKiB,
      program: drawProgram(draw, whole),
    }))
  return {
    processes: Array.from({ length: whole.processes }, (_, i) => ({ name: `p${i + 1}` })),
    tasks,
    mutexes: Array.from({ length: whole.mutexes }, (_, i) => `m${i + 1}`),
    rwlocks: [],
    conditions: [],
    channels: [],
  }
}

/** One task in three mostly computes, one mostly waits for devices, and one does both. */
function drawProgram(draw: Draw, shape: WorkloadShape): Operation[] {
  const character = draw.below(3)
  const program: Operation[] = []
  for (let burst = 1 + draw.below(shape.bursts); burst > 0; burst--) {
    const compute: Operation = { do: 'compute', for: draw.burst(shape, character === 1 ? 2 : 0) }
    if (shape.mutexes > 0 && draw.chance(1, 5)) {
      const mutex = draw.below(shape.mutexes)
      program.push({ do: 'lock', mutex }, compute, { do: 'unlock', mutex })
    } else program.push(compute)
    if (burst > 1 && character > 0) program.push({ do: 'io', for: draw.burst(shape, character === 1 ? 0 : 1) })
  }
  return program
}

/**
 * Whole numbers by chance. Nothing but the four operations and powers of two is used: logarithms and exponentials may
 * differ in their last digit from one engine to the next.
 */
class Draw {
  readonly #random: Random

  constructor(random: Random) {
    this.#random = random
  }

  below(count: number): number {
    return Math.floor(this.#random() * count)
  }

  chance(of: number, outOf: number): boolean {
    return this.below(outOf) < of
  }

  /** A time in whole microseconds, to be readable. */
  upTo(longest: number): number {
    return this.below(longest / MICROSECOND + 1) * MICROSECOND
  }

  /** A length between the shortest and the longest burst; every step of `shorter` halves the longest. */
  burst({ shortestBurst, longestBurst }: WorkloadShape, shorter: number): number {
    let octaves = 0
    while (shortestBurst * 2 ** (octaves + 1) <= longestBurst / 2 ** shorter) octaves += 1
    const length = shortestBurst * 2 ** this.below(octaves + 1) * (1 + this.#random())
    const whole = Math.round(Math.min(length, longestBurst) / MICROSECOND) * MICROSECOND
    return Math.max(1, whole)
  }
}
