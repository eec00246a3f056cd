import { formatBytes } from '../../../contract/figures.ts'
import type { ParameterValue } from '../../../contract/run.ts'
import type { ParameterDefinitions } from '../parameters.ts'

export type Placement = 'one-core' | 'other-core' | 'free'

const SIZES = [1, 64, 4096, 65_536, 1_048_576, 16_777_216]

export const PARAMETERS: ParameterDefinitions = {
  bytes: {
    title: 'Message',
    help: 'The size of a message in bytes: 4096 is one page, 65536 is what a pipe holds, 16777216 is more than most caches.',
    choose: 'many',
    options: SIZES.map((value) => ({ value, label: formatBytes(value) })),
    default: SIZES,
    quick: [64, 4096, 65_536, 1_048_576],
  },
  placement: {
    title: 'Placement',
    help: 'On one core the two sides take turns, and a message costs its mechanism and a switch. On two cores it also wakes a sleeping core, which can cost more than all else. Mechanisms of Node are always free.',
    choose: 'one',
    options: [
      { value: 'one-core', label: 'one core' },
      { value: 'other-core', label: 'two cores' },
      { value: 'free', label: 'free' },
    ],
    default: 'one-core',
    quick: 'one-core',
  },
}

/** The sizes that were asked for, the smallest first. */
export function messageSizes({ bytes }: Readonly<Record<string, ParameterValue>>): number[] {
  const given = Array.isArray(bytes) ? bytes.map(Number) : [Number(bytes)]
  return given.sort((a, b) => a - b)
}

export function placementOf({ placement }: Readonly<Record<string, ParameterValue>>): Placement {
  return placement === 'other-core' || placement === 'free' ? placement : 'one-core'
}
