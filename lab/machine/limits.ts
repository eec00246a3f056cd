import type { Cap, Limits, ResourceLimit } from '../../contract/machine.ts'
import { readControlGroupCaps } from './cgroup.ts'
import { parseInteger, readInteger, readText, type FileRoot } from './small-file.ts'

/** What Linux lets us create: our resource limits, the kernel's own and our control group's. */
export function readLimits(from: FileRoot): Limits {
  const table = readText(from, 'proc/self/limits') ?? ''
  return {
    userTasks: parseResourceLimit(table, 'Max processes'),
    openFiles: parseResourceLimit(table, 'Max open files'),
    stackBytes: parseResourceLimit(table, 'Max stack size'),
    pidMax: readInteger(from, 'proc/sys/kernel/pid_max'),
    systemTasks: readInteger(from, 'proc/sys/kernel/threads-max'),
    mappings: readInteger(from, 'proc/sys/vm/max_map_count'),
    controlGroup: readControlGroupCaps(from),
  }
}

/** One row of /proc/self/limits: its name, then the soft and the hard limit. */
export function parseResourceLimit(table: string, name: string): ResourceLimit {
  const row = table.split('\n').find((line) => line.startsWith(`${name} `))
  const [soft, hard] = row?.slice(name.length).trim().split(/\s+/) ?? []
  return { soft: parseCap(soft), hard: parseCap(hard) }
}

function parseCap(text: string | undefined): Cap {
  return text === 'unlimited' ? 'unlimited' : parseInteger(text)
}
