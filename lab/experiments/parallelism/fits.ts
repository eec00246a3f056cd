import type { Observation } from '../../../contract/run.ts'
import { scalabilityPeak, serialShareBehind } from '../../../model/speed-up.ts'
import type { Recording } from '../../procedure/recording.ts'
import { FEWEST_BLOCKS_TO_RESAMPLE, ratioInterval } from '../../statistics/bootstrap.ts'
import { FEWEST_PLACES_OF, fitSpeedUp, type SpeedUpFit, type TimesOfCrew } from '../../statistics/speed-up-fit.ts'
import { placementOf, workersIn } from './series.ts'

/**
 * What the laws of speed-up come to for each series on all cores. Only crews that find a core for each of their workers
 * count: beyond that the number of cores is what limits, and no law of the work. Where those are too few for a law's
 * constants, that is said in place of a fit.
 */
export function fitSeries(recordings: readonly Recording[], cores: number, seed: number): Observation[] {
  const ids = [...new Set(recordings.map(({ subject }) => subject.id))].filter((id) => placementOf(id) === 'all-cores')
  return ids.flatMap((id) => {
    const crews = recordings
      .filter(({ subject, failure }) => subject.id === id && failure === null && workersIn(subject) <= cores)
      .map((recording) => ({
        workers: workersIn(recording.subject),
        blocks: recording.blocks(recording.subject.whole),
      }))
    return fitOne(id, crews, seed)
  })
}

function fitOne(id: string, crews: readonly TimesOfCrew[], seed: number): Observation[] {
  const about = { id }
  const alone = crews.find(({ workers }) => workers === 1)
  const rounds = Math.min(...crews.map(({ blocks }) => blocks.length))
  if (!alone || crews.length < 2) {
    const reason = 'no crew of more than one worker finds a core for each of them, or the time of one worker is missing'
    return [{ name: 'no-fit', about, facts: { reason } }]
  }
  if (rounds < FEWEST_BLOCKS_TO_RESAMPLE) {
    const reason = `there were ${rounds} rounds; an interval needs ${FEWEST_BLOCKS_TO_RESAMPLE}`
    return [{ name: 'no-fit', about, facts: { reason } }]
  }
  const fit = fitSpeedUp(crews, seed)
  return [behindLargest(id, alone, crews, seed), ...fitsOf(id, fit)]
}

/** What one speed-up says by itself, without that a form could be checked. */
function behindLargest(id: string, alone: TimesOfCrew, crews: readonly TimesOfCrew[], seed: number): Observation {
  const largest = crews.reduce((most, crew) => (crew.workers > most.workers ? crew : most))
  const { ratio, interval } = ratioInterval(alone.blocks, largest.blocks, { seed })
  const share = (speedUp: number): number => serialShareBehind(speedUp, largest.workers)
  return {
    name: 'serial-share-behind',
    about: { id },
    facts: {
      workers: largest.workers,
      speedUp: ratio,
      serialShare: share(ratio),
      low: share(interval[1]),
      high: share(interval[0]),
    },
  }
}

function fitsOf(id: string, { amdahl, universal, places }: SpeedUpFit): Observation[] {
  const about = { id }
  const tooFew = (law: string, least: number, constants: string): Observation => ({
    name: 'no-fit',
    about,
    facts: {
      law,
      reason: `${places} ${places === 1 ? 'size' : 'sizes'} of crew between one worker and the number of cores; to fit ${constants} and to see whether the form holds takes ${least}`,
    },
  })
  return [
    amdahl
      ? {
          name: 'fit',
          about,
          facts: {
            law: 'Amdahl',
            sizes: places,
            serialShare: amdahl.serial.value,
            low: amdahl.serial.interval[0],
            high: amdahl.serial.interval[1],
          },
        }
      : tooFew('Amdahl', FEWEST_PLACES_OF.amdahl, 'one constant'),
    universal
      ? {
          name: 'fit',
          about,
          facts: {
            law: 'USL',
            sizes: places,
            contention: universal.contention.value,
            contentionLow: universal.contention.interval[0],
            contentionHigh: universal.contention.interval[1],
            coherency: universal.coherency.value,
            coherencyLow: universal.coherency.interval[0],
            coherencyHigh: universal.coherency.interval[1],
            ...peakOf(universal.contention.value, universal.coherency.value),
          },
        }
      : tooFew('USL', FEWEST_PLACES_OF.universal, 'two constants'),
  ]
}

function peakOf(contention: number, coherency: number): { peakWorkers?: number } {
  const peak = scalabilityPeak(contention, coherency)
  return peak === null ? {} : { peakWorkers: peak }
}
