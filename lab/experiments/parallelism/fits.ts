import type { Observation } from '../../../contract/run.ts'
import { serialShareBehind } from '../../../model/speed-up.ts'
import type { Recording } from '../../procedure/recording.ts'
import { FEWEST_BLOCKS_TO_RESAMPLE, ratioInterval } from '../../statistics/bootstrap.ts'
import { fitSpeedUp, type TimesOfCrew } from '../../statistics/speed-up-fit.ts'
import { observeFits } from './fit-facts.ts'
import { placementOf, workersIn } from './series.ts'

/**
 * What the laws of speed-up come to for each series on all cores. Only crews that find a core for each of their workers
 * count: beyond that the number of cores is what limits, and no law of the work. Where those are too few for a law's
 * constants, or contradict its form, that is said in place of a fit.
 *
 * @param cores those that compute by themselves: hardware threads of one core count once
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
    return fitOne(id, crews, cores, seed)
  })
}

function fitOne(id: string, crews: readonly TimesOfCrew[], cores: number, seed: number): Observation[] {
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
  return [behindLargest(id, alone, crews, seed), ...observeFits(id, fitSpeedUp(crews, seed), cores)]
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
