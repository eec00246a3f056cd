import { formatCount, formatDuration, formatRatio, threeDigits } from '../../contract/figures.ts'
import { ratioInterval } from '../../lab/statistics/bootstrap.ts'
import { median, sortSamples } from '../../lab/statistics/quantile.ts'
import { compileProgram } from '../../model/explorer/compile.ts'
import type { Exploration, Search } from '../../model/explorer/exploration.ts'
import { explore } from '../../model/explorer/explore.ts'
import type { CompiledProgram } from '../../model/explorer/machine.ts'
import { diningPhilosophers, EXPLORER_PRESETS } from '../../model/explorer/presets.ts'
import { verdictOf } from '../../model/explorer/verdict.ts'
import { say } from './say.ts'
import { SpinModel, type SpinResult } from './spin-model.ts'

const ROUNDS = 10
/** A search that takes less than one part in so many of what its process takes to start is lost in it. */
const LEAST_SHARE_OF_START = 2
const SEATS = [2, 3, 4, 5, 6, 7]
const MOST = { states: 1_000_000, depth: 10_000 }

/** The explorer half of the section *model*: states a second, states with and without reduction, and SPIN beside it. */
export async function benchExplorer(signal: AbortSignal): Promise<void> {
  say('explorer: states a second, each search after a first run that is not counted')
  for (const search of ['states', 'reduced', 'preemptions', 'pct'] as const) reportRate(search)
  say('explorer: all states, and with partial-order reduction the nodes of the tree of schedules that it runs')
  for (const { id, source } of EXPLORER_PRESETS) reportReduction(id, source)
  for (const seats of SEATS) reportReduction(`philosophers, ${seats} seats`, diningPhilosophers(seats))
  say(
    `explorer beside SPIN: ${ROUNDS} rounds, ours and SPIN in turn; its verifier runs with its own partial-order reduction`,
  )
  say(
    '  Ours runs in this process, already warm. The start of a process is taken off the search of SPIN’s verifier. SPIN’s states hold those of a process that looks on at the end.',
  )
  await compareToSpin('lost-update', preset('lost-update'), new SpinModel('lost-update'), signal)
  await compareToSpin('peterson', preset('peterson'), new SpinModel('peterson'), signal)
  for (const seats of SEATS) {
    const model = new SpinModel('philosophers', [`-DSEATS=${seats}`])
    await compareToSpin(`philosophers, ${seats} seats`, diningPhilosophers(seats), model, signal)
  }
}

function preset(id: string): string {
  const found = EXPLORER_PRESETS.find((one) => one.id === id)
  if (found === undefined) throw new Error(`There is no preset ${id}.`)
  return found.source
}

function compile(source: string): CompiledProgram {
  const compiled = compileProgram(source, 'statement')
  if (!compiled.ok) throw new Error(compiled.errors.map(({ message }) => message).join(' '))
  return compiled.program
}

const look = (program: CompiledProgram, search: Search): Exploration => explore(program, { search, most: MOST })

function timed<T>(work: () => T): { result: T; nanoseconds: number } {
  const start = performance.now()
  const result = work()
  return { result, nanoseconds: (performance.now() - start) * 1e6 }
}

function reportRate(search: Search): void {
  const program = compile(diningPhilosophers(7))
  look(program, search)
  const { result, nanoseconds } = timed(() => look(program, search))
  const rate = `${threeDigits((result.states / nanoseconds) * 1e3)} million states a second`
  say(
    `  ${search}: philosophers, 7 seats: ${formatCount(result.states)} states in ${formatDuration(nanoseconds)}, ${rate}`,
  )
}

function reportReduction(name: string, source: string): void {
  const program = compile(source)
  const all = timed(() => look(program, 'states'))
  const reduced = timed(() => look(program, 'reduced'))
  const schedules = all.result.schedules === null ? 'endlessly many' : all.result.schedules.toLocaleString('en-GB')
  say(
    `  ${name}: ${formatCount(all.result.states)} states in ${formatDuration(all.nanoseconds)}; reduced ${formatCount(reduced.result.states)} nodes in ${formatDuration(reduced.nanoseconds)}; of ${schedules} schedules ${formatCount(reduced.result.schedulesRun ?? 0)} run`,
  )
  for (const { result } of [all, reduced]) if (!result.complete) say(`    ${result.search}: ${verdictOf(result)}`)
}

/** What SPIN looks for too; it knows no data races. */
function failuresOf({ findings }: Exploration): string[] {
  const kinds = findings.map(({ finding }) => finding.kind)
  return [
    ...(kinds.includes('assertion') || kinds.includes('expectation') ? ['assertion'] : []),
    ...(kinds.includes('deadlock') ? ['deadlock'] : []),
  ]
}

/** Final states as the models print them. */
function endsOf({ outcomes }: Exploration): string[] {
  const ends = outcomes.map(({ ending, values }) => {
    const how = ending === 'stuck' || ending === 'stopped' ? ending : 'finished'
    return [how, ...Object.entries(values).map(([name, value]) => `${name}=${value}`)].join(' ')
  })
  return [...new Set(ends)].toSorted()
}

const same = (one: readonly string[], other: readonly string[]): boolean => one.join('\n') === other.join('\n')

async function compareToSpin(name: string, source: string, model: SpinModel, signal: AbortSignal): Promise<void> {
  try {
    const first = await model.check(signal)
    if (first === null) return say(`  ${name}: no SPIN or no compiler here, or it said something else`)
    const program = compile(source)
    const times = { ours: [] as number[][], reduced: [] as number[][], whole: [] as number[][] }
    const theirs = { search: [] as number[][], start: [] as number[][], whole: [] as number[][] }
    const explorations = [look(program, 'states'), look(program, 'reduced')]
    for (let round = 0; round < ROUNDS; round++) {
      times.whole.push([timed(() => look(compile(source), 'states')).nanoseconds])
      times.ours.push([timed(() => look(program, 'states')).nanoseconds])
      times.reduced.push([timed(() => look(program, 'reduced')).nanoseconds])
      const checked = await model.check(signal)
      if (checked === null) continue
      theirs.search.push([checked.searchNs - checked.startNs])
      theirs.start.push([checked.startNs])
      theirs.whole.push([checked.wholeNs])
    }
    reportAgreement(name, explorations, first)
    say(`    search alone, all states: ${comparedSearch(theirs, times.ours)}`)
    say(`    search alone, reduced: ${comparedSearch(theirs, times.reduced)}`)
    say(`    from the text to the verdict: ${compared(theirs.whole, times.whole)}`)
  } finally {
    model.remove()
  }
}

function reportAgreement(name: string, explorations: readonly Exploration[], spin: SpinResult): void {
  say(
    `  ${name}: SPIN ${spin.failures.join(' and ') || 'no failure'}, ${spin.ends.length} final states, ${formatCount(spin.states)} states`,
  )
  for (const exploration of explorations) {
    const verdict = same(failuresOf(exploration), spin.failures)
      ? 'same verdict'
      : `ANOTHER VERDICT: ${failuresOf(exploration).join(' and ') || 'no failure'}`
    const ends = same(endsOf(exploration), spin.ends)
      ? 'same final states'
      : `OTHER FINAL STATES: ${endsOf(exploration).join('; ')}`
    say(`    ${exploration.search}: ${verdict}, ${ends}, ${formatCount(exploration.states)} states`)
  }
}

const middle = (blocks: readonly number[][]): number => median(sortSamples(blocks.flat()))

/** The start of its process is taken off SPIN's time, which tells something only where enough is left. */
function comparedSearch({ search, start }: { search: number[][]; start: number[][] }, ours: number[][]): string {
  if (search.length > 0 && middle(search) < middle(start) / LEAST_SHARE_OF_START)
    return `ours ${formatDuration(middle(ours))}; SPIN’s is too short to tell from the start of its process, ${formatDuration(middle(start))}`
  return compared(search, ours)
}

function compared(theirs: number[][], ours: number[][]): string {
  if (theirs.length === 0) return 'SPIN gave no time'
  const { ratio, interval } = ratioInterval(theirs, ours, { seed: 1 })
  return `SPIN ${formatDuration(middle(theirs))}, ours ${formatDuration(middle(ours))}; SPIN / ours ${formatRatio(ratio)} [${threeDigits(interval[0])}–${threeDigits(interval[1])}]`
}
