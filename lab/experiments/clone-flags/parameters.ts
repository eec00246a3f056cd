import type { ParameterValue } from '../../../contract/run.ts'
import { CLONE_FLAGS, flagSet, flagWords, type FlagSet } from '../../../model/clone-flags.ts'
import { CHOICE } from '../../../model/clone-combinations.ts'
import { denialOf, refusalOf, type Denials } from '../../../model/clone-refusal.ts'
import { UsageError, type ParameterDefinitions } from '../parameters.ts'

/** A task that shares its creator's memory and nothing else: neither a process nor a thread, as most people use the words. */
const STANDARD_CHOICE = ['VM']

export function parametersWith(denied: Denials): ParameterDefinitions {
  return {
    flags: {
      title: 'Your combination',
      help: 'The flags of clone(2) for the series "choice". No flag at all is what fork asks for.',
      choose: 'many',
      mayBeEmpty: true,
      options: CLONE_FLAGS.map(({ name }) => {
        const errno = denied.get(name)
        return {
          value: name,
          label: name,
          ...(errno === undefined ? {} : { obstacle: { errno, reason: denialOf(name, errno) } }),
        }
      }),
      default: STANDARD_CHOICE,
      quick: STANDARD_CHOICE,
    },
    force: {
      title: 'Illegal combinations',
      help: 'Refused here with the reason, or sent to the kernel all the same, to see what it answers.',
      choose: 'one',
      options: [
        { value: 'no', label: 'refuse' },
        { value: 'yes', label: 'force' },
      ],
      default: 'no',
      quick: 'no',
    },
    placement: {
      title: 'Placement',
      help: 'On one core, creator and task take turns. Free, the kernel may start the task on another core.',
      choose: 'one',
      options: [
        { value: 'one-core', label: 'one core' },
        { value: 'free', label: 'free' },
      ],
      default: 'one-core',
      quick: 'one-core',
    },
  }
}

/** The flags that the parameters choose. */
export function chosenFlags({ flags }: Readonly<Record<string, ParameterValue>>): FlagSet {
  return flagSet(Array.isArray(flags) ? flags : [])
}

/** Throws UsageError for a combination that the kernel would refuse, unless it is to be sent all the same. */
export function refuseIllegal(
  parameters: Readonly<Record<string, ParameterValue>>,
  series: readonly string[],
  denied: Denials,
): void {
  if (!series.includes(CHOICE) || parameters['force'] === 'yes') return
  const flags = chosenFlags(parameters)
  const refusal = refusalOf(flags, denied)
  if (!refusal) return
  throw new UsageError(
    `The kernel would refuse ${flagWords(flags)} with ${refusal.errno}. ${refusal.reason} Change the flags, or set force to yes to send them all the same.`,
  )
}
