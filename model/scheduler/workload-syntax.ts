import { nearestName } from '../nearest-name.ts'
import { describeToken, WorkloadCursor } from './workload-cursor.ts'
import { readThread } from './workload-thread.ts'
import type { DeclarationTree, ObjectKind, WorkloadTree } from './workload-tree.ts'
import { OBJECT_KINDS } from './workload-tree.ts'

const MOST_CAPACITY = 1000

/** Reads the declarations and processes of a workload. After a mistake it goes on, so that several are found at once. */
export function readWorkload(cursor: WorkloadCursor): WorkloadTree {
  const tree: WorkloadTree = { declarations: [], processes: [] }
  for (cursor.skipBreaks(); cursor.next.kind !== 'end'; cursor.skipBreaks()) {
    const kind = OBJECT_KINDS.find((word) => cursor.next.text === word)
    if (kind !== undefined) {
      cursor.take()
      const declaration = readDeclaration(cursor, kind)
      if (declaration) tree.declarations.push(declaration)
      endDeclaration(cursor, declaration !== null)
    } else if (cursor.takeIf('process')) {
      const process = readProcess(cursor)
      if (process) tree.processes.push(process)
    } else {
      failItem(cursor, 'process', [...OBJECT_KINDS, 'process'])
    }
  }
  return tree
}

function readDeclaration(cursor: WorkloadCursor, kind: ObjectKind): DeclarationTree | null {
  const name = cursor.name(`the name of the ${kind}`)
  if (!name) return null
  const capacity = kind === 'channel' ? cursor.integer('how many messages the channel holds', 1, MOST_CAPACITY) : 0
  return capacity === null ? null : { kind, name, capacity }
}

function readProcess(cursor: WorkloadCursor): WorkloadTree['processes'][number] | null {
  const name = cursor.name('the name of the process')
  cursor.skipBreaks()
  if (cursor.next.text !== '{') {
    cursor.failExpecting('{ and the threads of the process')
    cursor.skipTo('{')
  }
  if (!cursor.takeIf('{')) {
    cursor.skipOperation()
    return null
  }
  const threads = []
  for (cursor.skipBreaks(); !cursor.isAtClose(); cursor.skipBreaks()) {
    if (cursor.takeIf('thread')) {
      const thread = readThread(cursor)
      if (thread) threads.push(thread)
    } else {
      failItem(cursor, 'thread', ['thread'])
    }
  }
  if (!cursor.takeIf('}')) cursor.failExpecting('} after the threads of the process')
  return name && { name, threads }
}

/** Says what should have begun here, and goes on behind it. */
function failItem(cursor: WorkloadCursor, expected: string, words: readonly string[]): void {
  const near = cursor.next.kind === 'word' ? nearestName(cursor.next.text, words) : null
  if (near === null) cursor.failExpecting(words.length > 1 ? `${OBJECT_KINDS.join(', ')} or ${expected}` : expected)
  else cursor.fail(cursor.next, `${describeToken(cursor.next)} begins nothing here; did you mean “${near}”?`)
  if (!cursor.takeIf('}')) cursor.skipOperation()
}

/** Nothing else may stand on its line; after a mistake, the rest of the line is passed over. */
function endDeclaration(cursor: WorkloadCursor, isWhole: boolean): void {
  const { kind } = cursor.next
  if (kind === 'break' || kind === 'end') return
  if (isWhole) cursor.failExpecting('a new line or a semicolon')
  cursor.skipOperation()
}
