import { nearestName } from '../nearest-name.ts'
import { describeToken, type WorkloadCursor } from './workload-cursor.ts'
import { isObjectOperation, NEEDS, OPERATION_WORDS, type OperationTree } from './workload-tree.ts'

const MOST_REPETITIONS = 1_000_000
const DEEPEST = 16

/** The operations behind an opening brace, up to and with the one that closes it. */
export function readBody(cursor: WorkloadCursor, depth = 0): OperationTree[] {
  const body: OperationTree[] = []
  for (cursor.skipBreaks(); !cursor.isAtClose(); cursor.skipBreaks()) {
    const operation = readOperation(cursor, depth)
    if (operation) body.push(operation)
    else cursor.skipOperation()
    if (operation && operation.do !== 'repeat' && cursor.next.kind !== 'break' && !cursor.isAtClose()) {
      cursor.failExpecting('a semicolon or a new line before the next operation')
      cursor.skipOperation()
    }
  }
  if (!cursor.takeIf('}')) cursor.failExpecting('} after the last operation')
  return body
}

function readOperation(cursor: WorkloadCursor, depth: number): OperationTree | null {
  const { kind, text: word, line, column } = cursor.next
  if (kind !== 'word') return cursor.failExpecting('an operation')
  if (!OPERATION_WORDS.includes(word)) {
    const near = nearestName(word, OPERATION_WORDS)
    const instead = near === null ? `there are ${OPERATION_WORDS.join(', ')}.` : `did you mean “${near}”?`
    return cursor.fail(cursor.next, `${describeToken(cursor.next)} is no operation; ${instead}`)
  }
  cursor.take()
  const place = { line, column }
  if (word === 'compute' || word === 'io') {
    const duration = cursor.duration(`how long to ${word === 'io' ? 'wait for the device' : word}`, 1)
    return duration === null ? null : { ...place, do: word, for: duration }
  }
  if (isObjectOperation(word)) {
    const object = cursor.name(`the name of a ${NEEDS[word]}`)
    return object && { ...place, do: word, object }
  }
  if (word === 'wait') {
    const condition = cursor.name('the name of a condition')
    const mutex = condition && cursor.name('the name of the mutex that is given up meanwhile')
    return condition && mutex && { ...place, do: word, condition, mutex }
  }
  if (word === 'spawn') {
    const thread = cursor.name('the name of a thread')
    return thread && { ...place, do: word, thread }
  }
  if (word === 'repeat') return readRepeat(cursor, place, depth + 1)
  return { ...place, do: word === 'exit' ? 'exit' : 'yield' }
}

function readRepeat(
  cursor: WorkloadCursor,
  place: { line: number; column: number },
  depth: number,
): OperationTree | null {
  if (depth > DEEPEST) return cursor.fail(place, `Repetitions may stand ${DEEPEST} deep in each other.`)
  const times = cursor.integer('how many times to repeat', 1, MOST_REPETITIONS)
  if (times === null) return null
  cursor.skipBreaks()
  if (!cursor.takeIf('{')) return cursor.failExpecting('{ and the operations to repeat')
  const before = cursor.errors.length
  const body = readBody(cursor, depth)
  if (body.length === 0 && cursor.errors.length === before)
    return cursor.fail(place, 'There is no operation to repeat between the braces.')
  return { ...place, do: 'repeat', times, body }
}
