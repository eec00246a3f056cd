import { seededRandom } from '../../model/random.ts'
import { amdahl, universalScalability } from '../../model/speed-up.ts'
import { expandedPercentileInterval } from './expanded-percentile.ts'
import { median, sortSamples } from './quantile.ts'
import { amdahlConstant, universalConstants, type Place } from './speed-up-fit-constants.ts'

/** Times that one number of workers took for the same work, round by round; rounds of all are paired. */
export interface TimesOfCrew {
  workers: number
  blocks: readonly (readonly number[])[]
}

/** A constant of a law, with its 95 % interval. */
export interface Fitted {
  value: number
  interval: [number, number]
  /** The best value would be less than the law allows, or more: this is the nearest that it does allow. */
  atBound: boolean
}

/** How far off a measured speed-up is from what the fitted law says: a share of that, above 0 where it is more. */
export interface Residual {
  workers: number
  value: number
  /** At 95 % the intervals of all residuals hold together, since the furthest of them is picked (Bonferroni). */
  interval: [number, number]
}

/** What fits best; where even that contradicts a speed-up, no constant has a meaning. */
export type LawFit<Constants> =
  { contradicted: false; furthest: Residual; constants: Constants } | { contradicted: true; furthest: Residual }

/** Null where there are too few numbers of workers for so many constants. */
export interface SpeedUpFit {
  amdahl: LawFit<{ serial: Fitted }> | null
  universal: LawFit<{ contention: Fitted; coherency: Fitted }> | null
  /** Different numbers of workers besides one. */
  places: number
}

/** A fit through as many places as it has constants is arithmetic: nothing is left that could speak against its form. */
export const FEWEST_PLACES_OF = { amdahl: 2, universal: 3 } as const

/** A form is contradicted by a residual whose whole interval is further from 0. One that is off by less describes well enough. */
const TOLERATED_RESIDUAL = 0.02

const RESAMPLES = 1000
const CONFIDENCE = 0.95
/** The least and the most that a constant of either law can be. */
const BOUNDS = [0, 1]

interface Law<Values, Constants> {
  fewestPlaces: number
  best: (places: readonly Place[]) => Values
  speedUp: (values: Values, workers: number) => number
  constants: (fitted: (one: (values: Values) => number) => Fitted) => Constants
}

const AMDAHL: Law<{ serial: number }, { serial: Fitted }> = {
  fewestPlaces: FEWEST_PLACES_OF.amdahl,
  best: (places) => ({ serial: amdahlConstant(places) }),
  speedUp: ({ serial }, workers) => amdahl(serial, workers),
  constants: (fitted) => ({ serial: fitted(({ serial }) => serial) }),
}

const UNIVERSAL: Law<{ contention: number; coherency: number }, { contention: Fitted; coherency: Fitted }> = {
  fewestPlaces: FEWEST_PLACES_OF.universal,
  best: universalConstants,
  speedUp: ({ contention, coherency }, workers) => universalScalability(contention, coherency, workers),
  constants: (fitted) => ({
    contention: fitted(({ contention }) => contention),
    coherency: fitted(({ coherency }) => coherency),
  }),
}

/** The speed-ups of all rounds, and of resamples of them. */
interface Bootstrap {
  measured: readonly Place[]
  resampled: readonly (readonly Place[])[]
  rounds: number
}

/**
 * Fits both laws to what crews of different sizes took, and says of each whether its form holds. Each resample of the
 * bootstrap draws the same rounds for all crews, so that a drift of the machine cancels out.
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
  const bootstrap = { measured, resampled, rounds }
  return { places: measured.length, amdahl: fitLaw(AMDAHL, bootstrap), universal: fitLaw(UNIVERSAL, bootstrap) }
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

function fitLaw<Values, Constants>(
  law: Law<Values, Constants>,
  { measured, resampled, rounds }: Bootstrap,
): LawFit<Constants> | null {
  if (measured.length < law.fewestPlaces) return null
  const best = law.best(measured)
  const again = resampled.map((places) => ({ places, best: law.best(places) }))
  const intervalOf = (value: number, replicates: readonly number[], of = 1): [number, number] =>
    expandedPercentileInterval(value, Float64Array.from(replicates), rounds, 1 - (1 - CONFIDENCE) / of)

  const residual = (values: Values, { workers, speedUp }: Place): number => speedUp / law.speedUp(values, workers) - 1
  const residuals = measured.map((place, i): Residual => {
    const value = residual(best, place)
    const replicates = again.map((one) => residual(one.best, one.places[i] ?? place))
    return { workers: place.workers, value, interval: intervalOf(value, replicates, measured.length) }
  })
  const furthest = residuals.reduce((most, one) => (isFurther(one, most) ? one : most))
  if (apart(furthest) > TOLERATED_RESIDUAL) return { contradicted: true, furthest }

  const constants = law.constants((one): Fitted => {
    const value = one(best)
    const replicates = again.map((other) => one(other.best))
    return { value, interval: intervalOf(value, replicates), atBound: BOUNDS.includes(value) }
  })
  return { contradicted: false, furthest, constants }
}

/** How far from 0 the nearer end of its interval is; 0 where the interval holds 0. */
const apart = ({ interval: [low, high] }: Residual): number => Math.max(0, low, -high)

/** What noise may explain is not as far off as what it may not. */
function isFurther(one: Residual, other: Residual): boolean {
  return apart(one) === apart(other) ? Math.abs(one.value) > Math.abs(other.value) : apart(one) > apart(other)
}
