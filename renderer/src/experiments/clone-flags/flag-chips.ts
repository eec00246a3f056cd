import type { ExperimentDescription, ParameterDescription } from '../../../../contract/experiment.ts'
import { CLONE_FLAGS, type CloneFlag, type FlagGroup, type FlagSet } from '../../../../model/clone-flags.ts'
import { refusalOf, type Denials } from '../../../../model/clone-refusal.ts'

/** A flag as the workbench offers it. */
export interface FlagChip {
  name: CloneFlag
  group: FlagGroup
  effect: string
  on: boolean
  /** Why it cannot be switched now: what would come of it is illegal. Null where it can. */
  hindrance: string | null
}

export const GROUPS: readonly { id: FlagGroup; title: string }[] = [
  { id: 'tables', title: 'Tables that are shared' },
  { id: 'identity', title: 'Identity' },
  { id: 'ids', title: 'Ids that are written' },
  { id: 'namespaces', title: 'Namespaces of its own' },
]

type OptionsDescription = Exclude<ParameterDescription, { choose: 'number' | 'text' }>

/** A parameter with options, by its name. Throws where the experiment has none, which would be a bug. */
export function optionsOf({ parameters }: Pick<ExperimentDescription, 'parameters'>, name: string): OptionsDescription {
  const found = parameters.find((parameter) => parameter.name === name)
  if (!found || !('options' in found)) throw new Error(`the experiment has no options "${name}"`)
  return found
}

/** The namespaces that this machine does not make for the lab, as the lab found out. */
export function denialsIn({ options }: OptionsDescription): Denials {
  return new Map(
    CLONE_FLAGS.flatMap(({ name }): [CloneFlag, string][] => {
      const errno = options.find(({ value }) => value === name)?.obstacle?.errno
      return errno === undefined ? [] : [[name, errno]]
    }),
  )
}

/**
 * Every flag, and whether it can be switched. From a legal combination only legal ones can be reached, one flag at a time; an
 * illegal one can be left in any direction, and with force anything goes.
 */
export function flagChips(flags: FlagSet, denied: Denials, forced: boolean): FlagChip[] {
  const free = forced || refusalOf(flags, denied) !== null
  return CLONE_FLAGS.map(({ name, group, effect }) => ({
    name,
    group,
    effect,
    on: flags.has(name),
    hindrance: free ? null : (refusalOf(switched(flags, name), denied)?.reason ?? null),
  }))
}

function switched(flags: FlagSet, name: CloneFlag): FlagSet {
  const next = new Set(flags)
  if (!next.delete(name)) next.add(name)
  return next
}
