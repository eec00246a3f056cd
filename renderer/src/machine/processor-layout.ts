import type { Cache, Processor } from '../../../contract/machine.ts'

export interface Box {
  x: number
  y: number
  width: number
  height: number
}

export interface CacheRow {
  name: string
  cache: Cache
  y: number
  height: number
  boxes: readonly Box[]
}

export interface ProcessorLayout {
  width: number
  height: number
  sockets: readonly Box[]
  cores: readonly Box[]
  /** Where the strands are: one a hardware thread. */
  strands: readonly { x: number; y: number; height: number }[]
  caches: readonly CacheRow[]
}

const THREAD_WIDTH = 34
const CORE_GAP = 10
const SOCKET_GAP = 26
const PADDING = 12
const CORE_HEIGHT = 58
const ROW_GAP = 8
/** More than this many cores cannot be told apart in a small diagram. */
const MOST_CORES = 16

/**
 * Places for a diagram of sockets, cores, hardware threads and caches: frames, strands, and bars under the threads that
 * share them. Null where the counts are not known, do not divide evenly, or are too many to draw one by one.
 */
export function layOutProcessor({ sockets, cores, hardwareThreads, caches }: Processor): ProcessorLayout | null {
  if (sockets === null || cores === null || hardwareThreads === null) return null
  if (sockets < 1 || cores < sockets || cores > MOST_CORES || cores % sockets !== 0 || hardwareThreads % cores !== 0)
    return null
  const threadsPerCore = hardwareThreads / cores
  const coresPerSocket = cores / sockets
  const coreWidth = Math.max(56, threadsPerCore * THREAD_WIDTH)
  const socketWidth = 2 * PADDING + coresPerSocket * coreWidth + (coresPerSocket - 1) * CORE_GAP

  const coreBoxes = Array.from({ length: cores }, (_, core): Box => {
    const socket = Math.floor(core / coresPerSocket)
    const place = core % coresPerSocket
    return {
      x: socket * (socketWidth + SOCKET_GAP) + PADDING + place * (coreWidth + CORE_GAP),
      y: PADDING,
      width: coreWidth,
      height: CORE_HEIGHT,
    }
  })
  const strands = coreBoxes.flatMap(({ x, y, width, height }) =>
    Array.from({ length: threadsPerCore }, (_, thread) => ({
      x: x + (width * (thread + 0.5)) / threadsPerCore,
      y: y + 10,
      height: height - 20,
    })),
  )
  const rows = cacheRows(caches ?? [], coreBoxes, threadsPerCore)
  const bottom = rows.reduce((end, { y, height }) => Math.max(end, y + height), PADDING + CORE_HEIGHT) + PADDING
  return {
    width: sockets * socketWidth + (sockets - 1) * SOCKET_GAP,
    height: bottom,
    sockets: Array.from({ length: sockets }, (_, index) => ({
      x: index * (socketWidth + SOCKET_GAP),
      y: 0,
      width: socketWidth,
      height: bottom,
    })),
    cores: coreBoxes,
    strands,
    caches: rows,
  }
}

function cacheRows(caches: readonly Cache[], cores: readonly Box[], threadsPerCore: number): CacheRow[] {
  const order = [...caches].sort((a, b) => a.level - b.level || a.type.localeCompare(b.type))
  let y = PADDING + CORE_HEIGHT + ROW_GAP
  return order.map((cache) => {
    // Every fourfold of size is as much higher as the last one; the number beside it says how large it is.
    const height = Math.round(10 + 3 * Math.max(0, Math.log2(cache.bytes / 16384)))
    const shared = Math.max(1, Math.round((cache.sharedBy ?? threadsPerCore) / threadsPerCore))
    const boxes = Array.from({ length: Math.ceil(cores.length / shared) }, (_, index): Box[] => {
      const first = cores[index * shared]
      const last = cores[Math.min(cores.length, (index + 1) * shared) - 1]
      return first && last ? [{ x: first.x, y, width: last.x + last.width - first.x, height }] : []
    }).flat()
    const row = { name: cacheName(cache), cache, y, height, boxes }
    y += height + ROW_GAP
    return row
  })
}

function cacheName({ level, type }: Cache): string {
  return `L${level}${type === 'data' ? 'd' : type === 'instruction' ? 'i' : ''}`
}
