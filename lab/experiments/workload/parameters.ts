import type { ParameterValue } from '../../../contract/run.ts'
import { parseWorkload } from '../../../model/scheduler/parse-workload.ts'
import { planForReal, type RealTask } from '../../../model/scheduler/real-plan.ts'
import type { Workload } from '../../../model/scheduler/workload.ts'
import type { Means } from '../experiment.ts'
import { UsageError, type ParameterDefinitions } from '../parameters.ts'

const WORKLOAD = `process editor {
  thread keys { repeat 5 { io 6 ms; compute 1 ms } }
}
process batch {
  thread first { compute 20 ms }
  thread second { compute 20 ms }
}
`

const MOST_CHARACTERS = 20_000
const MOST_CORES = 64

/** The cores of a run, the highest-numbered ones first among those allowed: the lowest serve most interrupts. */
export function coresFor({ parameters }: { parameters: Record<string, ParameterValue> }, means: Means): number[] {
  const allowed = means.allowedCores() ?? [0]
  return allowed.slice(-Number(parameters['cores']))
}

export function parameters({ allowedCores }: Means): ParameterDefinitions {
  return {
    workload: {
      choose: 'text',
      title: 'Workload',
      help: 'Processes with their threads, and what each does: compute and io, one after another, in repeat loops too. io is a sleep here.',
      most: MOST_CHARACTERS,
      rows: 8,
      default: WORKLOAD,
      quick: WORKLOAD,
    },
    cores: {
      choose: 'number',
      title: 'Cores',
      help: 'How many cores the threads share. The simulated machine has as many.',
      least: 1,
      greatest: Math.min(MOST_CORES, Math.max(1, allowedCores()?.length ?? 1)),
      default: 1,
      quick: 1,
    },
  }
}

export interface RealWorkload {
  workload: Workload
  tasks: readonly RealTask[]
}

/** Reads the workload; throws UsageError in a sentence where it has errors, or cannot be run on real threads. */
export function readRealWorkload(given: Record<string, ParameterValue>): RealWorkload {
  const parsed = parseWorkload(String(given['workload']))
  if (!parsed.ok) {
    const [error] = parsed.errors
    throw new UsageError(
      `Workload, line ${error?.line ?? 1}, column ${error?.column ?? 1}: ${error?.message ?? 'not usable'}`,
    )
  }
  const plan = planForReal(parsed.workload, Number(given['cores']))
  if (!plan.ok) throw new UsageError(plan.reason)
  return { workload: parsed.workload, tasks: plan.tasks }
}
