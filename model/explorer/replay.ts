import type { CompiledProgram, State } from './compiled-program.ts'
import { canStep, initialState, isFinished, isStopped, takeStep } from './machine.ts'

const FIRST_LETTER = 'a'.charCodeAt(0)
const MOST_STEPS = 100_000

/**
 * Writes which thread takes each step as a short code: four characters of the program, a hyphen, then runs of a count and
 * a thread's letter, as in `k3f9-3a2ba`. A count of one is left out.
 */
export function encodeSchedule({ checksum }: CompiledProgram, threads: readonly number[]): string {
  let code = `${checksum}-`
  for (let from = 0; from < threads.length;) {
    const thread = threads[from] ?? 0
    let to = from + 1
    while (threads[to] === thread) to++
    code += `${to - from === 1 ? '' : String(to - from)}${String.fromCharCode(FIRST_LETTER + thread)}`
    from = to
  }
  return code
}

export type DecodedSchedule = { ok: true; threads: number[] } | { ok: false; reason: string }

/** Reads a replay code, and takes its steps to see that the program can. */
export function decodeSchedule(program: CompiledProgram, code: string): DecodedSchedule {
  const parts = /^([0-9a-z]{4})-((?:[0-9]{0,6}[a-h])*)$/.exec(code.trim().toLowerCase())
  const [, checksum, runs] = parts ?? []
  if (checksum === undefined || runs === undefined) {
    return { ok: false, reason: 'This is not a replay code; one looks like “k3f9-3a2ba”.' }
  }
  if (checksum !== program.checksum) {
    return { ok: false, reason: 'This replay code is of another program, or of this one in other steps.' }
  }
  const threads = readRuns(runs)
  if (threads === null) {
    return { ok: false, reason: `This replay code has more than ${MOST_STEPS.toLocaleString('en')} steps.` }
  }
  const reason = whyNot(program, threads)
  return reason === null ? { ok: true, threads } : { ok: false, reason }
}

function readRuns(runs: string): number[] | null {
  const threads: number[] = []
  for (const [, count = '', letter = ''] of runs.matchAll(/([0-9]*)([a-h])/g)) {
    const times = count === '' ? 1 : Number(count)
    if (threads.length + times > MOST_STEPS) return null
    const thread = letter.charCodeAt(0) - FIRST_LETTER
    for (let time = 0; time < times; time++) threads.push(thread)
  }
  return threads
}

/** What keeps a schedule from being taken; null where nothing does. */
function whyNot(program: CompiledProgram, threads: readonly number[]): string | null {
  let state = initialState(program)
  let after: State = new Int32Array(state.length)
  for (const [index, thread] of threads.entries()) {
    const step = `Step ${String(index + 1)} of this replay code cannot be taken`
    const name = program.threads[thread]?.name
    if (name === undefined) return `${step}: the program has ${String(program.threads.length)} threads only.`
    if (!canStep(program, state, thread)) {
      if (isFinished(program, state, thread)) return `${step}: ${name} has finished.`
      return `${step}: ${name} ${isStopped(program, state, thread) ? 'has stopped' : 'is blocked'}.`
    }
    takeStep(program, state, thread, after)
    ;[state, after] = [after, state]
  }
  return null
}
