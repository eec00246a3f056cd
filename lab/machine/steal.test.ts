import { describe, expect, it, onTestFinished } from 'vitest'
import { layOutMachine } from './fixture-machine.ts'
import { parseCpuTicks, readCpuTicks, stealShare, stealShareSinceBoot } from './steal.ts'

const stat =
  'cpu  1000 10 500 8000 40 5 45 400 300 0\ncpu0 1 1 1 1 1 1 1 1 1 1\nintr 257905 0 0\nctxt 99\nbtime 1700000000\nprocesses 3158\nprocs_running 2\n'

describe('processor time', () => {
  it('leaves guest time out of the total, since user time holds it already', () => {
    expect(parseCpuTicks(stat)).toEqual({
      user: 1000,
      nice: 10,
      system: 500,
      idle: 8000,
      iowait: 40,
      irq: 5,
      softirq: 45,
      steal: 400,
      total: 10_000,
      processes: 3158,
    })
  })

  it('is unknown where there is no /proc/stat', () => {
    const machine = layOutMachine({})
    onTestFinished(() => machine.remove())
    expect(readCpuTicks(machine)).toBeNull()
    expect(parseCpuTicks('cpu  1 2')).toBeNull()
    expect(stealShareSinceBoot(null)).toBeNull()
  })
})

describe('the stolen share', () => {
  it('is that of the interval', () => {
    expect(stealShare({ steal: 400, total: 10_000 }, { steal: 425, total: 10_100 })).toBe(0.25)
    expect(stealShareSinceBoot(parseCpuTicks(stat))).toBe(0.04)
  })

  it('is 0 over no time, and never below 0 when the hypervisor corrects its account', () => {
    expect(stealShare({ steal: 400, total: 10_000 }, { steal: 400, total: 10_000 })).toBe(0)
    expect(stealShare({ steal: 400, total: 10_000 }, { steal: 390, total: 10_100 })).toBe(0)
  })
})
