import type { Prediction } from '../../../contract/prediction.ts'
import { cloneMask, flagSet, flagWords, type FlagSet } from '../../../model/clone-flags.ts'
import { LADDER } from '../../../model/clone-combinations.ts'
import { costOf, isPriced, stepCosts, stepsOf, type StepCosts } from '../../../model/clone-cost.ts'
import { seededRandom, type Random } from '../../../model/random.ts'
import { measureForCalibration } from '../../procedure/calibrate.ts'
import { ProbeFailure } from '../../probes/probe.ts'
import type { Recording } from '../../procedure/recording.ts'
import type { Subject } from '../../procedure/subject.ts'
import { expandedPercentileInterval } from '../../statistics/expanded-percentile.ts'
import { median, sortSamples } from '../../statistics/quantile.ts'

const ROUNDS = 20
const SAMPLES = 40
const RESAMPLES = 1000
const CONFIDENCE = 0.95

/** A combination whose cost is to be predicted. */
export interface Target {
  subject: Subject
  flags: FlagSet
}

/** Why the model has nothing to say about a combination; null where it has. */
export function whyNotPredicted(flags: FlagSet): string | null {
  if (LADDER.some((rung) => cloneMask(rung.flags) === cloneMask(flags)))
    return `${flagWords(flags)} is a rung of the ladder that the model is fitted on`
  return isPriced(flags) ? null : 'the model has no price for VFORK and for namespaces'
}

/**
 * Measures every rung of the ladder and predicts from its steps what other combinations cost, before any sample of the run
 * is taken. The samples of this calibration are used for nothing else.
 *
 * @throws ProbeFailure where a rung cannot be measured, RangeError where one is missing or a target is a rung
 */
export async function predictFromLadder(
  rungs: readonly Subject[],
  targets: readonly Target[],
  seed: number,
  signal: AbortSignal,
): Promise<Prediction[]> {
  const recordings = await measureForCalibration(inOrder(rungs), { rounds: ROUNDS, samples: SAMPLES, seed, signal })
  if (recordings.some(({ samples }) => samples === 0))
    throw new ProbeFailure('a rung of the ladder gave no sample.', '')
  return targets.map((target) => predict(recordings, target, seed))
}

function inOrder(rungs: readonly Subject[]): Subject[] {
  return LADDER.flatMap(({ id }) => rungs.find((subject) => subject.id === id) ?? [])
}

function predict(recordings: readonly Recording[], { subject, flags }: Target, seed: number): Prediction {
  const reason = whyNotPredicted(flags)
  if (reason !== null) throw new RangeError(reason)
  const random = seededRandom(seed)
  const best = stepsFrom(recordings, (blocks) => blocks)
  const resampled = Array.from({ length: RESAMPLES }, () => stepsFrom(recordings, (blocks) => redraw(blocks, random)))
  const withInterval = (figure: (costs: StepCosts) => number): Pick<Prediction, 'value' | 'interval'> => {
    const value = figure(best)
    return {
      value,
      interval: expandedPercentileInterval(value, Float64Array.from(resampled, figure), ROUNDS, CONFIDENCE),
    }
  }
  const { id, whole: part, condition } = subject
  return {
    of: { id, part, condition },
    unit: 'ns',
    ...withInterval((costs) => costOf(flags, costs)),
    madeAt: new Date().toISOString(),
    model: {
      form: 'a task with no flag + the step of each flag that it has',
      constants: {
        'no flag': { ...withInterval(({ none }) => none), unit: 'ns' },
        ...Object.fromEntries(
          [...best.steps.keys()].map((flag) => [
            `+ ${flag}`,
            { ...withInterval(({ steps }) => steps.get(flag) ?? 0), unit: 'ns' },
          ]),
        ),
      },
      variable: 'how many flags of the ladder it has',
      at: stepsOf(flags),
      fittedOn: recordings.map((recording, height) => ({
        condition: { ...condition, flags: flagWords(LADDER[height]?.flags ?? flagSet([])) },
        x: height,
        y: costFrom(recording, recording.blocks(recording.subject.whole)),
      })),
    },
    score: null,
  }
}

function stepsFrom(
  recordings: readonly Recording[],
  draw: (blocks: readonly number[][]) => readonly number[][],
): StepCosts {
  return stepCosts(recordings.map((one) => costFrom(one, draw(one.blocks(one.subject.whole)))))
}

function costFrom(recording: Recording, blocks: readonly number[][]): number {
  return median(sortSamples(blocks.flat())) - recording.overhead(recording.subject.whole)
}

function redraw(blocks: readonly number[][], random: Random): number[][] {
  return blocks.map(() => blocks[Math.floor(random() * blocks.length)] ?? [])
}
