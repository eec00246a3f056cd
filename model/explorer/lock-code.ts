import type { State, Waiting } from './compiled-program.ts'
import type { CallCode } from './call-code.ts'
import { elementName } from './layout.ts'
import type { Locator, ThreadCoder, Touch } from './thread-coder.ts'
import { holdersOfRwlock, READERS, WRITER_SHIFT, wordAt } from './words.ts'

type LockCall = 'lock' | 'unlock' | 'trylock' | 'rdlock' | 'wrlock'
type LockCode = Pick<CallCode, 'run' | 'touches'> & Partial<Pick<CallCode, 'ready' | 'waiting'>>

export function codeLockCall(coder: ThreadCoder, name: LockCall, locks: readonly Locator[]): LockCode {
  const [first] = locks
  if (first === undefined) throw new Error(`${name} names no lock`)
  switch (name) {
    case 'lock':
      return codeLock(coder, locks)
    case 'trylock':
      return codeTryLock(coder, first)
    case 'unlock':
      return first.entity.kind === 'mutex' ? codeUnlock(coder, first) : codeUnlockShared(coder, first)
    case 'rdlock':
    case 'wrlock':
      return codeRwlock(coder, name, first)
  }
}

const touching = (locks: readonly Locator[], writes = true): Touch[] =>
  locks.map((at) => ({ at, writes, plain: false }))

/** Takes all mutexes in one step, or waits until all are free. */
function codeLock(coder: ThreadCoder, mutexes: readonly Locator[]): LockCode {
  const mine = coder.thread + 1
  /** The word of a mutex, or −1 with a fault. */
  const find = (state: State, { entity, locate }: Locator): number => {
    const index = locate(state)
    return index < 0 ? -1 : entity.offset + index
  }
  const ready = (state: State): boolean => {
    coder.faults.raised = null
    let free = true
    for (const mutex of mutexes) {
      const word = find(state, mutex)
      if (word < 0) return true
      const holder = wordAt(state, word)
      if (holder === mine) return true
      if (holder !== 0) free = false
    }
    return free
  }
  const run = (state: State): number => {
    for (const mutex of mutexes) {
      const word = find(state, mutex)
      if (word < 0) return 0
      // One that is named twice is its own by the second time.
      if (wordAt(state, word) === mine) {
        const name = elementName(mutex.entity, word - mutex.entity.offset)
        return coder.fault('double-lock', `locks ${name}, which it already holds.`)
      }
      state[word] = mine
    }
    return 0
  }
  const waiting = (state: State): Waiting[] =>
    mutexes.flatMap((mutex) => {
      const word = find(state, mutex)
      const holder = wordAt(state, word)
      if (word < 0 || holder === 0) return []
      return [{ object: mutex.entity.object + word - mutex.entity.offset, holders: [holder - 1] }]
    })
  return { run, ready, waiting, touches: touching(mutexes) }
}

function codeTryLock(coder: ThreadCoder, mutex: Locator): LockCode {
  const run = (state: State): number => {
    const index = mutex.locate(state)
    if (index < 0 || wordAt(state, mutex.entity.offset + index) !== 0) return 0
    state[mutex.entity.offset + index] = coder.thread + 1
    return 1
  }
  return { run, touches: touching([mutex]) }
}

function codeUnlock(coder: ThreadCoder, mutex: Locator): LockCode {
  const run = (state: State): number => {
    const index = mutex.locate(state)
    if (index < 0) return 0
    const word = mutex.entity.offset + index
    if (wordAt(state, word) !== coder.thread + 1) return notHeld(coder, elementName(mutex.entity, index))
    state[word] = 0
    return 0
  }
  return { run, touches: touching([mutex]) }
}

function codeUnlockShared(coder: ThreadCoder, lock: Locator): LockCode {
  const writer = (coder.thread + 1) << WRITER_SHIFT
  const reader = 1 << coder.thread
  const run = (state: State): number => {
    const index = lock.locate(state)
    if (index < 0) return 0
    const at = lock.entity.offset + index
    const word = wordAt(state, at)
    if (word === writer) state[at] = 0
    else if ((word & READERS & reader) !== 0) state[at] = word & ~reader
    else return notHeld(coder, elementName(lock.entity, index))
    return 0
  }
  return { run, touches: touching([lock]) }
}

function notHeld(coder: ThreadCoder, name: string): number {
  return coder.fault('unlock-not-held', `unlocks ${name}, which it does not hold.`)
}

/** Many readers, or one writer. Nothing prefers either: who waits and who goes is the schedule's choice. */
function codeRwlock(coder: ThreadCoder, name: 'rdlock' | 'wrlock', lock: Locator): LockCode {
  const { entity, locate } = lock
  const writer = (coder.thread + 1) << WRITER_SHIFT
  const reader = 1 << coder.thread
  const isMine = (word: number): boolean => word === writer || (word & READERS & reader) !== 0
  const isFree = (word: number): boolean => (name === 'rdlock' ? word >>> WRITER_SHIFT === 0 : word === 0)
  const ready = (state: State): boolean => {
    coder.faults.raised = null
    const index = locate(state)
    if (index < 0) return true
    const word = wordAt(state, entity.offset + index)
    return isMine(word) || isFree(word)
  }
  const run = (state: State): number => {
    const index = locate(state)
    if (index < 0) return 0
    const at = entity.offset + index
    const word = wordAt(state, at)
    if (isMine(word)) return coder.fault('double-lock', `locks ${elementName(entity, index)}, which it already holds.`)
    state[at] = name === 'rdlock' ? word | reader : writer
    return 0
  }
  const waiting = (state: State): Waiting[] => {
    const index = locate(state)
    if (index < 0) return []
    return [{ object: entity.object + index, holders: holdersOfRwlock(wordAt(state, entity.offset + index)) }]
  }
  return { run, ready, waiting, touches: touching([lock], name === 'wrlock') }
}
