import { spawnSync } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { dirname } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { PROBE_EXIT, type ProbeSamples } from '../contract/probe.ts'
import { compile } from './fixture-sampler.ts'
import { blocks, build, canBuild, listProcesses, Running, runs, runToEnd, samplesOf } from './fixture-threadprobe.ts'

let threadprobe = ''
let slicer = ''
const parallelism = (...options: string[]): string[] => [threadprobe, 'parallelism', ...options]
const ALL = ['one-core', 'all-cores', 'processes-all-cores']

function answersTo(series: readonly string[], count: number, ...options: string[]): ProbeSamples[] {
  const { status, stderr, lines } = runToEnd(parallelism(...options), blocks(series, count))
  expect({ status, stderr }).toEqual({ status: PROBE_EXIT.done, stderr: '' })
  return samplesOf(lines)
}

/** Pairs of slices that lie at the same time. */
function overlaps({ timeline }: ProbeSamples): number {
  const { from = [], to = [] } = timeline ?? {}
  return from.flatMap((start, i) => to.filter((end, k) => k > i && end > start && (from[k] ?? 0) < (to[i] ?? 0))).length
}

describe.runIf(canBuild)('threadprobe parallelism', () => {
  beforeAll(() => {
    threadprobe = build()
    const sources = ['src/slices.c', 'src/harness-memory.c']
    slicer = compile(dirname(threadprobe), 'fixture-slices.c', ...sources)
  }, 60_000)

  it.each(['1', '3', '64'])('has %s workers do every step that was asked for', (workers) => {
    for (const { values, counts, stopped } of answersTo(ALL, 2, '--workers', workers, '--steps', '1000003')) {
      expect(stopped).toBeUndefined()
      expect(counts).toMatchObject({ shifts: 2, wrongSums: 0, misplaced: 0, lostWorkers: 0 })
      for (const part of ['elapsed', 'processor']) expect(values[part]).toHaveLength(2)
    }
  })

  it('uses the more processor time the more steps there are', () => {
    const timeFor = (steps: string): number =>
      Math.min(...answersTo(['one-core'], 5, '--steps', steps).flatMap(({ values }) => values['processor'] ?? []))
    expect(timeFor('4000000')).toBeGreaterThan(2 * timeFor('1000000'))
  })

  it('gives one core to one worker at a time, with a serial share or without', () => {
    for (const serial of ['0', '50']) {
      const options = ['--workers', '4', '--steps', '4000000', '--serial-percent', serial]
      const [samples] = answersTo(['one-core-recorded'], 1, ...options)
      expect(new Set(samples?.timeline?.core).size).toBe(1)
      expect(new Set(samples?.timeline?.task)).toEqual(new Set([0, 1, 2, 3]))
      if (samples?.timeline?.source === 'kernel') expect(overlaps(samples)).toBe(0)
      const elapsed = samples?.values['elapsed']?.[0] ?? 0
      expect(Math.max(...(samples?.timeline?.to ?? []))).toBeLessThanOrEqual(elapsed)
    }
  })

  it('lets nobody work beside the one that has the serial part', () => {
    const options = ['--workers', '4', '--steps', '4000000', '--serial-percent', '100']
    const [samples] = answersTo(['all-cores'], 1, ...options)
    const { elapsed: [elapsed = 0] = [], processor: [processor = 0] = [] } = samples?.values ?? {}
    // Waking and falling asleep go on beside it.
    expect(processor).toBeLessThan(elapsed * 1.05 + 500_000)
  })

  it.each(ALL)(
    'counts no more processor time in %s than the kernel recorded: what was before the release is no work',
    (id) => {
      const [samples] = answersTo([`${id}-recorded`], 1, '--workers', '32', '--steps', '4000000')
      if (samples?.timeline?.source !== 'kernel') return
      const { from, to } = samples.timeline
      const recorded = to.reduce((sum, end, i) => sum + end - (from[i] ?? 0), 0)
      expect(recorded).toBeGreaterThan((samples.values['processor']?.[0] ?? 0) * 0.9 - 1e6)
    },
  )

  describe('slices of records', () => {
    const sliced = (...records: string[]): string =>
      spawnSync(slicer, { input: records.join('\n'), encoding: 'utf8' }).stdout.trim()

    it('are complete where whoever got a core lost it again, and what comes after the work does not count', () => {
      expect(sliced('0 1 50 in', '0 1 400 out', '0 2 400 in', '0 2 1100 out', '1 1 400 in', '1 1 1100 out')).toBe('3 0')
      expect(sliced('0 1 50 in', '0 1 1100 out', '0 1 1200 in')).toBe('1 0')
    })

    it.each([
      ['at the end of the last core', ['0 1 50 in', '0 1 400 out', '1 1 400 in'], '1 1'],
      ['at the end of a core before another', ['0 1 50 in', '1 2 50 in', '1 2 1100 out'], '1 1'],
      ['before the work began, at the end', ['0 2 50 in', '0 2 1100 out', '1 1 50 in'], '1 1'],
      ['where the next core begins with an end', ['0 1 500 in', '1 2 400 out'], '0 2'],
      ['where another got the core', ['0 1 50 in', '0 1 200 out', '0 1 300 in', '0 2 400 in', '0 2 1100 out'], '2 1'],
    ])('are incomplete where one is left open %s', (_, records, expected) => {
      expect(sliced(...records)).toBe(expected)
    })
  })

  it.runIf(availableParallelism() > 1 && runs('prlimit', '--version'))(
    'has what the workers saw where the kernel refuses its records, and says so',
    () => {
      const command = ['prlimit', '--nofile=4:4', ...parallelism('--workers', '2', '--steps', '4000000')]
      const { lines } = runToEnd(command, blocks(['one-core-recorded', 'processes-all-cores-recorded'], 1))
      expect(lines).toContainEqual(
        expect.objectContaining({ facts: expect.objectContaining({ source: 'threads', refusedWith: 'EMFILE' }) }),
      )
      for (const { timeline, counts } of samplesOf(lines)) {
        expect(timeline?.source).toBe('threads')
        expect(new Set(timeline?.task)).toEqual(new Set([0, 1]))
        expect(counts['wrongSums']).toBe(0)
      }
    },
  )

  it.runIf(runs('prlimit', '--version'))('counts nothing in a block of which no shift could be recorded', async () => {
    const probe = new Running(parallelism('--workers', '2', '--steps', '1000000'))
    const { pid } = await probe.next('hello')
    await probe.next('ready')
    probe.write('block processes-all-cores 2\nblock one-core-recorded 1\n')
    expect((await probe.next('samples')).counts).toMatchObject({ shifts: 2 })
    if ((await probe.next('samples')).timeline?.source !== 'kernel') return
    spawnSync('prlimit', ['--pid', String(pid), '--nofile=4:'])
    probe.write('block all-cores-recorded 1\n')
    const { counts, stopped } = await probe.next('samples')
    expect(stopped).toMatchObject({ errno: 'EMFILE' })
    expect(Object.values(counts).filter((count) => count !== 0)).toEqual([])
  })

  it('says how fast it takes steps, where it is asked', () => {
    const { lines } = runToEnd(parallelism('--observe', 'rate'))
    const rate = lines.find((line) => line.type === 'observation' && line.name === 'rate')
    expect(rate).toMatchObject({ facts: { steps: expect.any(Number), tookNs: expect.any(Number) } })
  })

  it.each([
    ['--workers', '65', 'from 1 to 64'],
    ['--workers', '0', 'from 1 to 64'],
    ['--steps', '0', 'from 1 to 2000000000'],
    ['--serial-percent', '101', 'from 0 to 100'],
    ['--observe', 'everything', 'one of: nothing rate'],
  ])('refuses %s %s', (name, value, advice) => {
    const { status, lines } = runToEnd(parallelism(name, value))
    expect(status).toBe(PROBE_EXIT.usage)
    expect(lines).toEqual([expect.objectContaining({ type: 'error', advice: expect.stringContaining(advice) })])
  })

  it('gives no figure where one of its processes is killed', async () => {
    const probe = new Running(parallelism('--workers', '2', '--steps', '2000000000'))
    const { pid } = await probe.next('hello')
    await probe.next('ready')
    probe.write('block processes-all-cores 1\n')
    const children = (): number[] => listProcesses().flatMap((one) => (one.parent === pid ? [one.pid] : []))
    await expect.poll(() => children().length).toBe(2)
    process.kill(children()[0] ?? 0, 'SIGKILL')
    const { counts, stopped, values } = await probe.next('samples')
    expect(counts).toMatchObject({ lostWorkers: 1, lostToSignal: 9 })
    expect(stopped).toMatchObject({ errno: 'ECANCELED' })
    expect(values['elapsed']).toEqual([])
    expect(children()).toEqual([])
  })

  it.each(['all-cores', 'processes-all-cores'])('is over with all of %s when it is killed', async (series) => {
    const probe = new Running(parallelism('--workers', '8', '--steps', '2000000000'))
    const { pid } = await probe.next('hello')
    await probe.next('ready')
    probe.write(`block ${series} 1\n`)
    probe.child.kill('SIGKILL')
    await probe.ended
    const left = (): number => listProcesses().filter((one) => one.group === pid && one.state !== 'Z').length
    await expect.poll(left).toBe(0)
  })
})
