import { formatShare, threeDigits } from '../../../contract/figures.ts'
import type { MeasuredRun } from '../experiment.ts'
import { capital, crew, figures } from './crew-words.ts'
import { workersIn } from './series.ts'
import { signedShare, signedShareInterval } from './signed-share.ts'
import { factsOf, speedUps, type Facts } from './told-facts.ts'

/** What the laws of speed-up come to on all cores, where they describe the speed-ups; and from one speed-up alone where none is fitted. */
export function lawFindings(run: MeasuredRun): string | null {
  const amdahl = factsOfLaw(run, 'Amdahl')
  if (!amdahl) return null
  if (!('residual' in amdahl) && !('serialShare' in amdahl)) return shareBehind(run, amdahl)
  const universal = factsOfLaw(run, 'USL')
  return [amdahlWords(run, amdahl), universal ? universalWords(universal) : ''].join(' ').trim()
}

function factsOfLaw({ observations }: MeasuredRun, law: string): Facts | null {
  const found = observations.find(
    ({ name, about, facts }) =>
      (name === 'fit' || name === 'no-fit') && about?.id === 'all-cores' && facts['law'] === law,
  )
  return found?.facts ?? null
}

function asked({ parameters }: MeasuredRun): string {
  const chosen = Number(parameters['serial-percent'] ?? 0) / 100
  return `${chosen === 0 ? 'no serial share' : formatShare(chosen)} was asked for`
}

function amdahlWords(run: MeasuredRun, facts: Facts): string {
  if (!('serialShare' in facts)) return `${capital(String(facts['reason']))}.`
  const found = constant(facts, signedShare, 'serialShare', 'low', 'high')
  return `Amdahl’s law fitted to all cores finds a serial share of ${found}; ${asked(run)}.${furthest(facts)}`
}

function universalWords(facts: Facts): string {
  if ('contention' in facts) {
    const contention = constant(facts, signedShare, 'contention')
    const coherency = constant(facts, threeDigits, 'coherency')
    return `The universal scalability law finds contention ${contention} and coherency ${coherency}.${furthest(facts)}`
  }
  return 'residual' in facts ? `${capital(String(facts['reason']))}.` : ''
}

/** A constant with its interval. At its bound it can have one without a width, which is none. */
function constant(
  facts: Facts,
  format: (value: number) => string,
  name: string,
  lowName = `${name}Low`,
  highName = `${name}High`,
): string {
  const [value = NaN, low, high] = [name, lowName, highName].map((one) => facts[one]).map(numberIn)
  const bound = value === 0 ? ', the least that it can be' : value === 1 ? ', the most that it can be' : ''
  const isInterval = low !== undefined && high !== undefined && (low < high || bound === '')
  return `${format(value)}${isInterval ? ` [${format(low)}–${format(high)}]` : ''}${bound}`
}

const numberIn = (value: Facts[string] | undefined): number | undefined =>
  typeof value === 'number' ? value : undefined

function furthest(facts: Facts): string {
  const [value, low, high] = ['residual', 'residualLow', 'residualHigh'].map((name) => numberIn(facts[name]))
  if (value === undefined || low === undefined || high === undefined) return ''
  return ` The speed-up that is furthest from it, of ${crew(Number(facts['furthestWorkers']))}, is off by ${signedShareInterval(value, [low, high])}.`
}

/** By Karp and Flatt, of the largest crew that a fit could have used, which need not be that of the headline. */
function shareBehind(run: MeasuredRun, { reason }: Facts): string | null {
  const behind = factsOf(run, 'serial-share-behind', 'all-cores')
  const workers = Number(behind?.['workers'])
  const ratio = speedUps(run, 'all-cores').find(({ to }) => workersIn(to) === workers)
  // What has no speed-up says nothing of a law about it.
  if (!behind || ratio?.verdict !== 'differs') return null
  const found = signedShareInterval(Number(behind['serialShare']), [Number(behind['low']), Number(behind['high'])])
  return `That ${crew(workers)} are ${figures(ratio)} as fast as one is by Amdahl’s law alone a serial share of ${found}; ${asked(run)}. No law was fitted: ${String(reason)}.`
}
