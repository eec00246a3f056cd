import { seededRandom } from '../../model/random.ts'
import { expandedPercentileInterval } from './expanded-percentile.ts'
import { median, sortSamples } from './quantile.ts'

/** Times that one number of workers took for the same work, round by round; rounds of all are paired. */
export interface TimesOfCrew {
  workers: number
  blocks: readonly (readonly number[])[]
}

/** A constant of a law, with its 95 % interval. */
interface Fitted {
  value: number
  interval: [number, number]
}

/** The laws' constants; null where there are too few numbers of workers for so many. */
export interface SpeedUpFit {
  amdahl: { serial: Fitted } | null
  universal: { contention: Fitted; coherency: Fitted } | null
  /** Different numbers of workers besides one. */
  places: number
}

/** A fit through as many places as it has constants is arithmetic: nothing is left that could speak against its form. */
export const FEWEST_PLACES_OF = { amdahl: 2, universal: 3 } as const

interface Place {
  workers: number
  /** The speed-up against one worker. */
  speedUp: number
}

const RESAMPLES = 1000
const CONFIDENCE = 0.95

/**
 * Fits both laws to what crews of different sizes took. Each resample of the bootstrap draws the same rounds for all crews,
 * so that a drift of the machine cancels out.
 *
 * @throws RangeError where no crew has one worker only
 */
export function fitSpeedUp(crews: readonly TimesOfCrew[], seed: number): SpeedUpFit {
  const rounds = Math.min(...crews.map(({ blocks }) => blocks.length))
  const all = Array.from({ length: rounds }, (_, round) => round)
  const measured = placesOver(crews, all)
  const random = seededRandom(seed)
  const resampled = Array.from({ length: RESAMPLES }, () =>
    placesOver(
      crews,
      all.map(() => Math.floor(random() * rounds)),
    ),
  )
  const fitted = (constant: (places: readonly Place[]) => number): Fitted => {
    const value = constant(measured)
    const replicates = Float64Array.from(resampled, constant)
    return { value, interval: expandedPercentileInterval(value, replicates, rounds, CONFIDENCE) }
  }
  const places = measured.length
  return {
    places,
    amdahl: places < FEWEST_PLACES_OF.amdahl ? null : { serial: fitted(amdahlConstant) },
    universal:
      places < FEWEST_PLACES_OF.universal
        ? null
        : {
            contention: fitted((some) => universalConstants(some).contention),
            coherency: fitted((some) => universalConstants(some).coherency),
          },
  }
}

function placesOver(crews: readonly TimesOfCrew[], rounds: readonly number[]): Place[] {
  const timeOf = ({ blocks }: TimesOfCrew): number =>
    median(sortSamples(rounds.flatMap((round) => blocks[round] ?? [])))
  const alone = crews.find(({ workers }) => workers === 1)
  if (!alone) throw new RangeError('a speed-up is against one worker, who is not among the crews')
  const reference = timeOf(alone)
  return crews
    .filter(({ workers }) => workers > 1)
    .map((crew) => ({ workers: crew.workers, speedUp: reference / timeOf(crew) }))
}

/*
 * Both laws are linear in their constants once they are turned round: workers ÷ speed-up − 1 is σ (N − 1) + κ N (N − 1)
 * (Gunther, Guerrilla Capacity Planning, section 5.2). An error of the speed-up is about the same share of it everywhere,
 * so that each place has the weight (speed-up ÷ workers)². No constant is below 0.
 */
interface Row {
  contention: number
  coherency: number
  excess: number
}

function rowOf({ workers, speedUp }: Place): Row {
  const weight = speedUp / workers
  return {
    contention: weight * (workers - 1),
    coherency: weight * workers * (workers - 1),
    excess: weight * (workers / speedUp - 1),
  }
}

const sum = (rows: readonly Row[], of: (row: Row) => number): number => rows.reduce((total, row) => total + of(row), 0)

/** The σ that fits best with κ = 0; from 0 to 1. */
export function amdahlConstant(places: readonly Place[]): number {
  const rows = places.map(rowOf)
  const value = sum(rows, (row) => row.contention * row.excess) / sum(rows, (row) => row.contention ** 2)
  return Math.min(1, Math.max(0, value))
}

/** The σ and κ that fit best. Where one of them would be below 0, it is 0 and the other is fitted alone. */
export function universalConstants(places: readonly Place[]): { contention: number; coherency: number } {
  const rows = places.map(rowOf)
  const aa = sum(rows, (row) => row.contention ** 2)
  const ab = sum(rows, (row) => row.contention * row.coherency)
  const bb = sum(rows, (row) => row.coherency ** 2)
  const ay = sum(rows, (row) => row.contention * row.excess)
  const by = sum(rows, (row) => row.coherency * row.excess)
  const determinant = aa * bb - ab * ab
  const contention = (ay * bb - by * ab) / determinant
  const coherency = (by * aa - ay * ab) / determinant
  if (contention < 0) return { contention: 0, coherency: Math.max(0, by / bb) }
  if (coherency < 0) return { contention: amdahlConstant(places), coherency: 0 }
  return { contention, coherency }
}
