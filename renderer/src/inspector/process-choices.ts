import { formatCount } from '../../../contract/figures.ts'
import type { ProcessEntry } from '../../../contract/inspector.ts'

/** A process, or all of one name, that can be chosen to be followed. */
export interface ProcessChoice {
  /** What stands in the field once it is chosen: a pid or a name. */
  value: string
  name: string
  /** What tells it from others: its pid, or how many bear the name. */
  detail: string
}

/** More than these are found sooner by typing. */
const MOST = 80

/** The processes that what was typed may mean: by the beginning or a part of their name, or by their number. */
export function processChoices(entries: readonly ProcessEntry[], typed: string): ProcessChoice[] {
  const text = typed.trim().toLowerCase()
  return entries
    .filter(({ pid, name }) => name.toLowerCase().includes(text) || String(pid).startsWith(text))
    .toSorted((a, b) => Number(b.own) - Number(a.own) || a.name.localeCompare(b.name) || a.pid - b.pid)
    .slice(0, MOST)
    .map(({ pid, name, threads, own }) => ({
      value: String(pid),
      name,
      detail: [String(pid), ...threadWords(threads), ...(own ? [] : ['another user’s'])].join(' · '),
    }))
}

/** The names among the processes that what was typed may mean. */
export function nameChoices(entries: readonly ProcessEntry[], typed: string): ProcessChoice[] {
  const text = typed.trim().toLowerCase()
  const byName = new Map<string, { processes: number; threads: number | null }>()
  for (const { name, threads } of entries) {
    if (!name.toLowerCase().includes(text)) continue
    const known = byName.get(name) ?? { processes: 0, threads: 0 }
    const together = known.threads === null || threads === null ? null : known.threads + threads
    byName.set(name, { processes: known.processes + 1, threads: together })
  }
  return [...byName]
    .toSorted(([a], [b]) => a.localeCompare(b))
    .slice(0, MOST)
    .map(([name, { processes, threads }]) => ({
      value: name,
      name,
      detail: [processes === 1 ? '1 process' : `${formatCount(processes)} processes`, ...threadWords(threads)].join(
        ' · ',
      ),
    }))
}

/** Nothing where it is not known. */
function threadWords(threads: number | null): string[] {
  if (threads === null) return []
  return [threads === 1 ? '1 thread' : `${formatCount(threads)} threads`]
}
