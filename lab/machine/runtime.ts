import { z } from 'zod'
import type { MachineCard, ResourceLimit } from '../../contract/machine.ts'

/** The versions that this process runs on. */
export function readRuntime(): MachineCard['runtime'] {
  const { node, v8, uv } = process.versions
  return { node, v8, libuv: uv, electron: process.versions['electron'] ?? null, architecture: process.arch }
}

const Limit = z
  .union([z.number(), z.literal('unlimited')])
  .nullable()
  .catch(null)
const LimitPair = z.object({ soft: Limit, hard: Limit }).catch({ soft: null, hard: null })

/** The few facts of Node's diagnostic report that can be had nowhere else. */
const Report = z.object({
  header: z.object({ glibcVersionRuntime: z.string().optional() }),
  sharedObjects: z.array(z.string()).catch([]),
  userLimits: z
    .object({ max_user_processes: LimitPair, open_files: LimitPair, stack_size_bytes: LimitPair })
    .partial()
    .catch({}),
})

/** What the diagnostic report of this process adds. */
type ReportedFacts = {
  libc: MachineCard['libc']
  userTasks: ResourceLimit
  openFiles: ResourceLimit
  stackBytes: ResourceLimit
}

const unknownLimit: ResourceLimit = { soft: null, hard: null }

export function parseReport(report: unknown): ReportedFacts | null {
  const parsed = Report.safeParse(report)
  if (!parsed.success) return null
  const { header, sharedObjects, userLimits } = parsed.data
  const version = header.glibcVersionRuntime
  const musl = sharedObjects.some((path) => /(^|\/)(ld-musl-|libc\.musl-)/.test(path))
  return {
    libc: version !== undefined ? { name: 'glibc', version } : musl ? { name: 'musl', version: null } : null,
    userTasks: userLimits.max_user_processes ?? unknownLimit,
    openFiles: userLimits.open_files ?? unknownLimit,
    stackBytes: userLimits.stack_size_bytes ?? unknownLimit,
  }
}

/**
 * Writes no file. The network part is left out, since naming the peers of open sockets may wait for a name server; a
 * runtime that cannot leave it out (Node before 20.13) is not asked.
 */
export function readReport(): ReportedFacts | null {
  const { report } = process
  const before: unknown = Reflect.get(report, 'excludeNetwork')
  if (typeof before !== 'boolean') return null
  Reflect.set(report, 'excludeNetwork', true)
  try {
    return parseReport(report.getReport())
  } catch {
    return null
  } finally {
    Reflect.set(report, 'excludeNetwork', before)
  }
}
