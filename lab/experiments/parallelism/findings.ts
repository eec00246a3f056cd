import { formatDuration, scoreWords } from '../../../contract/figures.ts'
import type { Ratio, SeriesIdentity } from '../../../contract/series.ts'
import type { MeasuredRun } from '../experiment.ts'
import { capital, cores, crew, figures } from './crew-words.ts'
import { lawFindings } from './law-findings.ts'
import { overlapFindings } from './overlap-findings.ts'
import { placementOf, SERIES, workersIn } from './series.ts'
import { coresOf, factsOf, mainSpeedUp, speedUps } from './told-facts.ts'

/** More processor time for the same work than this is told. */
const WORTH_TELLING = 0.05

/** What the run shows, its headline first. Sentences are left out where their figures were not measured. */
export function findings(run: MeasuredRun): string[] {
  return [
    headline(run),
    ...overlapFindings(run),
    beyondCores(run),
    hardwareThreads(run),
    processorTime(run),
    lawFindings(run),
    processes(run),
    prediction(run),
  ].filter((sentence) => sentence !== null)
}

function said(ratio: Ratio): string {
  if (ratio.verdict === 'no-difference-shown') return `as fast as one, no difference shown (${figures(ratio)})`
  return ratio.ratio < 1 ? `slower than one: ${figures(ratio)} as fast` : `${figures(ratio)} as fast as one`
}

function headline(run: MeasuredRun): string | null {
  const all = mainSpeedUp(run, 'all-cores') ?? mainSpeedUp(run, 'processes-all-cores')
  const one = mainSpeedUp(run, 'one-core')
  if (!all) return one ? `${capital(crew(workersIn(one.to)))} on one core are ${said(one)}.` : null
  const together = one ? one.to : null
  const beside =
    one && together && workersIn(together) === workersIn(all.to) ? `; on one core they are ${said(one)}` : ''
  return `${capital(crew(workersIn(all.to)))} on ${cores(coresOf(run))} are ${said(all)}${beside}.`
}

function beyondCores(run: MeasuredRun): string | null {
  const main = mainSpeedUp(run, 'all-cores')
  const last = speedUps(run, 'all-cores').at(-1)
  if (!main || !last || workersIn(last.to) <= Math.max(coresOf(run), workersIn(main.to))) return null
  return `${capital(crew(workersIn(last.to)))} are more than there are cores, and are ${said(last)}: beyond the number of cores, workers only take turns.`
}

function hardwareThreads(run: MeasuredRun): string | null {
  const physical = factsOf(run, 'work')?.['physicalCores']
  if (typeof physical !== 'number' || physical >= coresOf(run)) return null
  return `These ${coresOf(run)} cores are hardware threads of ${physical === 1 ? 'one physical core' : `${physical} physical cores`}: two that share a physical core share what it computes with, and are not two cores.`
}

/** The work is the same: more processor time for it means that a step took longer. Why, the run does not show. */
function processorTime(run: MeasuredRun): string | null {
  const main = mainSpeedUp(run, 'all-cores')
  const ratio = run.ratios.find(
    ({ of, to }) =>
      main &&
      of.part === 'processor' &&
      of.id === to.id &&
      of.id === main.to.id &&
      workersIn(of) === workersIn(main.to),
  )
  if (!ratio || ratio.verdict !== 'differs' || ratio.ratio < 1 + WORTH_TELLING) return null
  return `The same work took ${figures(ratio)} the processor time when ${crew(workersIn(ratio.of))} did it at once. Possible reasons: hardware that the cores share, lower clocks with many at work, a host beneath this machine.`
}

function processes(run: MeasuredRun): string | null {
  const main = mainSpeedUp(run, 'processes-all-cores')
  const ratio = run.ratios.find(
    ({ of, to }) =>
      main &&
      of.part === 'elapsed' &&
      of.id === main.to.id &&
      to.id === 'all-cores' &&
      workersIn(of) === workersIn(main.to),
  )
  if (!ratio) return null
  const who = `${capital(crew(workersIn(ratio.of)))} that are processes`
  return ratio.verdict === 'no-difference-shown'
    ? `${who} take as long as threads, no difference shown: ${figures(ratio)}.`
    : `${who} take ${figures(ratio)} the time of threads.`
}

/** How the model fared for the crew of the headline. */
function prediction(run: MeasuredRun): string | null {
  const id = SERIES.find((one) => placementOf(one.id) === 'all-cores' && mainSpeedUp(run, one.id))?.id
  const main = id === undefined ? null : mainSpeedUp(run, id)
  const isMain = (of: SeriesIdentity): boolean =>
    main !== null && of.id === main.to.id && of.part === 'elapsed' && workersIn(of) === workersIn(main.to)
  const predicted = run.predictions.find(({ of }) => isMain(of))
  if (!predicted?.score || !main) return null
  return `SIMULATED beforehand for ${crew(workersIn(main.to))} on all cores: ${formatDuration(predicted.value)}. MEASURED: ${formatDuration(predicted.score.measured)}, ${scoreWords(predicted.score)}.`
}
