import type { CoreKind } from '../../contract/machine.ts'
import { parseCpuList } from './cpu-list.ts'
import type { CpuInfoEntry } from './cpuinfo.ts'
import { readInteger, readText, type FileRoot } from './small-file.ts'

/** The performance-monitoring units that a hybrid Intel kernel registers, one for each kind of core. */
const hybridUnits = [
  { folder: 'cpu_core', name: 'performance' },
  { folder: 'cpu_atom', name: 'efficiency' },
  { folder: 'cpu_lowpower', name: 'low-power' },
] as const

/**
 * The kinds of core among these CPUs. Hybrid Intel processors are told apart by their monitoring units, since their
 * capacities also differ between cores of one kind (favoured cores); all others by core name and capacity.
 */
export function readCoreKinds(from: FileRoot, cpus: readonly number[], entries: readonly CpuInfoEntry[]): CoreKind[] {
  return hybridKinds(from, cpus) ?? kindsByNameAndCapacity(from, cpus, entries)
}

function hybridKinds(from: FileRoot, online: readonly number[]): CoreKind[] | null {
  const kinds = hybridUnits.flatMap(({ folder, name }) => {
    const members = parseCpuList(readText(from, `sys/devices/${folder}/cpus`)) ?? []
    const cpus = members.filter((cpu) => online.includes(cpu))
    return cpus.length === 0 ? [] : [{ name, hardwareThreads: cpus.length, cpus, capacity: strongest(from, cpus) }]
  })
  return kinds.length === 0 ? null : kinds
}

function strongest(from: FileRoot, cpus: readonly number[]): number | null {
  const capacities = cpus.flatMap((cpu) => readCapacity(from, cpu) ?? [])
  return capacities.length === 0 ? null : Math.max(...capacities)
}

function readCapacity(from: FileRoot, cpu: number): number | null {
  return readInteger(from, `sys/devices/system/cpu/cpu${cpu}/cpu_capacity`)
}

function kindsByNameAndCapacity(from: FileRoot, cpus: readonly number[], entries: readonly CpuInfoEntry[]): CoreKind[] {
  const modelOf = new Map(entries.map((entry) => [entry.cpu, entry.model]))
  const kinds = new Map<string, { name: string | null; cpus: number[]; capacity: number | null }>()
  for (const cpu of cpus) {
    const name = modelOf.get(cpu) ?? null
    const capacity = readCapacity(from, cpu)
    const key = `${name} ${capacity}`
    const kind = kinds.get(key) ?? { name, cpus: [], capacity }
    kind.cpus.push(cpu)
    kinds.set(key, kind)
  }
  const alike = kinds.size === 1
  return [...kinds.values()]
    .sort((a, b) => (b.capacity ?? 0) - (a.capacity ?? 0))
    .map((kind) => ({ ...kind, name: alike ? null : kind.name, hardwareThreads: kind.cpus.length }))
}
