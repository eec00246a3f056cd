import { describe, expect, it, onTestFinished } from 'vitest'
import { layOutMachine } from '../../machine/fixture-machine.ts'
import { addAccounts, kernelStackBytes, readAccounts, subtractAccounts } from './accounts.ts'

const ROLLUP = `5588b33d0000-7ffc44c27000 ---p 00000000 00:00 0                          [rollup]
Rss:                1776 kB
Pss:                 284 kB
Pss_Anon:            112 kB
Pss_File:            172 kB
Pss_Shmem:             8 kB
Private_Clean:        40 kB
Private_Dirty:       112 kB
`
const STATUS = 'Name:\tx\nVmSize:\t    2476 kB\nVmPTE:\t      44 kB\nThreads:\t7\n'
const KIB = 1024

function machineOf(files: Record<string, string>): ReturnType<typeof layOutMachine> {
  const machine = layOutMachine(files)
  onTestFinished(() => machine.remove())
  return machine
}

describe('the accounts of a process', () => {
  it('are those of smaps_rollup and status, in bytes', () => {
    const machine = machineOf({ 'proc/7/smaps_rollup': ROLLUP, 'proc/7/status': STATUS })
    expect(readAccounts(7, machine)).toEqual({
      ...{ virtual: 2476 * KIB, rss: 1776 * KIB, pss: 284 * KIB, anonymous: 120 * KIB, uss: 152 * KIB },
      ...{ pageTables: 44 * KIB, tasks: 7 },
    })
  })

  it('are none for a process that has ended', () => {
    const zombie = machineOf({ 'proc/7/smaps_rollup': '', 'proc/7/status': 'State:\tZ (zombie)\nThreads:\t1\n' })
    expect(readAccounts(7, zombie)).toBeNull()
    expect(readAccounts(8, zombie)).toBeNull()
  })

  it('are added up and taken from each other', () => {
    const accounts = { virtual: 7, rss: 6, pss: 5, anonymous: 4, uss: 3, pageTables: 2, tasks: 1 }
    expect(subtractAccounts(addAccounts(accounts, accounts), accounts)).toEqual(accounts)
  })

  it.runIf(process.platform === 'linux')('can be read of this process', () => {
    const own = readAccounts(process.pid)
    expect(own?.virtual).toBeGreaterThan(own?.rss ?? Infinity)
    expect(own?.rss).toBeGreaterThanOrEqual(own?.pss ?? Infinity)
  })
})

describe('the kernel stack of a task', () => {
  const stackOf = (kib: number, tasks: number): number | null =>
    kernelStackBytes(
      machineOf({ 'proc/meminfo': `KernelStack:        ${kib} kB\n`, 'proc/loadavg': `0.1 0.2 0.3 1/${tasks} 4711\n` }),
    )

  it('is the power of two next to the average', () => {
    expect(stackOf(1920, 118)).toBe(16 * KIB)
    expect(stackOf(810, 100)).toBe(8 * KIB)
  })

  it('is not known where the average is far from any, or cannot be had', () => {
    expect(stackOf(2300, 100)).toBeNull()
    expect(kernelStackBytes({ root: '/nowhere' })).toBeNull()
  })
})
