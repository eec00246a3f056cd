import type { CloneFlag, FlagSet } from './clone-flags.ts'
import { LADDER } from './clone-combinations.ts'

/** What a task costs by the ladder: with no flag, and what each flag of the ladder then adds or saves. */
export interface StepCosts {
  none: number
  steps: ReadonlyMap<CloneFlag, number>
}

/** Flags that are taken to cost nothing: they add a reference or write one word. */
const FREE: readonly CloneFlag[] = ['SYSVSEM', 'IO', 'PARENT_SETTID', 'CHILD_SETTID', 'CHILD_CLEARTID']

const PRICED: readonly CloneFlag[] = LADDER.flatMap(({ adds }) => adds ?? [])

/** Whether the model has a price for every flag of a combination. It has none for VFORK and for namespaces. */
export function isPriced(flags: FlagSet): boolean {
  return [...flags].every((flag) => PRICED.includes(flag) || FREE.includes(flag))
}

/** How many of its flags have a step on the ladder. */
export function stepsOf(flags: FlagSet): number {
  return PRICED.filter((flag) => flags.has(flag)).length
}

/** The steps of a ladder from what each of its rungs costs, foot first. Throws RangeError where a rung is missing. */
export function stepCosts(rungs: readonly number[]): StepCosts {
  const [none] = rungs
  if (none === undefined || rungs.length !== LADDER.length) throw new RangeError('every rung of the ladder has a cost')
  return {
    none,
    steps: new Map(PRICED.map((flag, height) => [flag, (rungs[height + 1] ?? none) - (rungs[height] ?? none)])),
  }
}

/** SIMULATED cost of a combination: that of no flag, and the step of each flag that it has, whatever the others are. */
export function costOf(flags: FlagSet, { none, steps }: StepCosts): number {
  return [...steps].reduce((sum, [flag, step]) => sum + (flags.has(flag) ? step : 0), none)
}
