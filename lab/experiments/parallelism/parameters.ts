import type { ParameterValue } from '../../../contract/run.ts'
import type { Means } from '../experiment.ts'
import { UsageError, type ParameterDefinitions } from '../parameters.ts'

/** As many workers as the probe has room for. */
const MOST_WORKERS = 64
/** Crews beside those of as many, and twice as many, workers as cores. */
const SIZES = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64]
const WORK_MS = [5, 20, 50, 100]
const MOST_SERIAL_PERCENT = 50

/** Up to twice as many workers as cores: every number on a small machine, chosen ones on a large. */
export function crewSizes(cores: number): number[] {
  const most = Math.min(MOST_WORKERS, Math.max(2, 2 * cores))
  const sizes = new Set([...SIZES, cores, 2 * cores].filter((size) => size <= most))
  return [...sizes].sort((a, b) => a - b)
}

/** The cores that the probe uses: those allowed, as many as it can record. */
export const coresOf = ({ allowedCores }: Pick<Means, 'allowedCores'>): number =>
  Math.min(MOST_WORKERS, Math.max(1, allowedCores()?.length ?? 1))

export function parameters(means: Pick<Means, 'allowedCores'>): ParameterDefinitions {
  const cores = coresOf(means)
  const sizes = crewSizes(cores)
  return {
    workers: {
      choose: 'many',
      title: 'Workers',
      help: `How many share the work out. A speed-up is against one worker, who has to be among them. There are ${cores} cores here.`,
      options: sizes.map((value) => ({ value, label: String(value) })),
      default: sizes,
      quick: sizes.filter((size) => size === 1 || size === 2 || size === cores || size === sizes.at(-1)),
    },
    'work-ms': {
      choose: 'one',
      title: 'Work',
      help: 'How long one worker alone takes for all of it, about. It is the same number of steps for any number of workers.',
      options: WORK_MS.map((value) => ({ value, label: `${value} ms` })),
      default: 20,
      quick: 20,
    },
    'serial-percent': {
      choose: 'number',
      title: 'Serial share, %',
      help: 'How much of the work only one worker at a time may do, behind a mutex, while all others wait. Amdahl’s law is about this share.',
      least: 0,
      greatest: MOST_SERIAL_PERCENT,
      default: 0,
      quick: 0,
    },
  }
}

export interface Settings {
  /** The smallest first; one worker is among them. */
  workers: number[]
  workMs: number
  serialPercent: number
}

export function settingsIn(given: Readonly<Record<string, ParameterValue>>): Settings {
  const value = given['workers']
  const workers = (Array.isArray(value) ? value.map(Number) : [Number(value)]).sort((a, b) => a - b)
  return { workers, workMs: Number(given['work-ms']), serialPercent: Number(given['serial-percent']) }
}

/** A speed-up needs what it is against, and something to compare. */
export function refuseWithoutOneWorker(given: Readonly<Record<string, ParameterValue>>): void {
  const { workers } = settingsIn(given)
  if (!workers.includes(1)) throw new UsageError('A speed-up is against one worker; add 1 to workers.')
  if (workers.length === 1) throw new UsageError('One worker alone has no speed-up; add a larger number to workers.')
}
