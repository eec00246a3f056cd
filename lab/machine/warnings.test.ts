import { describe, expect, it, onTestFinished } from 'vitest'
import type { MachineCard } from '../../contract/machine.ts'
import { Warning } from '../../contract/warning.ts'
import { createMachineReader } from './card.ts'
import { amdServer, hybridIntelLaptop, layOutMachine } from './fixture-machine.ts'
import { machineWarnings } from './warnings.ts'

/** Timings of the real clock would make these tests depend on the machine they run on. */
const goodClock = { source: 'tsc', resolutionNs: 20, readingNs: 25 }

async function cardOf(files: Record<string, string>): Promise<MachineCard> {
  const machine = layOutMachine(files)
  onTestFinished(() => machine.remove())
  const card = await createMachineReader({ root: machine.root, platform: 'linux' }).card()
  return { ...card, clock: goodClock }
}

describe('a busy laptop', () => {
  it('is warned about with figures and advice', async () => {
    const warnings = machineWarnings(await cardOf(hybridIntelLaptop()))
    expect(warnings.map((warning) => Warning.parse(warning).kind)).toEqual([
      'frequency-scaling',
      'background-load',
      'asymmetric-cores',
    ])
    const text = warnings.map(({ message }) => message).join('\n')
    expect(text).toContain('between 0.40 and 4.70 GHz during a run: the governor is powersave and boost is on')
    expect(text).toContain('3.10 tasks')
    expect(text).toContain('4 performance (CPUs 0-3), 4 efficiency (CPUs 4-7)')
  })

  it('has no asymmetric cores when we may run on one kind only', async () => {
    const card = await cardOf({ ...hybridIntelLaptop(), 'proc/self/status': 'Cpus_allowed_list:\t0-3\n' })
    expect(machineWarnings(card).map(({ kind }) => kind)).not.toContain('asymmetric-cores')
  })
})

it('finds nothing to say about a quiet server with fixed frequency', async () => {
  expect(machineWarnings(await cardOf(amdServer()))).toEqual([])
})

it('warns of a virtual machine, of stolen time and of a quota', async () => {
  const card = await cardOf(amdServer())
  const guest: MachineCard = {
    ...card,
    virtualisation: { kind: 'virtual-machine', hypervisor: 'KVM' },
    stealShareSinceBoot: 0.04,
    limits: { ...card.limits, controlGroup: { cpus: 1.5, memoryBytes: null, tasks: null } },
  }
  const warnings = machineWarnings(guest)
  expect(warnings.map(({ kind }) => kind)).toEqual(['virtual-machine', 'noisy-machine', 'noisy-machine'])
  expect(warnings[0]?.message).toContain('under KVM; other guests took 4.0 %')
  expect(warnings[2]?.message).toContain("1.5 CPUs' worth of time on 8 CPUs")
})

it('warns of a coarse clock once, and of one that costs a system call', async () => {
  const card = await cardOf(amdServer())
  const coarse = machineWarnings({ ...card, clock: { source: 'jiffies', resolutionNs: 4e6, readingNs: 40 } })
  expect(coarse.map(({ message }) => message)).toEqual([
    'The monotonic clock moves in steps of 4000000 ns (source jiffies).',
  ])
  const slow = machineWarnings({ ...card, clock: { source: 'hpet', resolutionNs: 70, readingNs: 900 } })
  expect(slow.map(({ kind }) => kind)).toEqual(['clock-too-coarse'])
})
