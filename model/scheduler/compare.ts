import { POLICY_IDS, type Metrics, type PolicyId, type Schedule, type SimulatedMachine } from './schedule.ts'
import { simulate } from './simulate.ts'
import type { Workload } from './workload.ts'

/** One policy among the others. */
export interface ComparedPolicy {
  policy: PolicyId
  metrics: Metrics
  ended: Schedule['ended']
}

export interface CompareOptions {
  /** Parameters of each policy; the others have their defaults. */
  settings?: Readonly<Partial<Record<PolicyId, Readonly<Record<string, number>>>>>
  /** As for `simulate`. */
  mostSlices?: number
}

/** What each policy makes of the same workload on the same machine, in the order in which they are best learnt. */
export function comparePolicies(
  workload: Workload,
  machine: SimulatedMachine,
  seed: number,
  { settings = {}, ...options }: CompareOptions = {},
): ComparedPolicy[] {
  return POLICY_IDS.map((id) => {
    const { metrics, ended } = simulate(workload, machine, { id, settings: settings[id] ?? {}, seed }, options)
    return { policy: id, metrics, ended }
  })
}

/** Which end of each figure is the better one. */
export const BETTER: Readonly<Record<keyof Metrics, 'less' | 'more'>> = {
  turnaround: 'less',
  response: 'less',
  waiting: 'less',
  fairness: 'more',
  switches: 'less',
  migrations: 'less',
  utilisation: 'more',
  overhead: 'less',
  end: 'less',
}

/**
 * The best value of a metric. Null where all are alike, and where fewer than two policies finished: who is stuck has left
 * work undone and cannot be the best at anything.
 */
export function bestOf(compared: readonly ComparedPolicy[], metric: keyof Metrics): number | null {
  const values = compared
    .filter(({ ended }) => ended.how === 'finished')
    .map(({ metrics }) => metrics[metric])
    .filter((value) => value !== null)
  const [least, most] = [Math.min(...values), Math.max(...values)]
  if (values.length < 2 || least === most) return null
  return BETTER[metric] === 'less' ? least : most
}
