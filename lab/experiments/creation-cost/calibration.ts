import type { Prediction } from '../../../contract/prediction.ts'
import { ProbeFailure } from '../../probes/probe.ts'
import { Recording } from '../../procedure/recording.ts'
import { seededRandom, shuffled } from '../../statistics/random.ts'
import { asCondition } from './conditions.ts'
import type { Creators, OpenedCreator } from './creators.ts'
import { NativeSubject } from './native-subject.ts'
import { FEWEST_SIZES, predictFork, type CalibrationPoint } from './prediction.ts'

const ROUNDS = 10
const OPERATIONS = 4

/** A prediction, or why there is none. */
export type Calibrated = { prediction: Prediction } | { prediction: null; reason: string }

/**
 * Measures `fork` at every 4 KiB parent size but the largest and predicts the largest from them, before any sample of
 * the run is taken. The samples of this calibration are used for nothing else.
 */
export async function calibrate(creators: Creators, seed: number, signal: AbortSignal): Promise<Calibrated> {
  const sizes = creators.opened
    .filter(({ creates, condition, probe }) => probe !== null && creates === 'processes' && condition.pages === '4k')
    .sort((a, b) => a.condition.parentMiB - b.condition.parentMiB)
  const target = sizes.at(-1)
  const others = sizes.slice(0, -1)
  if (!target || others.length < FEWEST_SIZES) {
    return { prediction: null, reason: 'a prediction needs fork at three parent sizes or more, in 4 KiB pages' }
  }
  try {
    const points = await measurePoints(others, seed, signal)
    return {
      prediction: predictFork(
        points,
        { parentMiB: target.condition.parentMiB, condition: asCondition(target.condition) },
        seed,
      ),
    }
  } catch (error) {
    if (error instanceof ProbeFailure) return { prediction: null, reason: `the calibration failed: ${error.message}` }
    throw error
  }
}

async function measurePoints(
  creators: readonly OpenedCreator[],
  seed: number,
  signal: AbortSignal,
): Promise<CalibrationPoint[]> {
  const recordings = creators.flatMap(({ condition, probe }) =>
    probe ? [{ condition, recording: new Recording(new NativeSubject('fork', condition, probe)) }] : [],
  )
  const random = seededRandom(seed)
  for (let round = 0; round < ROUNDS; round++) {
    for (const { recording } of shuffled(recordings, random)) {
      const block = await recording.subject.runBlock(OPERATIONS, signal)
      recording.add(block)
      if (block.stopped) throw new ProbeFailure(`${block.stopped.call} failed with ${block.stopped.errno}.`, '')
    }
  }
  return recordings.map(({ condition, recording }) => ({
    parentMiB: condition.parentMiB,
    blocks: recording.blocks('joined'),
    overhead: recording.overhead('joined'),
  }))
}
