import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { MachineCard, MachineLoad } from '../../contract/machine.ts'
import { createMachineReader, readMachineCard } from './card.ts'
import { amdServer, armBoard, hybridIntelLaptop, layOutMachine } from './fixture-machine.ts'

describe('this machine', () => {
  it('has a card that agrees with what Node knows', async () => {
    const card = MachineCard.parse(await readMachineCard())
    expect(card.processor.hardwareThreads).toBe(cpus().length)
    expect(card.platform).toBe(process.platform)
    expect(card.runtime.node).toBe(process.versions.node)
    // Linux reports the same figure in both places; elsewhere both come from Node.
    expect(card.memory.totalBytes).toBe(totalmem())
    expect(card.clock.resolutionNs).toBeGreaterThan(0)
  })

  it.runIf(process.platform === 'linux')('has what every Linux has', async () => {
    const card = await readMachineCard()
    expect(card.pages.bytes).toBeGreaterThanOrEqual(4096)
    expect(card.limits.stackBytes.soft).not.toBeNull()
    expect(card.limits.pidMax).toBeGreaterThan(300)
    expect(card.placement.allowedCpus?.length).toBeGreaterThan(0)
    expect(card.load.ticks?.total).toBeGreaterThan(0)
  })

  it('has a load of its own', () => {
    const load = createMachineReader().load()
    expect(MachineLoad.parse(load)).toEqual(load)
  })

  it('survives being written and read', async () => {
    const card = await readMachineCard()
    expect(MachineCard.parse(JSON.parse(JSON.stringify(card)))).toEqual(card)
  })
})

describe('a reader', () => {
  it.each([
    ['a hybrid laptop', hybridIntelLaptop()],
    ['a server', amdServer()],
    ['an Arm board', armBoard()],
    ['a machine without files', {}],
  ])('gives a valid card for %s', async (_, files) => {
    const machine = layOutMachine(files)
    onTestFinished(() => machine.remove())
    const card = await createMachineReader({ root: machine.root, platform: 'linux' }).card()
    expect(MachineCard.parse(card)).toEqual(card)
  })

  it('keeps the processor and reads again what may change between runs', async () => {
    const machine = layOutMachine(amdServer())
    onTestFinished(() => machine.remove())
    const reader = createMachineReader({ root: machine.root, platform: 'linux' })
    const before = await reader.card()
    writeFileSync(join(machine.root, 'sys/devices/system/cpu/cpufreq/policy0/scaling_governor'), 'schedutil\n')
    mkdirSync(join(machine.root, 'proc/self'), { recursive: true })
    writeFileSync(join(machine.root, 'proc/self/status'), 'Cpus_allowed_list:\t1\n')
    const after = await reader.card()
    expect(after.processor).toBe(before.processor)
    expect(after.frequency.governor).toBe('schedutil')
    expect(after.placement.allowedCpus).toEqual([1])
  })

  it('stops waiting when the signal is aborted, and serves the next caller', async () => {
    const reader = createMachineReader()
    const controller = new AbortController()
    const reading = reader.card(controller.signal)
    controller.abort(new Error('enough'))
    await expect(reading).rejects.toThrow('enough')
    await expect(reader.card(controller.signal)).rejects.toThrow('enough')
    await expect(reader.card()).resolves.toHaveProperty('processor')
  })
})
