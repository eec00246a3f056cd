import { formatDuration, formatRatio, formatShare, scoreWords, threeDigits } from '../../../contract/figures.ts'
import type { Ratio, SeriesIdentity } from '../../../contract/series.ts'
import type { MeasuredRun } from '../experiment.ts'
import { isSpeedUp } from './comparisons.ts'
import { placementOf, SERIES, workersIn } from './series.ts'

/** More processor time for the same work than this is told. */
const WORTH_TELLING = 0.05

/** What the run shows, its headline first. Sentences are left out where their figures were not measured. */
export function findings(run: MeasuredRun): string[] {
  return [
    headline(run),
    overlap(run),
    beyondCores(run),
    hardwareThreads(run),
    processorTime(run),
    laws(run),
    processes(run),
    prediction(run),
  ].filter((sentence) => sentence !== null)
}

type Facts = MeasuredRun['observations'][number]['facts']

function factsOf({ observations }: MeasuredRun, name: string, id?: string, workers?: number): Facts | null {
  const found = observations.find(
    ({ name: own, about }) =>
      own === name &&
      (id === undefined || about?.id === id) &&
      (workers === undefined || about?.condition?.['workers'] === workers),
  )
  return found?.facts ?? null
}

const coresOf = (run: MeasuredRun): number => Number(factsOf(run, 'work')?.['cores'] ?? 1)

const speedUps = ({ ratios }: MeasuredRun, id: string): Ratio[] =>
  ratios.filter((ratio) => isSpeedUp(ratio) && ratio.to.id === id).sort((a, b) => workersIn(a.to) - workersIn(b.to))

/** The speed-up of the largest crew of which each worker finds a core, or of the smallest where none does. */
function mainSpeedUp(run: MeasuredRun, id: string): Ratio | null {
  const all = speedUps(run, id)
  return all.findLast(({ to }) => workersIn(to) <= Math.max(2, coresOf(run))) ?? all[0] ?? null
}

const figures = ({ ratio, interval: [low, high] }: Ratio): string =>
  `${formatRatio(ratio)} [${threeDigits(low)}–${threeDigits(high)}]`

function said(ratio: Ratio): string {
  if (ratio.verdict === 'no-difference-shown') return `as fast as one, no difference shown (${figures(ratio)})`
  return ratio.ratio < 1 ? `slower than one: ${figures(ratio)} as fast` : `${figures(ratio)} as fast as one`
}

const cores = (count: number): string => (count === 1 ? 'the one core' : `all ${count} cores`)
const crew = (workers: number): string => (workers === 2 ? 'two workers' : `${workers} workers`)
const capital = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`

function headline(run: MeasuredRun): string | null {
  const all = mainSpeedUp(run, 'all-cores') ?? mainSpeedUp(run, 'processes-all-cores')
  const one = mainSpeedUp(run, 'one-core')
  if (!all) return one ? `${capital(crew(workersIn(one.to)))} on one core are ${said(one)}.` : null
  const together = one ? one.to : null
  const beside =
    one && together && workersIn(together) === workersIn(all.to) ? `; on one core they are ${said(one)}` : ''
  return `${capital(crew(workersIn(all.to)))} on ${cores(coresOf(run))} are ${said(all)}${beside}.`
}

/** Who ran at the same time, as it was recorded. */
function overlap(run: MeasuredRun): string | null {
  const main = mainSpeedUp(run, 'all-cores') ?? mainSpeedUp(run, 'one-core')
  if (!main) return null
  const workers = workersIn(main.to)
  const clauses = [
    { id: 'one-core', where: 'on one core' },
    { id: 'all-cores', where: `on ${cores(coresOf(run))}` },
  ].flatMap(({ id, where }) => {
    const facts = factsOf(run, 'overlap', id, workers)
    const share = facts?.['shareWithTwoOrMoreRunning']
    return facts && typeof share === 'number' ? [{ where, share, facts }] : []
  })
  const [first] = clauses
  if (!first) return null
  const by =
    first.facts['source'] === 'kernel' ? 'the kernel’s records of every switch' : 'what the workers saw themselves'
  const words = clauses.map(
    ({ where, share }) => `${share === 0 ? '0\u202f%' : formatShare(share)} of the time ${where}`,
  )
  const nobody = clauses.some(({ facts, where }) => where !== 'on one core' && facts['greatestShare'] === 0)
  return `Two or more of ${crew(workers)} ran at the same time for ${words.join(' and ')}, by ${by} in ${first.facts['repetitions']} repetitions of their own.${nobody && coresOf(run) > 1 ? ' Other programs had the other cores then: run it again on a machine at rest.' : ''}`
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

/** The work is the same: more processor time for it means that the cores were slower together than one alone. */
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
  return `The same work took ${figures(ratio)} the processor time when ${crew(workersIn(ratio.of))} did it at once: the cores share hardware, or a host beneath this machine gave them less.`
}

/** What the laws come to: as a fit where there are places enough, and from one speed-up alone where not. */
function laws(run: MeasuredRun): string | null {
  const chosen = Number(run.parameters['serial-percent'] ?? 0) / 100
  const fits = run.observations.filter(({ name, about }) => name === 'fit' && about?.id === 'all-cores')
  const amdahl = fits.find(({ facts }) => facts['law'] === 'Amdahl')?.facts
  const universal = fits.find(({ facts }) => facts['law'] === 'USL')?.facts
  const asked = `; ${chosen === 0 ? 'no serial share' : `${formatShare(chosen)}`} was asked for`
  if (amdahl) {
    const beside = universal
      ? ` The universal scalability law finds contention ${range(universal, 'contention')} and coherency ${threeDigits(Number(universal['coherency']))} [${threeDigits(Number(universal['coherencyLow']))}–${threeDigits(Number(universal['coherencyHigh']))}].`
      : ''
    return `Amdahl’s law fitted to all cores finds a serial share of ${share(amdahl['serialShare'])} [${share(amdahl['low'])}–${share(amdahl['high'])}]${asked}.${beside}`
  }
  const behind = factsOf(run, 'serial-share-behind', 'all-cores')
  // What has no speed-up says nothing of a law about it.
  if (!behind || mainSpeedUp(run, 'all-cores')?.verdict !== 'differs') return null
  return `By Amdahl’s law alone, that speed-up of ${crew(Number(behind['workers']))} is a serial share of ${share(behind['serialShare'])} [${share(behind['low'])}–${share(behind['high'])}]${asked}. There are too few cores to fit a law and to see whether its form holds.`
}

const share = (value: Facts[string] | undefined): string => {
  const number = Number(value)
  return `${number < 0 ? '−' : ''}${formatShare(Math.abs(number))}`
}
const range = (facts: Facts, name: string): string =>
  `${share(facts[name])} [${share(facts[`${name}Low`])}–${share(facts[`${name}High`])}]`

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
