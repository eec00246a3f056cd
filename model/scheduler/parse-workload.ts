import { findLockMistakes } from './lock-discipline.ts'
import { resolveWorkload } from './resolve-workload.ts'
import { WorkloadCursor } from './workload-cursor.ts'
import { readWorkload } from './workload-syntax.ts'
import { readTokens } from './workload-tokens.ts'
import type { Workload, WorkloadError } from './workload.ts'

export { printWorkload } from './print-workload.ts'

const MOST_CHARACTERS = 100_000
/** More would only be consequences of the first. */
const MOST_ERRORS = 20

export type ParsedWorkload = { ok: true; workload: Workload } | { ok: false; errors: WorkloadError[] }

/**
 * A workload from its text; `docs/model/simulator.md` describes the format. Whatever the text is, this answers: with the
 * workload, or with up to 20 errors in the order of the text, each with its line, its column and what was expected there.
 */
export function parseWorkload(text: string): ParsedWorkload {
  if (text.length > MOST_CHARACTERS) {
    const message = `A workload may have ${MOST_CHARACTERS.toLocaleString('en-GB')} characters; this one has ${text.length.toLocaleString('en-GB')}.`
    return { ok: false, errors: [{ line: 1, column: 1, message }] }
  }
  const { tokens, errors } = readTokens(text)
  const tree = readWorkload(new WorkloadCursor(tokens, errors))
  if (errors.length === 0) errors.push(...findLockMistakes(tree))
  // Names can only be judged once all of them have been read.
  const workload = errors.length === 0 ? resolveWorkload(tree, errors) : null
  if (workload && errors.length === 0) return { ok: true, workload }
  const inOrder = errors.sort((a, b) => a.line - b.line || a.column - b.column)
  return { ok: false, errors: inOrder.slice(0, MOST_ERRORS) }
}
