import { endingOf } from '../../model/explorer/ending.ts'
import { findingSentence } from '../../model/explorer/finding-words.ts'
import { initialState, nextStep, takeStep, type CompiledProgram, type State } from '../../model/explorer/machine.ts'
import { decodeSchedule } from '../../model/explorer/replay.ts'
import { findingsAt } from '../../model/explorer/schedule-findings.ts'
import { describeState, type Snapshot } from '../../model/explorer/snapshot.ts'
import { describeValues, headingOf, type ProgramHeading } from './exploration-report.ts'
import { plain, styled, wrap } from './terminal.ts'

interface ReplayedStep {
  step: number
  thread: string
  line: number
  text: string
  after: Snapshot
}

/** A schedule that was run again. */
export interface ReplayedRun {
  steps: readonly ReplayedStep[]
  /** How it ended; null where threads can still go on. */
  ending: string | null
  /** What failed on the way, and what is wrong where it ends: a race of the next steps and a circle as well. */
  sentences: readonly string[]
}

/** Takes the steps of a replay code; a reason, in one sentence, where the program cannot. */
export function replay(
  program: CompiledProgram,
  code: string,
): { ok: true; run: ReplayedRun } | { ok: false; reason: string } {
  const decoded = decodeSchedule(program, code)
  if (!decoded.ok) return decoded
  const steps: ReplayedStep[] = []
  const sentences: string[] = []
  let state = initialState(program)
  const states = [state]
  for (const thread of decoded.threads) {
    const after: State = new Int32Array(state.length)
    const step = nextStep(program, state, thread)
    const { finding } = takeStep(program, state, thread, after)
    const name = program.threads[thread]?.name ?? ''
    steps.push({
      step: steps.length + 1,
      thread: name,
      line: step?.line ?? 0,
      text: step?.text ?? '',
      after: describeState(program, after),
    })
    if (finding !== null) sentences.push(findingSentence(finding, program))
    state = after
    states.push(state)
  }
  for (const finding of findingsAt(program, states, decoded.threads)) sentences.push(findingSentence(finding, program))
  return { ok: true, run: { steps, ending: endingOf(program, state)?.ending ?? null, sentences } }
}

/** A replayed schedule as a table: who did what at which line, and what all share after it. */
export function reportReplay({ steps, ending, sentences }: ReplayedRun, about: ProgramHeading): string[] {
  const names = about.program.threads.map(({ name }) => name)
  const rows = steps.map(({ step, thread, line, text, after }) => [
    String(step),
    thread,
    String(line),
    text,
    describeShared(after, names),
  ])
  return [
    ...headingOf(about),
    '',
    ...tabulate([['step', 'thread', 'line', 'what', 'shared after it'], ...rows]),
    '',
    ...(ending === null ? ['Threads can still go on from here.'] : [`The end: ${ending}.`]),
    ...sentences.flatMap((sentence) => wrap(sentence).map((line) => styled('yellow', line))),
  ]
}

function describeShared({ values, locks, conditions, channels }: Snapshot, names: readonly string[]): string {
  const who = (threads: readonly number[]): string => threads.map((thread) => names[thread] ?? '').join(', ')
  return [
    describeValues(values),
    ...locks.filter(({ held }) => held !== null).map(({ name, holders }) => `${name} held by ${who(holders)}`),
    ...conditions
      .filter(({ waiters }) => waiters.length > 0)
      .map(({ name, waiters }) => `${who(waiters)} waits for ${name}`),
    ...channels.map(({ name, contents, closed }) => `${name} [${contents.join(', ')}]${closed ? ' closed' : ''}`),
  ]
    .filter((text) => text !== '')
    .join('; ')
}

/** Columns set left: all of this is text. */
function tabulate(rows: readonly (readonly string[])[]): string[] {
  const cleaned = rows.map((row) => row.map(plain))
  const widths = (cleaned[0] ?? []).map((_, column) => Math.max(...cleaned.map((row) => row[column]?.length ?? 0)))
  return cleaned.map((row) =>
    row
      .map((text, column) => text.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}
