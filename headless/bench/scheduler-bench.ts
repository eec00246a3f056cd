import { formatCount, formatDuration, threeDigits } from '../../contract/figures.ts'
import { FREE } from '../../model/scheduler/costs.ts'
import { randomWorkload } from '../../model/scheduler/random-workload.ts'
import { POLICY_IDS, type PolicyId, type SimulatedMachine } from '../../model/scheduler/schedule.ts'
import { simulate } from '../../model/scheduler/simulate.ts'
import type { TaskPlan, Workload } from '../../model/scheduler/workload.ts'

/** The issue asks for a million slices in this time. */
const GOAL = '2 s'
const SLICES = 1e6
const SIZES = [1e4, 1e5, 1e6, 1e7]
const MACHINE: SimulatedMachine = { cores: 4, queues: 'one', costs: { ...FREE, switchWithinProcess: 1000 } }
/** More than this is needed of nothing; the bound of slices ends each simulation. */
const ENDLESS = 1_000_000
const PAUSE = 1e6

/** Sixty-four tasks that compute, wait and lock in a loop, without an end within any of the sizes. */
function endlessWorkload(): Workload {
  const drawn = randomWorkload(1, { tasks: 64, processes: 8, mutexes: 4 })
  const endless = (task: TaskPlan): TaskPlan => ({
    ...task,
    // Who never waits for anything would keep its core for ever where nothing takes it away.
    program: [{ do: 'repeat', times: ENDLESS, body: [...task.program, { do: 'io', for: PAUSE }] }],
  })
  return { ...drawn, tasks: drawn.tasks.map(endless) }
}

interface Timed {
  slices: number
  nanoseconds: number
  /** Of all threads of this process; below the time that passed by what other programs took. */
  cpuNanoseconds: number
}

function time(workload: Workload, policy: PolicyId, mostSlices: number): Timed {
  const before = process.cpuUsage()
  const start = process.hrtime.bigint()
  const { slices } = simulate(workload, MACHINE, { id: policy, settings: {}, seed: 1 }, { mostSlices })
  const nanoseconds = Number(process.hrtime.bigint() - start)
  const { user, system } = process.cpuUsage(before)
  return { slices: slices.count, nanoseconds, cpuNanoseconds: (user + system) * 1e3 }
}

/**
 * The scheduler half of the section *model*: slices a second for each policy, and nanoseconds a slice at sizes from
 * 10,000 to 10,000,000, which stay alike where the time is linear. Each line is printed as soon as it is known.
 */
export function benchScheduler(say: (line: string) => void): void {
  const workload = endlessWorkload()
  say(`scheduler: 64 tasks on 4 cores; goal ${formatCount(SLICES)} slices in ${GOAL}`)
  for (const policy of POLICY_IDS) {
    // The compiler learns from a first, short run.
    time(workload, policy, SLICES / 10)
    const { slices, nanoseconds, cpuNanoseconds } = time(workload, policy, SLICES)
    const rate = `${threeDigits((slices / nanoseconds) * 1e3)} million slices a second`
    say(
      `  ${policy}: ${formatCount(slices)} slices in ${formatDuration(nanoseconds)} (${formatDuration(cpuNanoseconds)} of processor time), ${rate}`,
    )
  }
  for (const policy of ['rr', 'eevdf'] as const) {
    say(`  ${policy} over sizes, ${GOAL} asked of ${formatCount(SLICES)}`)
    for (const size of SIZES) {
      const { slices, nanoseconds, cpuNanoseconds } = time(workload, policy, size)
      const each = `${formatDuration(nanoseconds / slices)} a slice (${formatDuration(cpuNanoseconds / slices)} of processor time)`
      say(`    ${formatCount(slices)} slices: ${formatDuration(nanoseconds)}, ${each}`)
    }
  }
}
