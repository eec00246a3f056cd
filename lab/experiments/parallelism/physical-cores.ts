import { readText, systemRoot, type FileRoot } from '../../machine/small-file.ts'

/**
 * How many physical cores stand behind these numbers: two hardware threads of one core share what it computes with. Null
 * where the system does not say, or not which cores there are.
 */
export function countPhysicalCores(cores: readonly number[], from: FileRoot = systemRoot): number | null {
  const siblings = cores.map((core) => {
    const folder = `sys/devices/system/cpu/cpu${core}/topology`
    return readText(from, `${folder}/thread_siblings_list`) ?? readText(from, `${folder}/core_cpus_list`)
  })
  return siblings.length === 0 || siblings.includes(null) ? null : new Set(siblings).size
}
