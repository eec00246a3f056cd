import { describe, expect, it, onTestFinished } from 'vitest'
import { readCaches } from './caches.ts'
import { readCoreKinds } from './core-kinds.ts'
import { parseCpuInfo, processorModel } from './cpuinfo.ts'
import { amdServer, armBoard, hybridIntelLaptop, layOutMachine } from './fixture-machine.ts'
import { readFrequency } from './frequency.ts'
import { readText } from './small-file.ts'
import { onlineCpus, readTopology } from './topology.ts'

function readFixture(files: Record<string, string>) {
  const machine = layOutMachine(files)
  onTestFinished(() => machine.remove())
  const entries = parseCpuInfo(readText(machine, 'proc/cpuinfo') ?? '')
  const cpus = onlineCpus(machine, entries) ?? []
  return {
    model: processorModel(entries),
    vendor: entries[0]?.vendor ?? null,
    topology: readTopology(machine, entries),
    kinds: readCoreKinds(machine, cpus, entries),
    caches: readCaches(machine, cpus),
    frequency: readFrequency(machine),
  }
}

describe('a hybrid Intel laptop', () => {
  it('has cores with one and with two threads', () => {
    const { topology } = readFixture(hybridIntelLaptop())
    expect(topology).toEqual({ sockets: 1, cores: 6, hardwareThreads: 8, threadsPerCore: 2 })
  })

  it('has two kinds of core, although favoured cores differ in capacity too', () => {
    const { kinds } = readFixture(hybridIntelLaptop())
    expect(kinds).toEqual([
      { name: 'performance', hardwareThreads: 4, cpus: [0, 1, 2, 3], capacity: 1024 },
      { name: 'efficiency', hardwareThreads: 4, cpus: [4, 5, 6, 7], capacity: 640 },
    ])
  })

  it('counts each cache once, however many threads share it', () => {
    const { caches } = readFixture(hybridIntelLaptop())
    expect(
      caches?.map(({ level, type, bytes, sharedBy, instances }) => [level, type, bytes, sharedBy, instances]),
    ).toEqual([
      [1, 'data', 48 * 1024, 2, 2],
      [1, 'data', 32 * 1024, 1, 4],
      [1, 'instruction', 64 * 1024, 1, 4],
      [1, 'instruction', 32 * 1024, 2, 2],
      [2, 'unified', 2048 * 1024, 4, 1],
      [2, 'unified', 1280 * 1024, 2, 2],
      [3, 'unified', 12288 * 1024, 8, 1],
    ])
  })

  it('scales its frequency over the range of all its policies', () => {
    expect(readFixture(hybridIntelLaptop()).frequency).toEqual({
      governor: 'powersave',
      driver: 'intel_pstate',
      minimumHz: 400e6,
      maximumHz: 4700e6,
      boost: true,
      scales: true,
    })
  })
})

describe('an AMD server', () => {
  it('counts cores over two sockets that use the same core numbers', () => {
    const { model, topology, kinds } = readFixture(amdServer())
    expect(model).toBe('AMD EPYC 7763 64-Core Processor')
    expect(topology).toEqual({ sockets: 2, cores: 4, hardwareThreads: 8, threadsPerCore: 2 })
    expect(kinds).toHaveLength(1)
  })

  it('does not scale under the governor performance with boost off', () => {
    expect(readFixture(amdServer()).frequency).toMatchObject({ governor: 'performance', boost: false, scales: false })
  })

  it('scales under the governor performance as long as boost is on', () => {
    const files = { ...amdServer(), 'sys/devices/system/cpu/cpufreq/boost': '1\n' }
    expect(readFixture(files).frequency.scales).toBe(true)
  })

  it('is counted from /proc/cpuinfo where sysfs is hidden', () => {
    const { topology, caches } = readFixture({ 'proc/cpuinfo': amdServer()['proc/cpuinfo'] ?? '' })
    expect(topology).toEqual({ sockets: 2, cores: 4, hardwareThreads: 8, threadsPerCore: 2 })
    expect(caches).toBeNull()
  })
})

describe('an Arm board without model names', () => {
  it('is named by its part numbers, without a socket', () => {
    const { model, vendor, topology } = readFixture(armBoard())
    expect(model).toBe('Cortex-A55 + Cortex-A76')
    expect(vendor).toBe('ARM')
    expect(topology).toEqual({ sockets: null, cores: 4, hardwareThreads: 4, threadsPerCore: 1 })
  })

  it('lists the strongest cores first', () => {
    expect(readFixture(armBoard()).kinds).toEqual([
      { name: 'Cortex-A76', hardwareThreads: 2, cpus: [2, 3], capacity: 1024 },
      { name: 'Cortex-A55', hardwareThreads: 2, cpus: [0, 1], capacity: 530 },
    ])
  })

  it('keeps the number of a part that it cannot name', () => {
    expect(parseCpuInfo('processor : 0\nCPU implementer : 0xc0\nCPU part : 0xac3')[0]?.model).toBe('Ampere part 0xac3')
  })
})

it('knows nothing about a machine without files', () => {
  expect(readFixture({})).toMatchObject({
    model: null,
    vendor: null,
    topology: { sockets: null, cores: null, hardwareThreads: null, threadsPerCore: null },
    caches: null,
    frequency: { governor: null, boost: null, scales: null },
  })
})
