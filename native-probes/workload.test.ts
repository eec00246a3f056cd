import { availableParallelism } from 'node:os'
import { beforeAll, describe, expect, it } from 'vitest'
import { PROBE_EXIT, type ProbeSamples } from '../contract/probe.ts'
import { build, canBuild, listProcesses, Running, runs, runToEnd, samplesOf } from './fixture-threadprobe.ts'

let threadprobe = ''
const workload = (plan: string, ...more: string[]): string[] => [
  ...[threadprobe, 'workload', '--cores', '0', '--plan', plan, ...more],
]

function repetitionOf(plan: string, ...more: string[]): ProbeSamples {
  const { status, stderr, lines } = runToEnd(workload(plan, ...more), 'block threads 1\n')
  expect({ status, stderr }).toEqual({ status: PROBE_EXIT.done, stderr: '' })
  const [samples] = samplesOf(lines)
  if (!samples) throw new Error('no samples')
  expect(samples.stopped).toBeUndefined()
  return samples
}

const figures = ({ values }: ProbeSamples, name: string): number[] => values[name] ?? []

describe.runIf(canBuild)('threadprobe workload', () => {
  beforeAll(() => {
    threadprobe = build()
  }, 60_000)

  it('gives every thread the processor time and the sleep that it asks for', () => {
    const samples = repetitionOf('0,0,1:c3000000,s2000000,c1000000/1000000,0,1:c2000000')
    const [first = 0, second = 0] = figures(samples, 'computed')
    expect(first).toBeGreaterThanOrEqual(4e6)
    expect(second).toBeGreaterThanOrEqual(2e6)
    const [long = 0, short = 0] = figures(samples, 'turnaround')
    expect(long).toBeGreaterThanOrEqual(6e6)
    expect(short).toBeGreaterThanOrEqual(2e6)
    expect(figures(samples, 'waiting')).toEqual([long - 6e6, short - 2e6])
  })

  it('lets two threads on one core take as long as both computations together', () => {
    const samples = repetitionOf('0,0,1:c10000000/0,0,1:c10000000')
    expect(Math.max(...figures(samples, 'turnaround'))).toBeGreaterThanOrEqual(20e6)
  })

  it('says how its timeline is known, and gives no core to two threads at once', () => {
    const { lines } = runToEnd(workload('0,0,1:c4000000/0,0,1:c4000000/0,5,1:c4000000'), 'block threads 1\n')
    const source = lines.flatMap((line) =>
      line.type === 'observation' && line.name === 'timeline-source' ? [line.facts['source']] : [],
    )
    const timeline = samplesOf(lines)[0]?.timeline
    expect(source).toEqual([timeline?.source])
    const { from = [], to = [], core = [], task = [] } = timeline ?? {}
    expect(new Set(task)).toEqual(new Set([0, 1, 2]))
    expect(new Set(core)).toEqual(new Set([0]))
    if (timeline?.source !== 'kernel') return
    from.forEach((start, i) => {
      expect(to[i]).toBeGreaterThan(start)
      if (i > 0) expect(start).toBeGreaterThanOrEqual(to[i - 1] ?? 0)
    })
  })

  it('records as much time on a core as the kernel charges the thread for', () => {
    const samples = repetitionOf('0,0,1:c20000000,s1000000,c20000000/0,0,1:c30000000')
    if (samples.timeline?.source !== 'kernel') return
    expect(samples.counts).toMatchObject({ lostRecords: 0, droppedSlices: 0, overlookedStays: 0 })
    for (const [i, recorded] of figures(samples, 'recorded').entries()) {
      const sum = samples.timeline.task.reduce(
        (total, task, k) =>
          task === i ? total + (samples.timeline?.to[k] ?? 0) - (samples.timeline?.from[k] ?? 0) : total,
        0,
      )
      expect(sum).toBe(recorded)
      // What a hypervisor takes is in the records and not in the account.
      expect(recorded).toBeGreaterThan((figures(samples, 'computed')[i] ?? 0) * 0.95)
    }
  })

  it.runIf(availableParallelism() > 1 && runs('prlimit', '--version'))(
    'has the timeline that the threads saw where the kernel refuses its own',
    () => {
      // Room for the records of one core, and two are asked for.
      const plan = '0,0,1:c3000000,s1000000,c1000000/0,0,1:c3000000'
      const command = ['prlimit', '--nofile=4:4', threadprobe, 'workload', '--cores', '0,1', '--plan', plan]
      const { status, lines } = runToEnd(command, 'block threads 1\n')
      expect(status).toBe(PROBE_EXIT.done)
      expect(lines).toContainEqual(
        expect.objectContaining({ facts: expect.objectContaining({ source: 'threads', refusedWith: 'EMFILE' }) }),
      )
      const [samples] = samplesOf(lines)
      const { task = [], end = [] } = samples?.timeline ?? {}
      expect(samples?.timeline?.source).toBe('threads')
      expect(Object.keys(samples?.values ?? {})).not.toContain('recorded')
      // One sleep, and the end of each.
      expect(task.filter((one, i) => one === 0 && end[i] === 1)).toHaveLength(1)
      expect(end.filter((one) => one === 2)).toHaveLength(2)
    },
  )

  it('repeats a workload as often as it is asked to', () => {
    const { lines } = runToEnd(workload('0,0,1:c100000/0,0,1:s100000'), 'block threads 1\n'.repeat(20))
    expect(samplesOf(lines)).toHaveLength(20)
  })

  it.each([
    ['an empty one', '', 'an arrival is a whole number'],
    ['a thread that does nothing', '0,0,1:', 'an operation is c or s with a time in ns, at character 7'],
    ['a nice value that there is not', '0,20,1:c1', 'a nice value is from -20 to 19'],
    ['a core that was not given', '0,0,2:c1', 'its cores are not a hexadecimal set of those given'],
    ['something after the last task', '0,0,1:c1;', 'an operation is followed by a comma'],
    ['too long an operation', '0,0,1:c30000000001', 'up to 30 s'],
    ['too long a workload', '0,0,1:c20000000000,c20000000000', 'may take longer than 30 s'],
    ['too many tasks', Array.from({ length: 65 }, () => '0,0,1:c1').join('/'), 'more than 64 tasks'],
    ['too many operations', `0,0,1:${Array.from({ length: 4097 }, () => 'c1').join(',')}`, 'more than 4096 operations'],
    ['an arrival before the start', '-1,0,1:c1', 'an arrival is a whole number'],
  ])('refuses %s', (_, plan, advice) => {
    const { status, lines } = runToEnd(workload(plan))
    expect(status).toBe(PROBE_EXIT.usage)
    expect(lines).toEqual([expect.objectContaining({ type: 'error', advice: expect.stringContaining(advice) })])
  })

  it.each([
    ['9999', 'this program may not run on the core'],
    ['0,0', 'a core is named twice'],
    ['x', 'a core is a whole number'],
    ['0 ', 'cores are separated by commas'],
  ])('refuses the cores %s', (cores, advice) => {
    const { status, lines } = runToEnd([threadprobe, 'workload', '--cores', cores])
    expect(status).toBe(PROBE_EXIT.usage)
    expect(lines).toEqual([expect.objectContaining({ type: 'error', advice: expect.stringContaining(advice) })])
  })

  it('is over with all its threads when it is killed in the midst of a repetition', async () => {
    const probe = new Running(workload('0,0,1:s20000000000/0,0,1:s20000000000'))
    const { pid } = await probe.next('hello')
    await probe.next('ready')
    probe.write('block threads 1\n')
    probe.child.kill('SIGKILL')
    await probe.ended
    expect(listProcesses().filter((task) => task.pid === pid && task.state !== 'Z')).toEqual([])
  })
})
