import type { ParameterValue } from '../../../contract/run.ts'
import type { Condition } from '../../../contract/series.ts'
import { hasWorkingSets, isAlone, isRing, SERIES } from './series.ts'

export const PLACEMENTS = ['one-core', 'other-core', 'free'] as const
export type Placement = (typeof PLACEMENTS)[number]

/** What a handover is where the tasks are placed so. Only on one core is it a switch by its nature. */
const HANDOVERS = { 'one-core': 'switch', 'other-core': 'wake-up', free: 'free' } as const

/** Tasks that hand over to each other: one native probe is opened for each. */
export interface RingSetting {
  placement: Placement
  /** KiB that each task touches at each of its turns. */
  workingSetKiB: number
  /** Tasks in the ring. */
  ring: number
  series: string[]
}

/** Handovers of a sample go round any ring of 2, 4, 8 or 12 a whole number of times. */
const LAPS = [
  { upToKiB: 64, batch: 48 },
  { upToKiB: 256, batch: 24 },
  { upToKiB: 1024, batch: 12 },
] as const
const LEAST_BATCH = 4

/**
 * Handovers that one sample spans: enough to be far above the clock's resolution, and few enough that a block of large
 * working sets stays short.
 */
export function batchFor(workingSetKiB: number): number {
  return LAPS.find(({ upToKiB }) => workingSetKiB <= upToKiB)?.batch ?? LEAST_BATCH
}

const numbers = (value: ParameterValue | undefined): number[] =>
  (Array.isArray(value) ? value.map(Number) : [Number(value)]).sort((a, b) => a - b)

function placementsIn(value: ParameterValue | undefined): Placement[] {
  const given = Array.isArray(value) ? value : [value]
  return PLACEMENTS.filter((placement) => given.includes(placement))
}

/**
 * What the parameters and the series ask for, without what would say nothing new: two tasks hand over under every
 * placement; working sets are measured by pipe, and rings of more than two by pipe as well, both on one core.
 */
export function ringSettings(
  parameters: Readonly<Record<string, ParameterValue>>,
  series: readonly string[],
): RingSetting[] {
  const workingSets = numbers(parameters['working-set-kib'])
  const chosen = SERIES.map(({ id }) => id).filter((id) => series.includes(id))
  const pingPong = chosen.filter((id) => !isAlone(id) && !isRing(id))
  const oneCore = { placement: 'one-core', workingSetKiB: 0, ring: 2 } as const
  const rings = numbers(parameters['ring'])
  const ringSeries = chosen.filter(isRing)
  const settings: RingSetting[] = [
    ...(workingSets.includes(0)
      ? placementsIn(parameters['placement']).map((placement) => ({ ...oneCore, placement, series: pingPong }))
      : []),
    ...workingSets
      .filter((workingSetKiB) => workingSetKiB > 0)
      .map((workingSetKiB) => ({ ...oneCore, workingSetKiB, series: chosen.filter(hasWorkingSets) })),
    ...rings.map((ring) => ({ ...oneCore, ring, series: ringSeries })),
  ]
  return merged(settings).filter((setting) => setting.series.length > 0)
}

/** The calls by one task alone, which belong to no setting; null where none is chosen. */
export function aloneSeries(series: readonly string[]): string[] | null {
  const alone = SERIES.map(({ id }) => id).filter((id) => isAlone(id) && series.includes(id))
  return alone.length > 0 ? alone : null
}

/** A ring of two without working set is the setting of the ping-pong on one core: one probe answers both. */
function merged(settings: readonly RingSetting[]): RingSetting[] {
  const byKey = new Map<string, RingSetting>()
  for (const setting of settings) {
    const key = [setting.placement, setting.workingSetKiB, setting.ring].join()
    const known = byKey.get(key)
    if (known) known.series.push(...setting.series)
    else byKey.set(key, { ...setting, series: [...setting.series] })
  }
  return [...byKey.values()]
}

export function asCondition({ placement, workingSetKiB, ring }: Omit<RingSetting, 'series'>): Condition {
  return { handover: HANDOVERS[placement], workingSetKiB, ring }
}

/** Two tasks that touch nothing, on one core: what every other condition is put into proportion to. */
export const PLAIN_SWITCH: Condition = { handover: 'switch', workingSetKiB: 0, ring: 2 }

export const NO_HANDOVER: Condition = { handover: 'none' }
