import type { PolicyId, PolicyParameter } from '../schedule.ts'
import { EarliestEligibleVirtualDeadlineFirst } from './eevdf.ts'
import { Fifo } from './fifo.ts'
import { Lottery } from './lottery.ts'
import { MultiLevelFeedbackQueue } from './mlfq.ts'
import type { Policy, PolicyContext } from './policy.ts'
import { RoundRobin } from './round-robin.ts'
import { ShortestJobFirst, ShortestTimeToCompletionFirst } from './shortest.ts'
import { Stride } from './stride.ts'

/** A policy as a reader chooses it. */
export interface PolicyEntry {
  title: string
  /** Two sentences. */
  explanation: string
  parameters: readonly PolicyParameter[]
  create: (context: PolicyContext) => Policy
}

const MICROSECOND = 1e3
const MILLISECOND = 1e6
const HOUR = 3600e9

const duration = (name: string, title: string, byDefault: number): PolicyParameter => ({
  name,
  title,
  unit: 'ns',
  least: MICROSECOND,
  greatest: HOUR,
  default: byDefault,
})

const count = (name: string, title: string, least: number, greatest: number, byDefault: number): PolicyParameter => ({
  name,
  title,
  unit: 'count',
  least,
  greatest,
  default: byDefault,
})

const QUANTUM = duration('quantum', 'Quantum', 10 * MILLISECOND)

/** All policies, in the order in which they are best learnt. */
export const POLICIES: Readonly<Record<PolicyId, PolicyEntry>> = {
  fifo: {
    title: 'First in, first out',
    explanation:
      'Whoever has waited longest gets the core and keeps it until it leaves by itself. Short tasks wait behind long ones, as cars behind a tractor.',
    parameters: [],
    create: (context) => new Fifo(context),
  },
  sjf: {
    title: 'Shortest job first',
    explanation:
      'The task with the shortest next burst gets the core and keeps it to the end of the burst. Nothing has a better mean turnaround if all arrive together, but it has to know the future.',
    parameters: [],
    create: (context) => new ShortestJobFirst(context),
  },
  stcf: {
    title: 'Shortest time to completion first',
    explanation:
      'As shortest job first, but a task with less left takes the core away at once. Long tasks can starve while short ones keep coming.',
    parameters: [],
    create: (context) => new ShortestTimeToCompletionFirst(context),
  },
  rr: {
    title: 'Round robin',
    explanation:
      'Everyone has the core for one quantum and goes to the end of the queue. Response is quick and turnaround poor; a shorter quantum answers sooner and switches more.',
    parameters: [QUANTUM],
    create: (context) => new RoundRobin(context),
  },
  mlfq: {
    title: 'Multi-level feedback queue',
    explanation:
      'Tasks begin at the highest level and sink as they use up their allotments, so the past tells short from long. A boost lifts everyone from time to time, so that nobody starves.',
    parameters: [
      count('levels', 'Levels', 1, 16, 3),
      duration('quantum', 'Quantum of the highest level', 10 * MILLISECOND),
      count('growth', 'Quantum of each level, times that of the one above', 1, 10, 2),
      count('allotment', 'Quanta before a task sinks', 1, 100, 2),
      { ...duration('boost', 'Time between boosts (0: never)', 1000 * MILLISECOND), least: 0 },
    ],
    create: (context) => new MultiLevelFeedbackQueue(context),
  },
  lottery: {
    title: 'Lottery',
    explanation:
      'For each quantum a ticket is drawn among those that wait. Shares follow the tickets in the long run, and by chance not in the short.',
    parameters: [QUANTUM],
    create: (context) => new Lottery(context),
  },
  stride: {
    title: 'Stride',
    explanation:
      'The task that is furthest behind gets the core for a quantum, and the more tickets it has the less that moves it on. Shares follow the tickets exactly, without chance.',
    parameters: [QUANTUM],
    create: (context) => new Stride(context),
  },
  eevdf: {
    title: 'Earliest eligible virtual deadline first',
    explanation:
      'What Linux does since 6.6: among the tasks that have not had more than their share, the one whose request is due first gets the core. Shares follow the nice values.',
    parameters: [
      // 0.75 ms times 1 + log2 of the cores, of which at most 8 count: kernel/sched/fair.c of Linux 6.6 to 6.12.
      duration('slice', 'Base slice', 3 * MILLISECOND),
      count('parity', 'Run to parity (1: on, 0: off)', 0, 1, 1),
    ],
    create: (context) => new EarliestEligibleVirtualDeadlineFirst(context),
  },
}

/** The value of a parameter for a policy: what was set, as a whole number within the bounds, or its default. */
export function settingsOf(
  parameters: readonly PolicyParameter[],
  given: Readonly<Record<string, number>>,
): (name: string) => number {
  const values = new Map(
    parameters.map((parameter) => {
      const value = given[parameter.name]
      const usable = value === undefined || Number.isNaN(value) ? parameter.default : Math.round(value)
      return [parameter.name, Math.max(parameter.least, Math.min(parameter.greatest, usable))]
    }),
  )
  return (name) => {
    const value = values.get(name)
    if (value === undefined) throw new Error(`the policy has no parameter ${name}`)
    return value
  }
}
