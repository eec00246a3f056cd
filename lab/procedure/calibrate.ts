import { seededRandom, shuffled } from '../../model/random.ts'
import { ProbeFailure } from '../probes/probe.ts'
import { Recording } from './recording.ts'
import type { Subject } from './subject.ts'

export interface CalibrationOptions {
  rounds: number
  /** Samples of each subject in a round. */
  samples: number
  seed: number
  signal: AbortSignal
}

/**
 * Measures subjects before the run proper, interleaved in rounds of random order, for a model to be fitted on. These
 * samples are used for nothing else. Throws ProbeFailure where one cannot be measured, and the signal's reason.
 */
export async function measureForCalibration(
  subjects: readonly Subject[],
  { rounds, samples, seed, signal }: CalibrationOptions,
): Promise<Recording[]> {
  const recordings = subjects.map((subject) => new Recording(subject))
  const random = seededRandom(seed)
  for (let round = 0; round < rounds; round++) {
    for (const recording of shuffled(recordings, random)) {
      const block = await recording.subject.runBlock(samples, signal)
      signal.throwIfAborted()
      recording.add(block)
      if (block.stopped) throw new ProbeFailure(`${block.stopped.call} failed with ${block.stopped.errno}.`, '')
    }
  }
  return recordings
}
