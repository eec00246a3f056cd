import type { ShownRun } from '../../measuring/shown-run.ts'
import { factsOfSeries, flagsIn } from './sharing-lines.ts'

/** The same run, in which the user's own combination has the colour of a thread where it is one. */
export function withKindOfChoice(shown: ShownRun): ShownRun {
  const facts = factsOfSeries(shown.observations, 'choice')
  if (!facts || !flagsIn(facts).has('THREAD')) return shown
  const series = shown.experiment.series.map((one) => (one.id === 'choice' ? { ...one, kind: 'thread' as const } : one))
  return { ...shown, experiment: { ...shown.experiment, series } }
}
