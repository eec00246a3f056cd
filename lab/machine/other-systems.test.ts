import { expect, it } from 'vitest'
import { describeProcessor } from './other-systems.ts'

it('describes an Apple processor by its kinds of core', () => {
  const facts = {
    brand: 'M1 Pro',
    vendor: '',
    manufacturer: 'Apple',
    processors: 1,
    cores: 10,
    physicalCores: 10,
    performanceCores: 8,
    efficiencyCores: 2,
    cache: { l1d: 65536, l1i: 131072, l2: 4194304, l3: 0 },
  }
  const processor = describeProcessor(facts, 'darwin')
  expect(processor).toMatchObject({ model: 'M1 Pro', vendor: 'Apple', cores: 10, threadsPerCore: 1 })
  expect(processor.coreKinds?.map((kind) => [kind.name, kind.hardwareThreads, kind.cpus])).toEqual([
    ['performance', 8, null],
    ['efficiency', 2, null],
  ])
  // Whose caches the package gives, it does not say.
  expect(processor.caches).toBeNull()
})

const desktop = {
  brand: 'Core™ i7-8700B',
  vendor: 'GenuineIntel',
  manufacturer: 'Intel®',
  processors: 1,
  cores: 12,
  physicalCores: 6,
  cache: { l1d: 32768, l1i: 32768, l2: 262144, l3: 12582912 },
}

it('gives the caches where their sizes are those of one instance', () => {
  const { caches, threadsPerCore } = describeProcessor(desktop, 'darwin')
  expect(threadsPerCore).toBe(2)
  expect(caches?.map(({ level, bytes }) => [level, bytes])).toEqual([
    [1, 32768],
    [1, 32768],
    [2, 262144],
    [3, 12582912],
  ])
  expect(describeProcessor(desktop, 'win32').caches).toBeNull()
})

it('turns the package’s zeros and empty texts into null', () => {
  const empty = { l1d: 0, l1i: 0, l2: 0, l3: 0 }
  const facts = { brand: '', vendor: '', manufacturer: '', processors: 0, cores: 0, physicalCores: 0, cache: empty }
  expect(new Set(Object.values(describeProcessor(facts, 'darwin')))).toEqual(new Set([null]))
})
