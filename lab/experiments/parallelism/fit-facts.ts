import type { Observation } from '../../../contract/run.ts'
import { scalabilityPeak } from '../../../model/speed-up.ts'
import {
  FEWEST_PLACES_OF,
  type Fitted,
  type LawFit,
  type Residual,
  type SpeedUpFit,
} from '../../statistics/speed-up-fit.ts'
import { signedShareInterval } from './signed-share.ts'

type Facts = Observation['facts']

interface Law {
  id: 'Amdahl' | 'USL'
  title: string
  constants: string
  fewestSizes: number
  /** What there would be, were the form right. */
  wanted: string
}

const AMDAHL: Law = {
  id: 'Amdahl',
  title: 'Amdahl’s law',
  constants: 'one constant',
  fewestSizes: FEWEST_PLACES_OF.amdahl,
  wanted: 'serial share',
}
const UNIVERSAL: Law = {
  id: 'USL',
  title: 'the universal scalability law',
  constants: 'two constants',
  fewestSizes: FEWEST_PLACES_OF.universal,
  wanted: 'pair of contention and coherency',
}

/**
 * What the fits of a series come to: the constants, or the reason why there are none.
 *
 * @param cores those that compute by themselves, as many as the largest crew of the fit may have
 */
export function observeFits(id: string, { amdahl, universal, places }: SpeedUpFit, cores: number): Observation[] {
  const about = { id }
  const observe = <Constants>(
    law: Law,
    fit: LawFit<Constants> | null,
    factsOf: (constants: Constants) => Facts,
  ): Observation => {
    if (!fit) return { name: 'no-fit', about, facts: { law: law.id, reason: tooFewSizes(law, places, cores) } }
    const found = fit.contradicted ? { reason: contradictionOf(law, fit.furthest) } : factsOf(fit.constants)
    const facts = { law: law.id, sizes: places, ...found, ...residualFacts(fit.furthest) }
    return { name: fit.contradicted ? 'no-fit' : 'fit', about, facts }
  }
  return [
    observe(AMDAHL, amdahl, ({ serial }) => constantFacts('serialShare', serial, { low: 'low', high: 'high' })),
    observe(UNIVERSAL, universal, ({ contention, coherency }) => ({
      ...constantFacts('contention', contention),
      ...constantFacts('coherency', coherency),
      ...peakFacts(contention.value, coherency.value),
    })),
  ]
}

function tooFewSizes({ constants, fewestSizes }: Law, sizes: number, cores: number): string {
  const found =
    sizes === 1 ? '1 size of crew besides one worker finds' : `${sizes} sizes of crew besides one worker find`
  const remedy =
    cores - 1 < fewestSizes
      ? `${cores} cores that compute by themselves have room for ${cores - 1}`
      : `choose more numbers of workers up to ${cores}`
  return `${found} a core for each worker, and to fit ${constants} and see whether the form holds takes ${fewestSizes}; ${remedy}`
}

function contradictionOf({ title, wanted }: Law, { workers, value, interval }: Residual): string {
  return `${title} does not describe these speed-ups: no ${wanted} fits them all, and with the best one that of ${workers} workers is still off by ${signedShareInterval(value, interval)}`
}

function residualFacts({ workers, value, interval: [low, high] }: Residual): Facts {
  return { furthestWorkers: workers, residual: value, residualLow: low, residualHigh: high }
}

/** At its bound a constant cannot vary to one side, and often to none: an interval without a width would look like certainty. */
function constantFacts(
  name: string,
  { value, interval: [low, high], atBound }: Fitted,
  ends = { low: `${name}Low`, high: `${name}High` },
): Facts {
  return {
    [name]: value,
    ...(atBound ? { [`${name}AtBound`]: true } : {}),
    ...(atBound && low === high ? {} : { [ends.low]: low, [ends.high]: high }),
  }
}

function peakFacts(contention: number, coherency: number): { peakWorkers?: number } {
  const peak = scalabilityPeak(contention, coherency)
  return peak === null ? {} : { peakWorkers: peak }
}
