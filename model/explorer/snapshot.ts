import type { CompiledProgram, State } from './compiled-program.ts'
import { waitOf } from './deadlock.ts'
import { sharedValues } from './ending.ts'
import { elementName, type Entity } from './layout.ts'
import { canStep, currentStep, isFinished, isStopped } from './machine.ts'
import { CHANNEL_CLOSED, CHANNEL_COUNT, holdersOfRwlock, queueOf, WRITER_SHIFT, wordAt } from './words.ts'

export interface ThreadSnapshot {
  name: string
  status: 'ready' | 'blocked' | 'finished' | 'stopped'
  /** Where the next step stands in the text, or the one at which it stopped; null once it has finished. */
  line: number | null
  /** What that step does, as in `load counter`; null once it has finished. */
  step: string | null
  /** Index of that step among the thread's steps; their number once it has finished. */
  at: number
  /** For a blocked thread, as in `fork[1]` or `condition ready`. */
  waitsFor: string | null
  /** The threads that would have to act for it to go on. */
  waitsForThreads: readonly number[]
  /** Its locals that can be named at that step. */
  locals: Readonly<Record<string, number>>
}

export interface LockSnapshot {
  name: string
  kind: 'mutex' | 'rwlock'
  /** How it is held; null where it is free. */
  held: 'exclusive' | 'shared' | null
  holders: readonly number[]
}

/** A state for people: what each thread is about to do, and everything that they share, by name. */
export interface Snapshot {
  threads: readonly ThreadSnapshot[]
  values: Readonly<Record<string, number>>
  locks: readonly LockSnapshot[]
  /** `waiters` in the order in which they are woken. */
  conditions: readonly { name: string; waiters: readonly number[] }[]
  /** `contents` with the oldest first. */
  channels: readonly { name: string; capacity: number; contents: readonly number[]; closed: boolean }[]
}

/** Describes a state of a program. */
export function describeState(program: CompiledProgram, state: State): Snapshot {
  const { entities } = program.layout
  return {
    threads: [...program.threads.keys()].map((thread) => describeThread(program, state, thread)),
    values: sharedValues(program, state),
    locks: entities.flatMap((entity) => describeLocks(entity, state)),
    conditions: elementsOf(entities, 'condition').map(({ name, word }) => ({
      name,
      waiters: queueOf(wordAt(state, word)),
    })),
    channels: entities.filter(({ kind }) => kind === 'channel').map((entity) => describeChannel(entity, state)),
  }
}

function describeThread(program: CompiledProgram, state: State, thread: number): ThreadSnapshot {
  const code = program.threads[thread]
  if (code === undefined) throw new Error(`there is no thread ${String(thread)}`)
  const step = currentStep(program, state, thread)
  const waits = waitOf(program, state, thread)
  const place = wordAt(state, thread)
  const inScope = step?.inScope ?? code.inScopeAtEnd
  const locals = code.locals.filter(({ name }) => inScope.includes(name))
  return {
    name: code.name,
    status: statusOf(program, state, thread),
    line: step?.line ?? null,
    step: step?.text ?? null,
    at: place < 0 ? ~place : place,
    waitsFor: waits?.waitsFor ?? null,
    waitsForThreads: waits?.heldBy ?? [],
    locals: Object.fromEntries(locals.map(({ name, word }) => [name, wordAt(state, word)])),
  }
}

function statusOf(program: CompiledProgram, state: State, thread: number): ThreadSnapshot['status'] {
  if (isStopped(program, state, thread)) return 'stopped'
  if (isFinished(program, state, thread)) return 'finished'
  return canStep(program, state, thread) ? 'ready' : 'blocked'
}

function describeLocks({ kind, ...entity }: Entity, state: State): LockSnapshot[] {
  if (kind !== 'mutex' && kind !== 'rwlock') return []
  return elementsOf([{ kind, ...entity }], kind).map(({ name, word: at }) => {
    const word = wordAt(state, at)
    if (word === 0) return { name, kind, held: null, holders: [] }
    if (kind === 'mutex') return { name, kind, held: 'exclusive', holders: [word - 1] }
    return { name, kind, held: word >>> WRITER_SHIFT === 0 ? 'shared' : 'exclusive', holders: holdersOfRwlock(word) }
  })
}

function elementsOf(entities: readonly Entity[], kind: Entity['kind']): { name: string; word: number }[] {
  return entities
    .filter((entity) => entity.kind === kind)
    .flatMap((entity) =>
      Array.from({ length: entity.length }, (_, index) => ({
        name: elementName(entity, index),
        word: entity.offset + index,
      })),
    )
}

function describeChannel({ name, capacity, offset }: Entity, state: State): Snapshot['channels'][number] {
  const word = wordAt(state, offset)
  const contents = [...state.subarray(offset + 1, offset + 1 + (word & CHANNEL_COUNT))]
  return { name, capacity, contents, closed: (word & CHANNEL_CLOSED) !== 0 }
}
