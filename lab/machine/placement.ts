import type { MachineCard } from '../../contract/machine.ts'
import { parseCpuList } from './cpu-list.ts'
import { readText, type FileRoot } from './small-file.ts'

/** Where the scheduler may put us, from our own status: a cpuset and `taskset` are both in it. */
export function readPlacement(from: FileRoot): MachineCard['placement'] {
  return {
    allowedCpus: parseAllowedCpus(readText(from, 'proc/self/status') ?? ''),
    isolatedCpus: parseCpuList(readText(from, 'sys/devices/system/cpu/isolated')),
  }
}

export function parseAllowedCpus(status: string): number[] | null {
  return parseCpuList(/^Cpus_allowed_list:\s*(\S+)$/m.exec(status)?.[1] ?? null)
}
