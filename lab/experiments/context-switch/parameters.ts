import type { Means } from '../experiment.ts'
import type { ParameterDefinitions } from '../parameters.ts'

const WORKING_SETS = [0, 16, 64, 256, 1024, 8192]
const RINGS = [2, 4, 8, 12]

/** The cores that can be chosen are those that this machine allows now. */
export function parameters({ allowedCores }: Pick<Means, 'allowedCores'>): ParameterDefinitions {
  return {
    placement: {
      title: 'Placement',
      help: 'On one core a handover is a context switch. On two it is a cross-core wake-up, which is something else. Free, the scheduler chooses. Working sets and rings are measured on one core.',
      choose: 'many',
      options: [
        { value: 'one-core', label: 'one core (switch)' },
        { value: 'other-core', label: 'two cores (wake-up)' },
        { value: 'free', label: 'free' },
      ],
      default: ['one-core', 'other-core', 'free'],
      quick: ['one-core', 'other-core'],
    },
    'working-set-kib': {
      title: 'Working set',
      help: 'How much memory of its own each task reads and writes at each turn. What that takes undisturbed is subtracted, so that the switch and the refill of the caches remain.',
      choose: 'many',
      options: WORKING_SETS.map((value) => ({ value, label: value < 1024 ? `${value} KiB` : `${value / 1024} MiB` })),
      default: WORKING_SETS,
      quick: [0, 64, 256, 1024],
    },
    ring: {
      title: 'Ring',
      help: 'How many tasks hand the token on, one after the other. More processes are more address spaces in turn.',
      choose: 'many',
      options: RINGS.map((value) => ({ value, label: `${value} tasks` })),
      default: RINGS,
      quick: [2, 8],
    },
    core: {
      title: 'Core',
      help: 'The core that the tasks share; on two cores, the one that the first task has. The second is taken from another physical core where there is one.',
      choose: 'one',
      options: [
        { value: 'auto', label: 'chosen' },
        ...(allowedCores() ?? []).map((value) => ({ value, label: `core ${value}` })),
      ],
      default: 'auto',
      quick: 'auto',
    },
  }
}
