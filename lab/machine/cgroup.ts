import type { Cap, Limits } from '../../contract/machine.ts'
import { parseInteger, readInteger, readText, type FileRoot } from './small-file.ts'

/** One line of /proc/self/cgroup: version 2 has no controllers there, version 1 one hierarchy for each set of them. */
type Membership = { version: 1 | 2; controllers: string[]; path: string }

/** A control-group file system in /proc/self/mountinfo. */
type GroupMount = { version: 1 | 2; controllers: string[]; root: string; mountPoint: string }

type Controller = 'cpu' | 'memory' | 'pids'

/**
 * The tightest caps over our own control group and every ancestor that is mounted here. Those above a container's
 * namespace cannot be seen. A controller that is not at work for us gives null.
 */
export function readControlGroupCaps(from: FileRoot): Limits['controlGroup'] {
  const homeOf = homesIn(from)
  const capOf = (controller: Controller, read: Record<1 | 2, (folder: string) => Cap>): Cap => {
    const home = homeOf(controller)
    return home === null ? null : tightest(home.folders.map((folder) => read[home.version](folder)))
  }
  const cap = (file: string) => (folder: string) => parseGroupCap(readText(from, `${folder}/${file}`))
  return {
    cpus: capOf('cpu', {
      1: (folder) =>
        parseQuota(readInteger(from, `${folder}/cpu.cfs_quota_us`), readInteger(from, `${folder}/cpu.cfs_period_us`)),
      2: (folder) => parseCpuMax(readText(from, `${folder}/cpu.max`)),
    }),
    memoryBytes: capOf('memory', { 1: cap('memory.limit_in_bytes'), 2: cap('memory.max') }),
    tasks: capOf('pids', { 1: cap('pids.max'), 2: cap('pids.max') }),
  }
}

/** How many more tasks our control group and its visible ancestors take; null where none of them has a cap. */
export function readControlGroupTasksLeft(from: FileRoot): number | null {
  const folders = homesIn(from)('pids')?.folders ?? []
  const left = folders.flatMap((folder) => {
    const cap = parseGroupCap(readText(from, `${folder}/pids.max`))
    const present = readInteger(from, `${folder}/pids.current`)
    return typeof cap === 'number' && present !== null ? [Math.max(0, cap - present)] : []
  })
  return left.length === 0 ? null : Math.min(...left)
}

const MEMORY_FILES = {
  1: { cap: 'memory.limit_in_bytes', used: 'memory.usage_in_bytes', cache: 'total_inactive_file' },
  2: { cap: 'memory.max', used: 'memory.current', cache: 'inactive_file' },
} as const

/**
 * How many bytes more our control group and its visible ancestors take before the kernel ends somebody in it; null where
 * none of them has a cap. Cached pages of files that nobody uses count as free: the kernel drops them first.
 */
export function readControlGroupMemoryLeft(from: FileRoot): number | null {
  const home = homesIn(from)('memory')
  if (home === null) return null
  const { cap: capFile, used: usedFile, cache: cacheName } = MEMORY_FILES[home.version]
  const left = home.folders.flatMap((folder) => {
    const cap = parseGroupCap(readText(from, `${folder}/${capFile}`))
    const used = readInteger(from, `${folder}/${usedFile}`)
    if (typeof cap !== 'number' || used === null) return []
    const statistics = readText(from, `${folder}/memory.stat`) ?? ''
    const cache = Number(new RegExp(`^${cacheName} (\\d+)$`, 'm').exec(statistics)?.[1] ?? 0)
    return [Math.max(0, cap - used + cache)]
  })
  return left.length === 0 ? null : Math.min(...left)
}

/** Where each controller's caps for us are written. */
function homesIn(from: FileRoot): (controller: Controller) => ReturnType<typeof findHome> {
  const memberships = parseMemberships(readText(from, 'proc/self/cgroup') ?? '')
  const mounts = parseGroupMounts(readText(from, 'proc/self/mountinfo') ?? '')
  return (controller) => findHome(from, controller, memberships, mounts)
}

export function parseMemberships(text: string): Membership[] {
  return text.split('\n').flatMap((line) => {
    const match = /^(\d+):([^:]*):(\/.*)$/.exec(line)
    if (match === null) return []
    const [, , controllers = '', path = '/'] = match
    return [{ version: controllers === '' ? 2 : 1, controllers: controllers.split(','), path } as const]
  })
}

/** The fields of mountinfo are in proc_pid_mountinfo(5): root and mount point are the 4th and 5th, the type follows ` - `. */
export function parseGroupMounts(text: string): GroupMount[] {
  return text.split('\n').flatMap((line) => {
    const [before = '', after = ''] = line.split(' - ')
    const [type, , superOptions = ''] = after.split(' ')
    const [, , , root, mountPoint] = before.split(' ')
    if (root === undefined || mountPoint === undefined || (type !== 'cgroup' && type !== 'cgroup2')) return []
    const controllers = superOptions.split(',')
    return [
      { version: type === 'cgroup2' ? 2 : 1, controllers, root, mountPoint: decodeMountPath(mountPoint) } as const,
    ]
  })
}

/** mountinfo writes space, tab, newline and backslash as `\040` and the like. */
function decodeMountPath(path: string): string {
  return path.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)))
}

/** The folders, own group first, in which this controller's caps for us are written. */
function findHome(
  from: FileRoot,
  controller: Controller,
  memberships: readonly Membership[],
  mounts: readonly GroupMount[],
): { version: 1 | 2; folders: string[] } | null {
  for (const mount of mounts) {
    const offered =
      mount.version === 1 ? mount.controllers : readText(from, `${mount.mountPoint}/cgroup.controllers`)?.split(/\s+/)
    if (!offered?.includes(controller)) continue
    const membership = memberships.find(
      ({ version, controllers }) => version === mount.version && (version === 2 || controllers.includes(controller)),
    )
    if (membership !== undefined) return { version: mount.version, folders: ancestry(mount, membership.path) }
  }
  return null
}

/** The group's folder and those of its ancestors up to the mount point. A group outside the mounted part leaves the mount point alone. */
export function ancestry(mount: Pick<GroupMount, 'root' | 'mountPoint'>, path: string): string[] {
  const inside = mount.root === '/' ? path : path.startsWith(`${mount.root}/`) ? path.slice(mount.root.length) : '/'
  const names = inside.split('/').filter((name) => name !== '')
  if (names.includes('..')) return [mount.mountPoint]
  return names
    .map((_, index) => [mount.mountPoint, ...names.slice(0, names.length - index)].join('/'))
    .concat(mount.mountPoint)
}

/** `max 100000` or `50000 100000`: microseconds of processor time in each period of so many microseconds. */
export function parseCpuMax(text: string | null): Cap {
  const [quota, period] = text?.split(' ') ?? []
  return quota === 'max' ? 'unlimited' : parseQuota(parseInteger(quota), parseInteger(period))
}

function parseQuota(quotaUs: number | null, periodUs: number | null): Cap {
  if (quotaUs === null || periodUs === null || periodUs <= 0) return null
  return quotaUs < 0 ? 'unlimited' : quotaUs / periodUs
}

/** Version 1 writes "no limit" as the largest whole number of pages in 63 bits, or -1. */
function parseGroupCap(text: string | null): Cap {
  if (text === null) return null
  if (text === 'max' || text === '-1') return 'unlimited'
  if (!/^\d+$/.test(text)) return null
  const value = Number(text)
  return value >= 2 ** 62 ? 'unlimited' : value
}

/** Root groups have no files for their caps: where the controller is at work and none is written, none holds. */
function tightest(caps: readonly Cap[]): Cap {
  const numbers = caps.filter((cap) => typeof cap === 'number')
  return numbers.length === 0 ? 'unlimited' : Math.min(...numbers)
}
