import { readdirSync, statSync } from 'node:fs'
import { setImmediate as turn } from 'node:timers/promises'
import type { ProcessEntry } from '../../contract/inspector.ts'
import { systemRoot } from '../machine/small-file.ts'
import { askSystem } from './system-sampler.ts'
import { parseStat, type Stat } from './proc-text.ts'
import { ProcFiles } from './proc-files.ts'
import { keepsSchedstat } from './schedstat.ts'

/** More than anybody looks through. */
const MOST = 5000
/** The host's other work gets its turn after so many. */
const A_TURN = 200

/** The processes of this machine that may be chosen, without those of the kernel, by number. At most 5,000. */
export async function listProcesses(): Promise<ProcessEntry[]> {
  if (!keepsSchedstat(systemRoot)) return listSystemProcesses()
  const files = new ProcFiles(0)
  const entries: ProcessEntry[] = []
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  for (const [i, pid] of pids.entries()) {
    if (i % A_TURN === A_TURN - 1) await turn()
    const stat = readStat(files, `/proc/${pid}/stat`)
    if (!stat || stat.kernel) continue
    entries.push({ pid: Number(pid), name: stat.name, threads: stat.threads, own: isOwn(`/proc/${pid}`) })
    if (entries.length === MOST) break
  }
  return entries.sort((a, b) => a.pid - b.pid)
}

async function listSystemProcesses(): Promise<ProcessEntry[]> {
  const processes = await askSystem()
  return processes.slice(0, MOST).map(({ pid, name }) => ({ pid, name, threads: null, own: true }))
}

function readStat(files: ProcFiles, path: string): Stat | null {
  const text = files.readOnce(path)
  return typeof text === 'string' ? null : parseStat(text)
}

function isOwn(folder: string): boolean {
  try {
    return statSync(folder).uid === process.geteuid?.()
  } catch {
    return false
  }
}
