import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { PROBE_EXIT, PROBE_PROTOCOL } from '../contract/probe.ts'
import {
  blocks,
  build,
  canBuild,
  EVERY_SERIES,
  expectEvidence,
  listProcesses,
  PROCESS_SERIES,
  Running,
  runToEnd,
  samplesOf,
  THREAD_SERIES,
} from './fixture-threadprobe.ts'

let threadprobe = ''
const creationCost = (...options: string[]): string[] => [threadprobe, 'creation-cost', ...options]

describe.runIf(canBuild)('threadprobe creation-cost', () => {
  beforeAll(() => {
    threadprobe = build()
  }, 60_000)

  describe.each([
    ['processes', PROCESS_SERIES],
    ['threads', THREAD_SERIES],
  ])('creating %s', (creates, series) => {
    it('gives, on one core, as many samples as asked for, in order, all created, reaped and on that core', () => {
      const { status, stderr, lines } = runToEnd(creationCost('--creates', creates), blocks(series, 100))
      expect({ status, stderr }).toEqual({ status: PROBE_EXIT.done, stderr: '' })
      expect(lines.map(({ type }) => type)).toEqual(['hello', 'observation', 'ready', ...series.map(() => 'samples')])
      expect(lines[0]).toMatchObject({
        protocol: PROBE_PROTOCOL,
        experiment: 'creation-cost',
        core: expect.any(Number),
      })
      for (const samples of samplesOf(lines)) {
        expectEvidence(samples, 100)
        expect(samples.counts['otherCore']).toBe(0)
      }
      expect(samplesOf(lines).map((samples) => samples.series)).toEqual(series)
    })

    it('gives the same, running free', () => {
      const { status, lines } = runToEnd(creationCost('--creates', creates, '--placement', 'free'), blocks(series, 100))
      expect(status).toBe(PROBE_EXIT.done)
      expect(lines[0]).toMatchObject({ core: null })
      expect(samplesOf(lines)).toHaveLength(series.length)
      for (const samples of samplesOf(lines)) expectEvidence(samples, 100)
    })
  })

  it('answers the greatest block in one line', () => {
    const { status, lines } = runToEnd(creationCost(), blocks(['vfork'], 10_000))
    expect(status).toBe(PROBE_EXIT.done)
    samplesOf(lines).forEach((samples) => expectEvidence(samples, 10_000))
    expect(samplesOf(lines)).toHaveLength(1)
  })

  it('leaves no child, no zombie, no thread and no descriptor behind a block', async () => {
    const probe = new Running(creationCost())
    const { pid } = await probe.next('hello')
    await probe.next('ready')
    const descriptors = readdirSync(`/proc/${pid}/fd`)
    for (const series of EVERY_SERIES) {
      probe.write(`block ${series} 50\n`)
      await probe.next('samples')
      expect(listProcesses().filter(({ parent }) => parent === pid)).toEqual([])
      // A raw thread wakes its creator a moment before the kernel has taken it off the list.
      await expect.poll(() => readdirSync(`/proc/${pid}/task`)).toEqual([String(pid)])
    }
    expect(readdirSync(`/proc/${pid}/fd`)).toEqual(descriptors)
  })

  it('adds to a fork no page fault of its own: what the harness writes is not copied', () => {
    const series = ['fork', 'clone-process']
    for (const { counts } of samplesOf(runToEnd(creationCost(), blocks(series, 1000)).lines)) {
      // The stack and the data of libc are what any parent writes to again.
      expect(counts['minorFaults']).toBeLessThanOrEqual(3 * 1000)
    }
    const { counts } =
      samplesOf(runToEnd(creationCost('--creates', 'threads'), blocks(['pthread'], 1000)).lines)[0] ?? {}
    expect(counts?.['minorFaults']).toBeLessThan(50)
  })

  it('is bound to its libraries at the start, so that no forked child has to look a function up', ({ skip }) => {
    const { status, stdout } = spawnSync('readelf', ['--dynamic', threadprobe], { encoding: 'utf8' })
    if (status !== 0) skip('there is no readelf')
    expect(stdout).toMatch(/BIND_NOW|Flags: NOW/)
  })

  describe.each(['4k', 'huge'])('holding 64 MiB in pages of %s', (pages) => {
    it('says what the kernel says, and forks', async ({ skip }) => {
      const { status, lines } = runToEnd(creationCost('--parent-mib', '64', '--pages', pages))
      if (pages === 'huge' && !hasHugePages()) {
        expect(status).toBe(PROBE_EXIT.unsupported)
        expect(lines.at(-1)).toMatchObject({ type: 'unsupported', reason: expect.stringContaining('pages') })
        skip('this kernel gives no huge pages')
      }
      const probe = new Running(creationCost('--parent-mib', '64', '--pages', pages))
      const memory = await probe.next('observation')
      const aftermath = await probe.next('observation')
      await probe.next('ready')
      const huge = pages === 'huge' ? 65_536 : 0
      expect(memory.facts).toMatchObject({ touchedMiB: 64, pages, residentKiB: 65_536, hugePagesKiB: huge })
      expect(sumOfSmaps(probe.child.pid, 'AnonHugePages')).toBe(huge)
      expect(sumOfSmaps(probe.child.pid, 'Rss')).toBeGreaterThanOrEqual(65_536)
      const pagesToCopy = pages === 'huge' ? 32 : 16_384
      expect(aftermath.facts['minorFaults']).toBeGreaterThanOrEqual(pagesToCopy)
      expect(aftermath.facts['minorFaults']).toBeLessThan(pagesToCopy + 64)
      probe.write('block fork 5\n')
      expectEvidence(await probe.next('samples'), 5)
    })
  })

  it('has touched no memory and never forked where it creates threads', () => {
    const { lines } = runToEnd(creationCost('--creates', 'threads', '--parent-mib', '8'))
    expect(lines.map((line) => (line.type === 'observation' ? line.name : line.type))).toEqual([
      'hello',
      'parent-memory',
      'ready',
    ])
  })

  describe('asked for something that it cannot do', () => {
    it.each([
      [['--colour', 'red'], /--colour.*unknown/, /without arguments/],
      [['--parent-mib'], /no value/, /--option/],
      [['--parent-mib', '-1'], /value/, /--parent-mib .* 0 to 65536/],
      [['--parent-mib', '8x'], /value/, /--parent-mib/],
      [['--parent-mib', '99999999999999999999'], /value/, /--parent-mib/],
      [['--pages', '2m'], /value/, /--pages .* 4k huge/],
      [['--pages', 'huge', '--parent-mib', '63'], /huge page/, /even/],
    ])('refuses the options %j', (options, what, advice) => {
      const { status, lines } = runToEnd(creationCost(...options), 'block fork 1\n')
      expect(status).toBe(PROBE_EXIT.usage)
      expect(lines).toEqual([
        { type: 'error', what: expect.stringMatching(what), advice: expect.stringMatching(advice) },
      ])
    })

    it.each([
      ['block spoon 5\n', /series/, /fork vfork posix-spawn fork-exec clone-process clone-thread pthread$/],
      ['block fork 0\n', /count/, /1 to 10000/],
      ['block fork 10001\n', /count/, /1 to 10000/],
      ['block fork five\n', /count/, /1 to 10000/],
      ['block fork\n', /command/, /block <series> <count>/],
      ['block fork 5 5\n', /command/, /block <series> <count>/],
      ['dance\n', /command/, /block <series> <count>/],
      ['\n', /command/, /block <series> <count>/],
      ['block fork 1\0 and more\n', /command/, /block <series> <count>/],
      [`block fork 1${' '.repeat(200)}\n`, /command/, /block <series> <count>/],
    ])('refuses the command %j', (command, what, advice) => {
      const { status, lines } = runToEnd(creationCost(), command)
      expect(status).toBe(PROBE_EXIT.usage)
      expect(lines.at(-1)).toMatchObject({
        type: 'error',
        what: expect.stringMatching(what),
        advice: expect.stringMatching(advice),
      })
      expect(samplesOf(lines)).toEqual([])
    })

    it('refuses an experiment that it does not know', () => {
      const { status, lines } = runToEnd([threadprobe, 'alchemy'])
      expect(status).toBe(PROBE_EXIT.usage)
      expect(lines).toMatchObject([{ type: 'error', advice: expect.stringContaining('without arguments') }])
    })

    it('refuses a parent that does not fit, with the errno and what to do', () => {
      const { status, lines } = runToEnd(['prlimit', '--as=268435456', ...creationCost('--parent-mib', '512')])
      expect(status).toBe(PROBE_EXIT.failed)
      expect(lines.at(-1)).toMatchObject({ type: 'error', errno: 'ENOMEM', advice: expect.stringContaining('smaller') })
    })
  })
})

function sumOfSmaps(pid: number | undefined, field: string): number {
  const lines = readFileSync(`/proc/${pid}/smaps`, 'utf8').split('\n')
  return lines.reduce((sum, line) => sum + Number(line.match(`^${field}: +(\\d+) kB`)?.[1] ?? 0), 0)
}

function hasHugePages(): boolean {
  const file = '/sys/kernel/mm/transparent_hugepage/enabled'
  return existsSync(file) && !readFileSync(file, 'utf8').includes('[never]')
}
