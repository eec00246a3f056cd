import type { Snapshot } from '../../../model/explorer/snapshot.ts'

/** Something shared that a step has changed. */
export interface Change {
  /** As it stands in the picture of the memory: `counter`, `m`. */
  name: string
  words: string
}

/** What a step changed of all that is shared, and of its thread's locals. */
export function changesBetween(before: Snapshot, after: Snapshot, thread: number): Change[] {
  const nameOf = (one: number): string => after.threads[one]?.name ?? ''
  const names = (threads: readonly number[]): string => threads.map(nameOf).join(', ')
  const lists: [(one: Snapshot) => ReadonlyMap<string, string>, string][] = [
    [(one) => valuesOf(one.values), ' is '],
    [({ locks }) => new Map(locks.map((lock) => [lock.name, lockWords(lock, names)])), ' '],
    [({ conditions }) => new Map(conditions.map((one) => [one.name, queueWords(names(one.waiters))])), ' '],
    [({ channels }) => new Map(channels.map((one) => [one.name, channelWords(one)])), ' '],
    [({ threads }) => valuesOf(threads[thread]?.locals ?? {}), ' is '],
  ]
  return lists.flatMap(([listOf, between]) => {
    const old = listOf(before)
    return [...listOf(after)]
      .filter(([name, words]) => old.get(name) !== undefined && old.get(name) !== words)
      .map(([name, words]) => ({ name, words: `${name}${between}${words}` }))
  })
}

const valuesOf = (values: Readonly<Record<string, number>>): Map<string, string> =>
  new Map(Object.entries(values).map(([name, value]) => [name, String(value)]))

/** How a lock is held: `free`, `held by A`, `read by A, B`. */
export function lockWords(
  { held, holders, kind }: Snapshot['locks'][number],
  names: (threads: readonly number[]) => string,
): string {
  if (held === null) return 'free'
  if (held === 'shared') return `read by ${names(holders)}`
  return `${kind === 'rwlock' ? 'written' : 'held'} by ${names(holders)}`
}

function queueWords(waiters: string): string {
  return waiters === '' ? 'nobody waits' : `${waiters} waits`
}

/** What is in a channel: `3, 5`, `empty`, `closed`. */
export function channelWords({ contents, closed }: Snapshot['channels'][number]): string {
  const inside = contents.length === 0 ? 'empty' : contents.join(', ')
  return closed ? `${inside}, closed` : inside
}
