import { describe, expect, it } from 'vitest'
import type { Reading, ReadTarget } from './reading.ts'
import { SystemSampler, type SystemProcess } from './system-sampler.ts'

function process(pid: number, parentPid: number, name: string, cpu = 0): SystemProcess {
  return { pid, parentPid, name, cpu, nice: 0, started: '2026-01-01 10:00:00', state: cpu > 0 ? 'running' : 'sleeping' }
}

async function firstReading(target: ReadTarget, processes: readonly SystemProcess[]): Promise<Reading> {
  const sampler = new SystemSampler(target, () => Promise.resolve(processes))
  for await (const reading of sampler.readings()) {
    await sampler.close()
    return reading
  }
  throw new Error('no reading')
}

const pids = ({ threads }: Reading): number[] => threads.map(({ pid }) => pid)

describe('processes of systems without /proc', () => {
  const all = [process(3, 2, 'child'), process(2, 1, 'parent', 50), process(4, 1, 'other')]

  it('are followed with their descendants, each as one thread', async () => {
    expect(pids(await firstReading({ by: 'pids', pids: [2] }, all)).sort()).toEqual([2, 3])
    expect(pids(await firstReading({ by: 'name', name: 'other' }, all))).toEqual([4])
    expect(pids(await firstReading({ by: 'all' }, all))).toHaveLength(3)
    expect(await firstReading({ by: 'pids', pids: [9] }, all)).toMatchObject({ followed: 0, threads: [] })
  })

  it('end with a sentence where the system does not list them', async () => {
    const sampler = new SystemSampler({ by: 'all' }, () => Promise.reject(new Error('no shell')))
    await expect(sampler.readings().next()).rejects.toThrow('This system did not list its processes: no shell.')
  })
})
