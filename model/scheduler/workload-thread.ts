import { nearestName } from '../nearest-name.ts'
import { describeToken, type WorkloadCursor } from './workload-cursor.ts'
import { readBody } from './workload-operation.ts'
import type { Place, ThreadTree } from './workload-tree.ts'

/** What a task is given that says nothing of it: Linux's usual nice value, and tickets enough to halve or double. */
export const DEFAULTS = { nice: 0, tickets: 100, workingSetKiB: 0 } as const

export const MOST_TASKS = 1000
const MOST_TICKETS = 1_000_000
const MOST_WORKING_SET_KIB = 1024 * 1024
const MOST_CORES = 64

const ATTRIBUTES = ['at', 'spawned', 'nice', 'tickets', 'on', 'set', '×'] as const
type Attribute = (typeof ATTRIBUTES)[number]

/** A thread behind its first word: name, attributes in any order, and its operations in braces. */
export function readThread(cursor: WorkloadCursor): ThreadTree | null {
  const name = cursor.name('the name of the thread')
  if (!name) cursor.skipTo('{')
  const thread: Omit<ThreadTree, 'name'> = { ...DEFAULTS, copies: null, arrival: 0, affinity: null, body: [] }
  const given = new Set<Attribute>()
  for (cursor.skipBreaks(); cursor.next.text !== '{'; cursor.skipBreaks()) {
    const place = cursor.next
    const attribute = takeAttribute(cursor)
    if (attribute === null) break
    if (given.has(attribute)) cursor.fail(place, `“${attribute}” was already said of this thread.`)
    given.add(attribute)
    if (!readAttribute(cursor, attribute, thread)) cursor.skipTo('{')
    if (given.has('at') && given.has('spawned'))
      cursor.fail(place, 'A thread either arrives at a time or is spawned; “at” and “spawned” exclude each other.')
  }
  if (!cursor.takeIf('{')) {
    cursor.skipOperation()
    return null
  }
  thread.body = readBody(cursor)
  return name && { name, ...thread }
}

/** The attribute that begins here; null after an error where none does. */
function takeAttribute(cursor: WorkloadCursor): Attribute | null {
  const { kind, text } = cursor.next
  // `x3` is one word, and `x 3` two; × cannot be typed on every keyboard.
  if (kind === 'word' && /^x\d*$/i.test(text)) return '×'
  const attribute = ATTRIBUTES.find((word) => word === text)
  if (attribute !== undefined) {
    cursor.take()
    return attribute
  }
  const near = kind === 'word' ? nearestName(text, ATTRIBUTES) : null
  if (near === null) cursor.failExpecting(`{ and the operations of the thread, or one of ${ATTRIBUTES.join(', ')}`)
  else cursor.fail(cursor.next, `${describeToken(cursor.next)} says nothing of a thread; did you mean “${near}”?`)
  cursor.skipTo('{')
  return null
}

/** What follows the word of an attribute; false after an error. */
function readAttribute(cursor: WorkloadCursor, attribute: Attribute, thread: Omit<ThreadTree, 'name'>): boolean {
  const set = <Key extends keyof ThreadTree>(key: Key, value: ThreadTree[Key] | null): boolean => {
    if (value !== null) Object.assign(thread, { [key]: value })
    return value !== null
  }
  switch (attribute) {
    case 'at':
      return set('arrival', cursor.duration('a time of arrival', 0))
    case 'spawned':
      thread.arrival = null
      return true
    case 'nice':
      return set('nice', cursor.integer('a nice value', -20, 19))
    case 'tickets':
      return set('tickets', cursor.integer('a number of tickets', 1, MOST_TICKETS))
    case 'on':
      return set('affinity', readCores(cursor))
    case 'set':
      return set('workingSetKiB', cursor.kibibytes('a working set', MOST_WORKING_SET_KIB))
    case '×':
      return set('copies', readCopies(cursor))
  }
}

function readCopies(cursor: WorkloadCursor): number | null {
  const written = cursor.next.kind === 'word' ? cursor.take() : null
  const what = 'a number of threads'
  if (written === null || written.text.length === 1) return cursor.integer(what, 1, MOST_TASKS)
  const count = Number(written.text.slice(1))
  if (count >= 1 && count <= MOST_TASKS) return count
  return cursor.fail(written, `Expected ${what}, from 1 to ${MOST_TASKS.toLocaleString('en-GB')}, and found ${count}.`)
}

/** `0,2` or `0-3`; in ascending order, each once. */
function readCores(cursor: WorkloadCursor): number[] | null {
  const cores = new Set<number>()
  do {
    const place: Place = cursor.next
    const first = cursor.integer('the number of a core', 0, MOST_CORES - 1)
    if (first === null) return null
    let last = first
    // The lexer takes the dash of a range for a sign.
    if (cursor.next.kind === 'number' && cursor.next.text.startsWith('-')) {
      last = -Number(cursor.take().text)
      if (!Number.isInteger(last) || last < first || last >= MOST_CORES)
        return cursor.fail(place, `Cores ${first} to ${last} are no range within 0 to ${MOST_CORES - 1}.`)
    }
    for (let core = first; core <= last; core++) cores.add(core)
  } while (cursor.takeIf(','))
  return [...cores].sort((a, b) => a - b)
}
