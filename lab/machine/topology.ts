import type { CpuInfoEntry } from './cpuinfo.ts'
import { parseCpuList } from './cpu-list.ts'
import { readInteger, readText, type FileRoot } from './small-file.ts'

const cpuFolder = 'sys/devices/system/cpu'

type Topology = {
  sockets: number | null
  cores: number | null
  hardwareThreads: number | null
  threadsPerCore: number | null
}

/** The CPUs that are switched on, by number; null when neither sysfs nor /proc/cpuinfo says. */
export function onlineCpus(from: FileRoot, entries: readonly CpuInfoEntry[]): number[] | null {
  const online = parseCpuList(readText(from, `${cpuFolder}/online`))
  if (online !== null && online.length > 0) return online
  return entries.length > 0 ? entries.map((entry) => entry.cpu) : null
}

/**
 * Sockets, cores and hardware threads, counted over sysfs' topology folders. Where a container or an old kernel
 * hides those, over the `physical id` and `core id` of /proc/cpuinfo.
 */
export function readTopology(from: FileRoot, entries: readonly CpuInfoEntry[]): Topology {
  const cpus = onlineCpus(from, entries)
  if (cpus === null) return { sockets: null, cores: null, hardwareThreads: null, threadsPerCore: null }
  const byCpu = new Map(entries.map((entry) => [entry.cpu, entry]))
  const places = cpus.map((cpu) => placeFromSysfs(from, cpu) ?? placeFromCpuInfo(byCpu.get(cpu)))
  const perCore = new Map<string, number>()
  for (const place of places) {
    if (place.core !== null) perCore.set(place.core, (perCore.get(place.core) ?? 0) + 1)
  }
  const everyCoreKnown = places.every((place) => place.core !== null)
  const everySocketKnown = places.every((place) => place.socket !== null)
  return {
    sockets: everySocketKnown ? new Set(places.map((place) => place.socket)).size : null,
    cores: everyCoreKnown ? perCore.size : null,
    hardwareThreads: cpus.length,
    threadsPerCore: everyCoreKnown ? Math.max(...perCore.values()) : null,
  }
}

/** Where one hardware thread sits: a name for its core, unique in the machine, and the number of its socket. */
type Place = { core: string | null; socket: number | null }

function placeFromSysfs(from: FileRoot, cpu: number): Place | null {
  const folder = `${cpuFolder}/cpu${cpu}/topology`
  // The older name is still there on every kernel; the newer one, core_cpus_list, came with Linux 5.3.
  const siblings = readText(from, `${folder}/thread_siblings_list`) ?? readText(from, `${folder}/core_cpus_list`)
  if (siblings === null) return null
  const socket = readInteger(from, `${folder}/physical_package_id`)
  // Firmware without that information makes the kernel write -1.
  return { core: siblings, socket: socket === -1 ? null : socket }
}

function placeFromCpuInfo(entry: CpuInfoEntry | undefined): Place {
  if (entry === undefined) return { core: null, socket: null }
  const core = entry.socket === null || entry.core === null ? null : `${entry.socket}/${entry.core}`
  return { core, socket: entry.socket }
}
