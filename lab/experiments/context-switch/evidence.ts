import type { ProbeSamples } from '../../../contract/probe.ts'

/** What the tasks of a block were to do. */
export type Expected = 'switch' | 'wake-up' | 'free' | 'none'

/** A handover on one core without a switch is impossible; the counts begin and end a few handovers apart. */
const FEWEST_SWITCHES = 0.95
/** Calls that never wait give the core away only where somebody else takes it. */
const MOST_WAITS = 0.01

/** Why the kernel's evidence contradicts a block's figures, in a sentence without its series; null where it agrees. */
export function contradiction({ counts, values, batch }: ProbeSamples, expected: Expected): string | null {
  const { handovers = 0, lostTasks = 0, lostToSignal = 0 } = counts
  const samples = values['handover']?.length ?? 0
  if (lostTasks > 0) {
    return `lost ${lostTasks === 1 ? 'a task' : `${lostTasks} tasks`} in the midst of a block: somebody sent signal ${lostToSignal}`
  }
  if (handovers !== samples * batch) return `counted ${handovers} handovers in ${samples} samples of ${batch}`
  return misplaced(counts, samples, expected) ?? miscounted(counts, handovers, expected)
}

function misplaced(counts: ProbeSamples['counts'], samples: number, expected: Expected): string | null {
  const { samplesAcrossCores = 0, migrations = 0 } = counts
  if (expected === 'free') return null
  if (migrations > 0) return `had ${migrations} turns on another core than the task was pinned to`
  if (expected === 'wake-up') {
    return samplesAcrossCores === samples
      ? null
      : `was to run on two cores and ended ${samples - samplesAcrossCores} of ${samples} samples on one`
  }
  return samplesAcrossCores === 0
    ? null
    : `was to run on one core and ended ${samplesAcrossCores} of ${samples} samples on two`
}

function miscounted(counts: ProbeSamples['counts'], handovers: number, expected: Expected): string | null {
  const { voluntarySwitches = 0, involuntarySwitches = 0 } = counts
  const switches = voluntarySwitches + involuntarySwitches
  if (expected === 'switch' && switches < FEWEST_SWITCHES * handovers) {
    return `handed over ${handovers} times on one core, but the kernel counted only ${switches} context switches`
  }
  if (expected === 'none' && voluntarySwitches > MOST_WAITS * handovers) {
    return `was to make its calls without waiting, but the kernel counted ${voluntarySwitches} waits in ${handovers} of them`
  }
  return null
}
