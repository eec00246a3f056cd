import { affinityOf } from './affinity.ts'
import { boundSentence, endOf } from './ended.ts'
import { Engine, type EngineOptions } from './engine.ts'
import { layFlat } from './instructions.ts'
import { metricsOf, taskMetrics } from './metrics.ts'
import { POLICIES, settingsOf } from './policies/index.ts'
import type { PolicyId, Schedule, SimulatedMachine } from './schedule.ts'
import { Task } from './task.ts'
import type { Workload } from './workload.ts'

/** Slices after which a simulation stops, unless another number is asked for. */
const MOST_SLICES = 1e7
/** Operations that take no time are cheap, but an endless loop of them would never reach the bound of slices. */
const OPERATIONS_PER_SLICE = 10

/** Which policy, tuned how; settings that are missing have their defaults, others are brought within their bounds. */
export interface ChosenPolicy {
  id: PolicyId
  settings: Readonly<Record<string, number>>
  /** For what is drawn by lot. */
  seed: number
}

export interface SimulateOptions {
  /** Where the simulation stops, with what has happened until then; 10,000,000 if not given. */
  mostSlices?: number
  /** How many decisions to write down; none if not given. */
  decisions?: number
}

/**
 * What a workload does on a simulated machine under a policy. The same arguments give the same schedule everywhere.
 * An unlock of what is not held does nothing; whoever locks a mutex that it holds waits for itself, and is told so.
 */
export function simulate(
  workload: Workload,
  machine: SimulatedMachine,
  policy: ChosenPolicy,
  options: SimulateOptions = {},
): Schedule {
  const mostSlices = options.mostSlices ?? MOST_SLICES
  return simulateWith(workload, machine, policy, {
    mostSlices,
    mostOperations: Math.max(1e5, mostSlices * OPERATIONS_PER_SLICE),
    decisions: options.decisions ?? 0,
    witness: null,
  })
}

/** As `simulate`, with every bound given, and a witness for what a schedule does not show. */
export function simulateWith(
  workload: Workload,
  machine: SimulatedMachine,
  { id, settings, seed }: ChosenPolicy,
  options: EngineOptions,
): Schedule {
  const { cores, queues } = machine
  if (!Number.isInteger(cores) || cores < 1 || cores > 64) throw new Error(`a machine has 1 to 64 cores, not ${cores}`)
  const affinity = affinityOf(workload.tasks, cores)
  const tasks = workload.tasks.map((plan, index) => {
    const number = affinity.classOf[index] ?? 0
    return new Task(index, plan, layFlat(plan.program), number, affinity.allowed[number] ?? new Uint8Array(cores))
  })
  const { create, parameters } = POLICIES[id]
  const policy = create({
    tasks,
    affinity,
    queues: queues === 'one' ? 1 : cores,
    setting: settingsOf(parameters, settings),
    seed,
  })
  const engine = new Engine(workload, machine, tasks, affinity, policy, options)
  const how = engine.run()
  const { slices, changes } = engine.recorder.finish()
  const figures = tasks.map((task) => taskMetrics(task, engine.now))
  const open = tasks.filter(({ state }) => state !== 'gone').length
  return {
    policy: id,
    machine,
    tasks: figures,
    slices,
    changes,
    metrics: metricsOf(figures, slices, engine.cores, engine.now),
    ended:
      how === 'over'
        ? endOf(tasks)
        : {
            how: 'bound',
            sentence: boundSentence(slices.count, options.mostSlices, engine.interpreter.operations, open),
          },
    decisions: engine.log.decisions,
  }
}
