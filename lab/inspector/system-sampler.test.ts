import { describe, expect, it } from 'vitest'
import type { Reading, ReadTarget } from './reading.ts'
import { SystemSampler, type SystemProcess } from './system-sampler.ts'

function process(pid: number, parentPid: number, name: string, cpu = 0): SystemProcess {
  return { pid, parentPid, name, cpu, nice: 0, started: '2026-01-01 10:00:00', state: cpu > 0 ? 'running' : 'sleeping' }
}

async function readings(
  count: number,
  target: ReadTarget,
  processes: readonly SystemProcess[],
  hardwareThreads = 1,
): Promise<Reading[]> {
  const sampler = new SystemSampler(target, () => Promise.resolve(processes), hardwareThreads)
  const gathered: Reading[] = []
  for await (const reading of sampler.readings()) if (gathered.push(reading) === count) break
  await sampler.close()
  return gathered
}

async function firstReading(target: ReadTarget, processes: readonly SystemProcess[]): Promise<Reading> {
  const [reading] = await readings(1, target, processes)
  if (!reading) throw new Error('no reading')
  return reading
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

  it('have no figure where the system tells none', async () => {
    const { columns, threads } = await firstReading({ by: 'all' }, all)
    for (const column of [columns.core, columns.delay]) expect(column).toEqual([-1, -1, -1])
    expect(threads.map(({ policy }) => policy)).toEqual([-1, -1, -1])
  })

  it('have a share of one core, though the system tells it of all cores', async () => {
    const [first, second] = await readings(2, { by: 'pids', pids: [2] }, [process(2, 1, 'parent', 50)], 4)
    const elapsed = (second?.at ?? 0) - (first?.at ?? 0)
    expect(((second?.columns.run[0] ?? 0) - (first?.columns.run[0] ?? 0)) / elapsed).toBeCloseTo(2)
  })

  it('end with a sentence where the system does not list them', async () => {
    const sampler = new SystemSampler({ by: 'all' }, () => Promise.reject(new Error('no shell')))
    await expect(sampler.readings().next()).rejects.toThrow('This system did not list its processes: no shell.')
  })
})
