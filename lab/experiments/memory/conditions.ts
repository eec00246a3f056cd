import type { ProbeSamples } from '../../../contract/probe.ts'
import type { ParameterValue } from '../../../contract/run.ts'
import type { ParameterDefinitions } from '../parameters.ts'
import type { ProbeRequest } from '../probe-measurement.ts'
import { DEFAULT_STACK_KIB, MEMORY_PARTS, PROCESS_SERIES } from './series.ts'

const MIB = 1 << 20
/** What the writing child's parent holds. */
export const PARENT_MIB = 64
const PARENT_PAGES = (PARENT_MIB * MIB) / 4096
/** A sample of one writing child is small: several make a block. */
const COW_BLOCK = 3
/** Faults of the child that are not those of its writing. */
const OTHER_FAULTS = 16

export const PARAMETERS: ParameterDefinitions = {
  units: {
    choose: 'number',
    title: 'How many at once',
    help: 'So many idle processes or threads of the C program are there together when the memory is read; the figure is for one.',
    least: 1,
    greatest: 20_000,
    default: 1000,
    quick: 200,
  },
  'stack-kib': {
    choose: 'many',
    title: 'Thread’s stack',
    help: 'The size of the stack that each thread of the C program gets. 8 MiB is what a program gets that does not ask.',
    options: [64, 512, 2048, 8192].map((value) => ({
      value,
      label: value < 1024 ? `${value} KiB` : `${value / 1024} MiB`,
    })),
    default: [64, 512, 2048, DEFAULT_STACK_KIB],
    quick: [64, 2048, DEFAULT_STACK_KIB],
  },
  'touched-percent': {
    choose: 'many',
    title: 'Written by the child',
    help: `The share of its parent’s ${PARENT_MIB} MiB that a forked child writes to.`,
    options: [0, 25, 50, 75, 100].map((value) => ({ value, label: `${value} %` })),
    default: [0, 25, 50, 75, 100],
    quick: [0, 50, 100],
  },
  'node-units': {
    choose: 'number',
    title: 'Node’s at once',
    help: 'Workers and child processes of Node are megabytes each, so fewer are enough.',
    least: 1,
    greatest: 64,
    default: 8,
    quick: 4,
  },
}

const numbers = (value: ParameterValue | undefined): number[] =>
  (Array.isArray(value) ? value : [value ?? 0]).map(Number)

/** How many there are together. */
export const unitsOf = (parameters: Record<string, ParameterValue>): number => Number(parameters['units'])
export const nodeUnitsOf = (parameters: Record<string, ParameterValue>): number => Number(parameters['node-units'])

/** The stack sizes, the largest first: it is the one that programs get by default, and comes into view first. */
export const stackSizes = (parameters: Record<string, ParameterValue>): number[] =>
  numbers(parameters['stack-kib']).sort((a, b) => b - a)

/** One probe for the processes, one for each size of stack, one for each share of the memory that is written. */
export function probeRequests(parameters: Record<string, ParameterValue>, series: readonly string[]): ProbeRequest[] {
  const units = unitsOf(parameters)
  const processes = PROCESS_SERIES.filter((id) => series.includes(id))
  return [
    ...(processes.length > 0 ? [processProbe(units, processes)] : []),
    ...(series.includes('thread') ? stackSizes(parameters).map((stackKiB) => threadProbe(units, stackKiB)) : []),
    ...(series.includes('cow-child')
      ? numbers(parameters['touched-percent'])
          .sort((a, b) => a - b)
          .map(writerProbe)
      : []),
  ]
}

/** Processes and threads are made by different probes: fork differs in a process that has had a second thread. */
export function processProbe(units: number, series: readonly string[]): ProbeRequest {
  return {
    ...{ experiment: 'memory', options: { creates: 'processes', units }, series, condition: { units } },
    ...{ parts: MEMORY_PARTS, batch: units, blockSize: 1, note: 'starting a parent of processes' },
    contradiction: (samples) => idleContradiction(samples, units),
  }
}

export function threadProbe(units: number, stackKiB: number): ProbeRequest {
  return {
    experiment: 'memory',
    options: { creates: 'threads', units, 'stack-kib': stackKiB },
    ...{ series: ['thread'], condition: { units, stackKiB }, parts: MEMORY_PARTS, batch: units, blockSize: 1 },
    note: `starting a parent of threads with stacks of ${stackKiB} KiB`,
    contradiction: (samples) => idleContradiction(samples, units),
  }
}

function writerProbe(touchedPercent: number): ProbeRequest {
  return {
    experiment: 'memory',
    options: { creates: 'writers', 'parent-mib': PARENT_MIB, 'touched-percent': touchedPercent },
    ...{ series: ['cow-child'], condition: { parentMiB: PARENT_MIB, touchedPercent }, blockSize: COW_BLOCK },
    parts: touchedPercent > 0 ? [...MEMORY_PARTS, 'fault'] : MEMORY_PARTS,
    note: `touching ${PARENT_MIB} MiB for a child that writes ${touchedPercent} % of them`,
    neededBytes: 2 * PARENT_MIB * MIB,
    contradiction: (samples) => writerContradiction(samples, touchedPercent),
  }
}

/** Why the counts contradict the figures of idle units; null where they agree. */
export function idleContradiction({ counts, values, stopped }: ProbeSamples, units: number): string | null {
  const { created = 0, alive = 0, reaped = 0 } = counts
  if (created !== reaped) return `created ${created} and saw ${reaped} of them go`
  const expected = (values['total']?.length ?? 0) * units
  if (!stopped && created !== expected) return `created ${created}, not ${expected}`
  // Those of the sample that was stopped are not looked for any more.
  return alive === created || (stopped && alive === expected)
    ? null
    : `had ${alive} of ${created} alive when their memory was read: somebody ended the others`
}

/** The same for children that write: each page that they wrote must have been one fault. */
export function writerContradiction(samples: ProbeSamples, touchedPercent: number): string | null {
  const count = samples.values['total']?.length ?? 0
  const { pagesWritten = 0, minorFaults = 0 } = samples.counts
  const pages = Math.floor((PARENT_PAGES * touchedPercent) / 100) * count
  const other = idleContradiction(samples, 1)
  if (other !== null) return other
  return pagesWritten === pages && minorFaults >= pages && minorFaults <= pages + OTHER_FAULTS * count
    ? null
    : `took ${minorFaults} page faults for writing ${pages} shared pages`
}
