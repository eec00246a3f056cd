import { describe, expect, it } from 'vitest'
import type { Cache, Processor } from '../../../contract/machine.ts'
import { layOutProcessor } from './processor-layout.ts'

const cache = (level: number, type: Cache['type'], bytes: number, sharedBy: number): Cache => ({
  level,
  type,
  bytes,
  sharedBy,
  instances: null,
  lineBytes: 64,
})

function processor(sockets: number, cores: number, hardwareThreads: number): Processor {
  return {
    model: null,
    vendor: null,
    sockets,
    cores,
    hardwareThreads,
    threadsPerCore: hardwareThreads / cores,
    coreKinds: null,
    caches: [
      cache(3, 'unified', 32 << 20, hardwareThreads / sockets),
      cache(1, 'data', 32 << 10, hardwareThreads / cores),
    ],
  }
}

describe('layOutProcessor', () => {
  it('draws a frame for each core and a strand for each hardware thread', () => {
    const layout = layOutProcessor(processor(2, 8, 16))
    expect(layout?.sockets).toHaveLength(2)
    expect(layout?.cores).toHaveLength(8)
    expect(layout?.strands).toHaveLength(16)
  })

  it('draws a cache as wide as the cores that share it, the nearest to the core first', () => {
    const layout = layOutProcessor(processor(2, 8, 16))
    expect(layout?.caches.map(({ name, boxes }) => [name, boxes.length])).toEqual([
      ['L1d', 8],
      ['L3', 2],
    ])
    const [first] = layout?.caches[1]?.boxes ?? []
    const last = layout?.cores[3]
    expect(first && last && first.x + first.width).toBe(last && last.x + last.width)
  })

  it('keeps everything inside its socket', () => {
    const layout = layOutProcessor(processor(1, 4, 8))
    for (const { y, height } of layout?.caches ?? []) expect(y + height).toBeLessThanOrEqual(layout?.height ?? 0)
    for (const { x } of layout?.strands ?? []) expect(x).toBeLessThan(layout?.width ?? 0)
  })

  it('draws nothing that it would have to guess', () => {
    expect(layOutProcessor({ ...processor(1, 4, 8), cores: null })).toBeNull()
    expect(layOutProcessor(processor(1, 14, 20))).toBeNull()
    expect(layOutProcessor(processor(2, 128, 256))).toBeNull()
  })
})
