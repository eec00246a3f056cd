import { existsSync, readFileSync } from 'node:fs'
import { availableParallelism, release } from 'node:os'
import { gunzipSync } from 'node:zlib'

/** How long a thread may keep a core here while others want it. */
export interface LinuxSlice {
  baseNs: number
  /** The kernel looks whether a slice is used up at ticks only; null where it does not say how often they come. */
  tickNs: number | null
  source: string
}

/** Linux has scheduled by virtual deadlines since this version. */
const FIRST_WITH_EEVDF = 6.06

/**
 * The base slice of this kernel's scheduler: as it says itself, which takes a privilege, or else the default of its
 * version (kernel/sched/fair.c: 0.70 ms since 6.15 and 0.75 ms before, times 1 + log2 of the cores, of which at most 8
 * count). Null for a kernel with another scheduler.
 */
export function readLinuxSlice(root = '/', version = release()): LinuxSlice | null {
  const [, major = '0', minor = '0'] = /^(\d+)\.(\d+)/.exec(version) ?? []
  const number = Number(major) + Number(minor) / 100
  if (number < FIRST_WITH_EEVDF) return null
  const tickNs = readTick(root, version)
  const said = Number(readText(`${root}sys/kernel/debug/sched/base_slice_ns`))
  if (said > 0) return { baseNs: said, tickNs, source: 'read from the kernel' }
  const doublings = Math.floor(Math.log2(Math.min(8, availableParallelism())))
  const baseNs = (number < 6.15 ? 750_000 : 700_000) * (1 + doublings)
  return { baseNs, tickNs, source: `the default of Linux ${major}.${minor}; reading it takes a privilege` }
}

/** A slice is found to be used up at the next tick; how far away that is, as a share of one, nobody knows beforehand. */
export function drawSlice({ baseNs, tickNs }: LinuxSlice, share: number): number {
  return Math.round(baseNs + share * (tickNs ?? 0))
}

/** Once a slice has begun at a tick, it lasts a whole number of them. */
export function steadySlice({ baseNs, tickNs }: LinuxSlice): number {
  return tickNs === null ? baseNs : Math.ceil(baseNs / tickNs) * tickNs
}

function readTick(root: string, version: string): number | null {
  const packed = `${root}proc/config.gz`
  const text = existsSync(packed)
    ? gunzipSync(readFileSync(packed)).toString('latin1')
    : readText(`${root}boot/config-${version}`)
  const hertz = Number(/^CONFIG_HZ=(\d+)$/m.exec(text)?.[1])
  return hertz > 0 ? 1e9 / hertz : null
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return ''
  }
}
