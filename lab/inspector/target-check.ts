import { readText, type FileRoot } from '../machine/small-file.ts'
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { InspectorTarget } from '../../contract/inspector.ts'
import { listsOwnProcessesOnly } from './proc-mount.ts'

/** There is nobody to follow; the message says why. */
export class TargetNotFound extends Error {
  override name = 'TargetNotFound'
}

/** Throws TargetNotFound for a process that does not exist, may not be read, or is no process. */
export function checkTarget(target: InspectorTarget, from: FileRoot): void {
  // Where there is no such folder, one that does not exist is one that has ended.
  if (target.follow !== 'process' || !existsSync(join(from.root, 'proc/self'))) return
  const { pid } = target
  const status = readText(from, `proc/${pid}/status`)
  if (status === null) throw new TargetNotFound(whyNotThere(pid, from))
  const group = /^Tgid:\s*(\d+)$/m.exec(status)?.[1]
  if (group !== undefined && Number(group) !== pid)
    throw new TargetNotFound(`${pid} is a thread of process ${group}; follow that process.`)
}

function whyNotThere(pid: number, from: FileRoot): string {
  if (isListed(join(from.root, `proc/${pid}`)))
    return `Process ${pid} belongs to somebody else, and this system does not let you read it.`
  const hidden = listsOwnProcessesOnly(from)
    ? ', or is another user’s: this system hides those (/proc is mounted with hidepid)'
    : ''
  return `There is no process ${pid}; it may have ended${hidden}. Choose another.`
}

/** Not `existsSync`: with hidepid=1 a process may be listed though it may not be entered. */
function isListed(folder: string): boolean {
  try {
    return statSync(folder).isDirectory()
  } catch {
    return false
  }
}
