import { existsSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { memoryAmount } from '../../machine/memory.ts'
import { parseLoadAverage } from '../../machine/load.ts'
import { parseInteger, readText, systemRoot, type FileRoot } from '../../machine/small-file.ts'

/** How far the average may be from a power of two. */
const STACK_DOUBT = 0.25
const LOOK_MS = 50
const MOST_LOOKS = 60

/** What the kernel says that a process has in memory, in bytes, as the native probe reads it too. */
export interface Accounts {
  virtual: number
  rss: number
  pss: number
  /** Of these, the pages that no file stands behind: Pss_Anon + Pss_Shmem. */
  anonymous: number
  uss: number
  pageTables: number
  /** Its threads. */
  tasks: number
}

export const NOTHING: Accounts = { virtual: 0, rss: 0, pss: 0, anonymous: 0, uss: 0, pageTables: 0, tasks: 0 }

/** Why the accounts of processes cannot be read here; null where they can. */
export function whyNoAccounts(): string | null {
  return existsSync('/proc/self/smaps_rollup')
    ? null
    : 'this system does not say what a process has in memory (/proc/…/smaps_rollup of Linux)'
}

/** The accounts of a process of ours; null where it has ended or is not ours. */
export function readAccounts(pid: number, from: FileRoot = systemRoot): Accounts | null {
  const rollup = readText(from, `proc/${pid}/smaps_rollup`)
  const status = readText(from, `proc/${pid}/status`)
  if (rollup === null || status === null) return null
  const inRollup = (...names: string[]): number | null => sum(names.map((name) => memoryAmount(rollup, name)))
  const accounts = {
    virtual: memoryAmount(status, 'VmSize'),
    rss: inRollup('Rss'),
    pss: inRollup('Pss'),
    anonymous: inRollup('Pss_Anon', 'Pss_Shmem'),
    uss: inRollup('Private_Clean', 'Private_Dirty'),
    pageTables: memoryAmount(status, 'VmPTE'),
    tasks: parseInteger(/^Threads:\s+(\d+)$/m.exec(status)?.[1]),
  }
  return isComplete(accounts) ? accounts : null
}

const sum = (amounts: readonly (number | null)[]): number | null =>
  amounts.reduce((total, one) => (total === null || one === null ? null : total + one), 0)

/** A process that has ended and is not reaped has files without these lines. */
function isComplete(accounts: Record<keyof Accounts, number | null>): accounts is Accounts {
  return Object.values(accounts).every((amount) => amount !== null)
}

export function addAccounts(one: Accounts, other: Accounts): Accounts {
  return combine(one, other, (a, b) => a + b)
}

export function subtractAccounts(after: Accounts, before: Accounts): Accounts {
  return combine(after, before, (a, b) => a - b)
}

function combine(one: Accounts, other: Accounts, of: (a: number, b: number) => number): Accounts {
  return {
    virtual: of(one.virtual, other.virtual),
    rss: of(one.rss, other.rss),
    pss: of(one.pss, other.pss),
    anonymous: of(one.anonymous, other.anonymous),
    uss: of(one.uss, other.uss),
    pageTables: of(one.pageTables, other.pageTables),
    tasks: of(one.tasks, other.tasks),
  }
}

/**
 * The kernel stack of one task, in bytes: a power of two, the nearest to what all tasks of the machine have on average.
 * Null where the kernel does not say, or where so many tasks have just ended that the average is of no use.
 */
export function kernelStackBytes(from: FileRoot = systemRoot): number | null {
  const all = memoryAmount(readText(from, 'proc/meminfo') ?? '', 'KernelStack')
  const tasks = parseLoadAverage(readText(from, 'proc/loadavg') ?? '')?.tasks ?? null
  if (all === null || tasks === null || tasks === 0) return null
  const nearest = 2 ** Math.round(Math.log2(all / tasks))
  return Math.abs(all / tasks / nearest - 1) <= STACK_DOUBT ? nearest : null
}

/** The same, looked for again until the machine has come to rest; null if that takes too long. */
export async function findKernelStack(signal: AbortSignal): Promise<number | null> {
  for (let look = 0; look < MOST_LOOKS; look++) {
    const bytes = kernelStackBytes()
    if (bytes !== null) return bytes
    await setTimeout(LOOK_MS, null, { signal })
  }
  return null
}
