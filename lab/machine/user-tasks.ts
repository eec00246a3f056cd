import { listNames, readText, type FileRoot } from './small-file.ts'

/** Capabilities that lift RLIMIT_NPROC (capability(7)). */
const CAP_SYS_ADMIN = 21n
const CAP_SYS_RESOURCE = 24n

/** The user namespace that the machine started with maps every number to itself. */
const INITIAL_NAMESPACE = /^0\s+0\s+4294967295$/

/**
 * Whether RLIMIT_NPROC does not hold for us: the kernel exempts the machine's own root user and whoever has one of two
 * capabilities, but not the root of a user namespace (copy_process in the kernel's fork.c).
 */
export function isExemptFromUserLimit(from: FileRoot): boolean {
  if (!INITIAL_NAMESPACE.test(readText(from, 'proc/self/uid_map') ?? '')) return false
  const status = readText(from, 'proc/self/status') ?? ''
  const capabilities = BigInt(`0x${fieldOf(status, 'CapEff') || '0'}`)
  const has = (capability: bigint): boolean => ((capabilities >> capability) & 1n) === 1n
  return realUser(status) === '0' || has(CAP_SYS_ADMIN) || has(CAP_SYS_RESOURCE)
}

/** Tasks of our user, threads included, as far as /proc shows them to us: what RLIMIT_NPROC counts. */
export function countUserTasks(from: FileRoot): number {
  const self = realUser(readText(from, 'proc/self/status') ?? '')
  return (listNames(from, 'proc') ?? [])
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => readText(from, `proc/${pid}/status`) ?? '')
    .filter((status) => realUser(status) === self)
    .reduce((sum, status) => sum + Number(fieldOf(status, 'Threads')), 0)
}

const realUser = (status: string): string => fieldOf(status, 'Uid').split(/\s+/)[0] ?? ''

function fieldOf(status: string, name: string): string {
  return new RegExp(`^${name}:\\s*(.*)$`, 'm').exec(status)?.[1] ?? ''
}
