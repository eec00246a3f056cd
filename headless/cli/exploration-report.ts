import { formatCount, formatShare } from '../../contract/figures.ts'
import { countWords, partOf } from '../../model/explorer/count-words.ts'
import type { Exploration, FoundFinding, ProgramOutcome } from '../../model/explorer/exploration.ts'
import { findingSentence } from '../../model/explorer/finding-words.ts'
import type { CompiledProgram } from '../../model/explorer/machine.ts'
import { verdictOf } from '../../model/explorer/verdict.ts'
import { alignColumns, styled, wrap } from './terminal.ts'

/** A reader has seen enough by then. */
const MOST_ROWS = 40

/** What was explored. */
export interface ProgramHeading {
  name: string
  program: CompiledProgram
}

export function headingOf({ name, program }: ProgramHeading): string[] {
  const { threads, granularity } = program
  const steps = granularity === 'statement' ? 'each statement one step' : 'each load and store a step of its own'
  const text = `SIMULATED ${name}: ${threads.map((thread) => thread.name).join(', ')}; ${steps}, in any order.`
  return wrap(text).map((line) => styled('bold', line))
}

/** What searches found, as the terminal prints it: what each has looked at, then outcomes and failures with their replay codes. */
export function reportExplorations(explorations: readonly Exploration[], about: ProgramHeading): string[] {
  return [
    ...headingOf(about),
    ...explorations.flatMap((exploration) => ['', ...reportExploration(exploration, about.program)]),
  ]
}

function reportExploration(exploration: Exploration, program: CompiledProgram): string[] {
  const { search, states, steps, outcomes, findings } = exploration
  return [
    ...wrap(
      `${search}: ${verdictOf(exploration)} (states: ${formatCount(states)}, steps taken: ${formatCount(steps)}).`,
    ),
    ...(outcomes.length === 0 ? [] : ['', ...reportOutcomes(outcomes)]),
    ...findings.slice(0, MOST_ROWS).flatMap((found) => ['', ...reportFinding(found, program)]),
    ...more(findings.length - MOST_ROWS, 'ways to fail'),
  ]
}

const ENDINGS: Readonly<Record<ProgramOutcome['ending'], string>> = {
  right: 'right',
  wrong: 'wrong',
  finished: 'finished',
  stuck: 'deadlock',
  stopped: 'a thread stopped',
}

function reportOutcomes(outcomes: readonly ProgramOutcome[]): string[] {
  const all = outcomes.reduce<bigint | null>(
    (sum, { schedules }) => (sum === null || schedules === null ? null : sum + schedules),
    0n,
  )
  const counted = outcomes.some(({ schedules }) => schedules !== null)
  const rows = outcomes.slice(0, MOST_ROWS).map(({ ending, values, schedules }) => {
    const ends = [ENDINGS[ending], describeValues(values)].filter((text) => text !== '').join(': ')
    const share = all === null || all === 0n || schedules === null ? '—' : formatShare(partOf(schedules, all))
    return [ends, ...(counted ? [schedules === null ? 'endless' : countWords(schedules), share] : [])]
  })
  const table = alignColumns([['outcome', ...(counted ? ['schedules', 'share'] : [])], ...rows])
  // Codes may be long, and nothing stands after them: they are not aligned with each other.
  const codes = ['replay with --schedule', ...outcomes.map(({ replay }) => replay)]
  const widest = Math.max(...table.map((line) => line.length))
  return [
    ...table.map((line, row) => `${line.padEnd(widest)}  ${codes[row]}`),
    ...more(outcomes.length - rows.length, 'outcomes'),
  ]
}

function more(count: number, what: string): string[] {
  return count > 0 ? [`${formatCount(count)} more ${what}; --json has them all.`] : []
}

export function describeValues(values: Readonly<Record<string, number>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name} = ${value}`)
    .join(', ')
}

function reportFinding({ finding, replay, preemptions }: FoundFinding, program: CompiledProgram): string[] {
  const needs = preemptions === undefined ? '' : `, ${preemptions} ${preemptions === 1 ? 'preemption' : 'preemptions'}`
  return [
    styled('yellow', finding.kind),
    ...wrap(findingSentence(finding, program), '  '),
    `  --schedule ${replay}${needs}`,
  ]
}

/** What searches found, as JSON can hold it: numbers of schedules are texts, since they may have any length. */
export function explorationDocument(explorations: readonly Exploration[], { name, program }: ProgramHeading): object {
  const text = (count: bigint | null): string | null => (count === null ? null : String(count))
  return {
    simulated: true,
    name,
    granularity: program.granularity,
    threads: program.threads.map((thread) => thread.name),
    explorations: explorations.map((exploration) => ({
      ...exploration,
      verdict: verdictOf(exploration),
      schedules: text(exploration.schedules),
      outcomes: exploration.outcomes.map((outcome) => ({ ...outcome, schedules: text(outcome.schedules) })),
      findings: exploration.findings.map((found) => ({ ...found, sentence: findingSentence(found.finding, program) })),
    })),
  }
}
