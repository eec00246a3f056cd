import type { Cache } from '../../contract/machine.ts'
import { parseCpuList } from './cpu-list.ts'
import { listNames, readInteger, readText, type FileRoot } from './small-file.ts'

/** The caches of these CPUs from sysfs, alike ones counted together, nearest first. Null when sysfs shows none. */
export function readCaches(from: FileRoot, cpus: readonly number[]): Cache[] | null {
  const instances = new Map<string, Cache>()
  for (const cpu of cpus) {
    const folder = `sys/devices/system/cpu/cpu${cpu}/cache`
    for (const index of listNames(from, folder) ?? []) {
      if (!index.startsWith('index')) continue
      const found = readCache(from, `${folder}/${index}`, cpu)
      if (found !== null) instances.set(found.identity, found.cache)
    }
  }
  return instances.size === 0 ? null : countAlike([...instances.values()])
}

const types: Readonly<Record<string, Cache['type']>> = { Data: 'data', Instruction: 'instruction', Unified: 'unified' }

/** One cache seen from one CPU, and a name that is the same from every CPU that shares it. */
function readCache(from: FileRoot, folder: string, cpu: number): { identity: string; cache: Cache } | null {
  const level = readInteger(from, `${folder}/level`)
  const type = types[readText(from, `${folder}/type`) ?? '']
  const bytes = parseCacheSize(readText(from, `${folder}/size`))
  if (level === null || type === undefined || bytes === null) return null
  const sharing = readText(from, `${folder}/shared_cpu_list`)
  return {
    identity: `${level} ${type} ${sharing ?? `cpu ${cpu}`}`,
    cache: {
      level,
      type,
      bytes,
      sharedBy: parseCpuList(sharing)?.length ?? null,
      instances: 1,
      lineBytes: readInteger(from, `${folder}/coherency_line_size`),
    },
  }
}

/** The kernel writes `32K`; larger suffixes are read for safety. */
export function parseCacheSize(text: string | null): number | null {
  const match = /^(\d+)([KMG]?)$/.exec(text ?? '')
  if (match === null) return null
  const scale = { '': 1, K: 2 ** 10, M: 2 ** 20, G: 2 ** 30 }[match[2] ?? '']
  return scale === undefined ? null : Number(match[1]) * scale
}

function countAlike(caches: readonly Cache[]): Cache[] {
  const groups = new Map<string, Cache>()
  for (const cache of caches) {
    const key = `${cache.level} ${cache.type} ${cache.bytes} ${cache.sharedBy} ${cache.lineBytes}`
    groups.set(key, { ...cache, instances: (groups.get(key)?.instances ?? 0) + 1 })
  }
  return [...groups.values()].sort((a, b) => a.level - b.level || a.type.localeCompare(b.type) || b.bytes - a.bytes)
}
