import { spawnSync } from 'node:child_process'
import { chmodSync, copyFileSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { PROBE_EXIT } from '../contract/probe.ts'
import type { ProbeLine, ProbeSamples } from '../contract/probe.ts'
import { blocks, build, canBuild, listProcesses, Running, runs, runToEnd, samplesOf } from './fixture-threadprobe.ts'

const MECHANISMS = ['pipe', 'futex', 'eventfd'] as const
const PAIRS = MECHANISMS.flatMap((one) => [`${one}-threads`, `${one}-processes`])
const RINGS = ['ring-threads', 'ring-processes']
const PROCESSES = [...MECHANISMS.map((one) => `${one}-processes`), 'ring-processes']
const ALONE = MECHANISMS.map((one) => `${one}-alone`)
const BATCH = 48

let threadprobe = ''
const contextSwitch = (...options: string[]): string[] => [threadprobe, 'context-switch', ...options]

/** Cores that this test may use: those of the probe too. */
const cores = (): number[] => {
  const list = /^Cpus_allowed_list:\s*(\S+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? ''
  return list.split(',').flatMap((range) => {
    const [first = 0, last = first] = range.split('-').map(Number)
    return Array.from({ length: last - first + 1 }, (_, i) => first + i)
  })
}

/** What every complete block has to show. */
function expectBlock({ series, batch, values, overhead, counts, stopped }: ProbeSamples, count: number): void {
  expect({ series, stopped }).toEqual({ series, stopped: undefined })
  expect(values['handover']).toHaveLength(count)
  for (const value of values['handover'] ?? []) expect(value).toBeGreaterThan(0)
  expect(Object.keys(overhead)).toEqual(['handover'])
  expect(counts['handovers']).toBe(count * batch)
  expect(counts['lostTasks']).toBeUndefined()
}

const switchesOf = ({ counts }: ProbeSamples): number =>
  Number(counts['voluntarySwitches']) + Number(counts['involuntarySwitches'])

const childrenOf = (pid: number): number[] =>
  listProcesses()
    .filter(({ parent }) => parent === pid)
    .map((task) => task.pid)

const names = (lines: readonly ProbeLine[]): string[] =>
  lines.map((line) => (line.type === 'observation' ? line.name : line.type))

describe.runIf(canBuild)('threadprobe context-switch', () => {
  beforeAll(() => {
    threadprobe = build()
  }, 60_000)

  it('switches once or more for each handover on one core, as the kernel counts, and never leaves it', () => {
    const { status, stderr, lines } = runToEnd(contextSwitch(), blocks([...PAIRS, ...RINGS], 40))
    expect({ status, stderr }).toEqual({ status: PROBE_EXIT.done, stderr: '' })
    expect(samplesOf(lines)).toHaveLength(PAIRS.length + RINGS.length)
    for (const samples of samplesOf(lines)) {
      expectBlock(samples, 40)
      expect(switchesOf(samples)).toBeGreaterThanOrEqual(40 * BATCH)
      expect(samples.counts).toMatchObject({ samplesAcrossCores: 0, migrations: 0 })
    }
  })

  it('runs on two cores where it is asked to, and says which', ({ skip }) => {
    if (cores().length < 2) skip('this machine allows one core only')
    const { status, lines } = runToEnd(contextSwitch('--placement', 'other-core'), blocks(PAIRS, 20))
    expect(status).toBe(PROBE_EXIT.done)
    for (const samples of samplesOf(lines)) {
      expectBlock(samples, 20)
      expect(samples.counts).toMatchObject({ samplesAcrossCores: 20, migrations: 0 })
    }
    expect(samplesOf(lines)).toHaveLength(PAIRS.length)
    const [observation] = lines.flatMap((line) => (line.type === 'observation' ? [line] : []))
    const { core, partnersCore } = observation?.facts ?? {}
    expect(cores()).toContain(core)
    expect(cores()).toContain(partnersCore)
    expect(partnersCore).not.toBe(core)
  })

  it('measures free placement without a promise', () => {
    const { status, lines } = runToEnd(contextSwitch('--placement', 'free'), blocks(PAIRS, 10))
    expect(status).toBe(PROBE_EXIT.done)
    expect(lines[0]).toMatchObject({ core: null })
    samplesOf(lines).forEach((samples) => expectBlock(samples, 10))
  })

  it('makes the calls alone without ever waiting', () => {
    const { lines } = runToEnd(contextSwitch(), blocks(ALONE, 100))
    expect(samplesOf(lines)).toHaveLength(ALONE.length)
    for (const samples of samplesOf(lines)) {
      expectBlock(samples, 100)
      expect(samples.counts['voluntarySwitches']).toBeLessThan(48)
    }
  })

  it.each([4, 8, 12])('hands the token round a ring of %i', (ring) => {
    const { status, lines } = runToEnd(contextSwitch('--ring', String(ring)), blocks(RINGS, 10))
    expect(status).toBe(PROBE_EXIT.done)
    for (const samples of samplesOf(lines)) {
      expectBlock(samples, 10)
      expect(switchesOf(samples)).toBeGreaterThanOrEqual(10 * BATCH)
    }
    expect(samplesOf(lines)).toHaveLength(2)
  })

  it('counts the use of a working set as overhead, and holds that set in each task', async () => {
    const probe = new Running(contextSwitch('--working-set-kib', '8192', '--batch', '4'))
    const { pid } = await probe.next('hello')
    await probe.next('ready')
    probe.write('block pipe-processes 400\n')
    await expect.poll(() => childrenOf(pid).map(residentKib), { interval: 1 }).toSatisfy(([kib]) => kib > 8192)
    const { overhead, values } = await probe.next('samples')
    // 131,072 cache lines, four times: no processor reads and writes them in less than 10 µs.
    expect(overhead['handover']).toBeGreaterThan(10_000)
    expect(values['handover']).toHaveLength(400)
    expect(childrenOf(pid)).toEqual([])
  })

  it('observes the processor where it is asked to, the switches it counts agreeing with the handovers', () => {
    const { lines } = runToEnd(contextSwitch('--observe', 'processor'))
    expect(names(lines)).toEqual(['hello', 'cores', 'address-space-tags', 'counters', 'counters', 'ready'])
    expect(names(runToEnd(contextSwitch('--observe', 'tags')).lines)).toEqual([
      'hello',
      'cores',
      'address-space-tags',
      'ready',
    ])
    const flags = /^flags\s*:(.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1]?.split(' ') ?? []
    const observed = lines.flatMap((line) => (line.type === 'observation' ? [line] : []))
    const tags = String(observed.find(({ name }) => name === 'address-space-tags')?.facts['tags'])
    if (process.arch === 'x64') expect(tags.startsWith('PCID')).toBe(flags.includes('pcid'))
    for (const { facts } of observed.filter(({ name }) => name === 'counters')) {
      for (const counter of ['cycles', 'instructions', 'dataTlbMisses', 'cacheMisses']) {
        expect(['string', 'number']).toContain(typeof facts[counter])
        if (typeof facts[counter] === 'string') expect(facts[counter]).toMatch(/^E[A-Z]+$/)
      }
      if (typeof facts['contextSwitches'] === 'number')
        expect(facts['contextSwitches']).toBeGreaterThanOrEqual(Number(facts['handovers']))
    }
  })

  it('leaves no task, no zombie and no descriptor behind a block', async () => {
    const probe = new Running(contextSwitch('--ring', '12'))
    const { pid } = await probe.next('hello')
    await probe.next('ready')
    const descriptors = readdirSync(`/proc/${pid}/fd`)
    for (const series of [...PAIRS, ...RINGS, ...ALONE]) {
      probe.write(`block ${series} 20\n`)
      await probe.next('samples')
      expect(childrenOf(pid)).toEqual([])
      await expect.poll(() => readdirSync(`/proc/${pid}/task`)).toEqual([String(pid)])
    }
    expect(readdirSync(`/proc/${pid}/fd`)).toEqual(descriptors)
  })

  describe('whose partner is taken away in the midst of a block', () => {
    it.each(
      PROCESSES.flatMap((series) => (['SIGKILL', 'SIGSTOP'] as const).map((signal) => [series, signal] as const)),
    )('says so at once and stays usable: %s, %s', async (series, signal) => {
      const probe = new Running(contextSwitch('--ring', '12'))
      const { pid } = await probe.next('hello')
      await probe.next('ready')
      probe.write(`block ${series} 4096\n`)
      const partners = series === 'ring-processes' ? 11 : 1
      await expect.poll(() => childrenOf(pid).length, { interval: 1 }).toBe(partners)
      const victim = childrenOf(pid).at(-1)
      if (victim === undefined) throw new Error('the partner was not found')
      const start = performance.now()
      process.kill(victim, signal)
      const { counts, stopped, values } = await probe.next('samples')
      expect(performance.now() - start).toBeLessThan(2000)
      expect(stopped).toMatchObject({ call: 'a task of the ring', errno: 'ECANCELED' })
      expect(counts).toMatchObject({ lostTasks: 1, lostToSignal: signal === 'SIGKILL' ? 9 : 19 })
      expect(values['handover']?.length).toBeLessThan(4096)
      expect(childrenOf(pid)).toEqual([])
      probe.write(`block ${series} 10\n`)
      expectBlock(await probe.next('samples'), 10)
    })
  })

  it('ends a process that somebody stops while it ends by itself, and counts it as lost', async () => {
    const probe = new Running(['env', `LD_PRELOAD=${stopAtRelease()}`, ...contextSwitch('--working-set-kib', '16')])
    await probe.next('ready')
    probe.write('block pipe-processes 10\n')
    const start = performance.now()
    const { counts, values } = await probe.next('samples')
    expect(performance.now() - start).toBeLessThan(5000)
    expect(values['handover']).toHaveLength(10)
    expect(counts).toMatchObject({ lostTasks: 1, lostToSignal: 19 })
  })

  it.each(['pipe-processes', 'futex-processes', 'ring-processes'])(
    'takes its processes with it when it is killed in the midst of a block: %s',
    async (series) => {
      const probe = new Running(contextSwitch('--ring', '12'))
      const { pid } = await probe.next('hello')
      await probe.next('ready')
      probe.write(`block ${series} 4096\n`)
      await expect.poll(() => childrenOf(pid).length, { interval: 1 }).toBeGreaterThan(0)
      // The probe alone, not its group: its children have to notice by themselves.
      process.kill(pid, 'SIGKILL')
      const left = (): number[] =>
        listProcesses().flatMap((task) => (task.group === pid && task.state !== 'Z' ? [task.pid] : []))
      onTestFinished(() => left().forEach((one) => process.kill(one, 'SIGKILL')))
      await expect.poll(left, { timeout: 3000 }).toEqual([])
    },
  )

  const canLimit = process.getuid?.() === 0 && runs('setpriv', '--version') && runs('prlimit', '--version')
  it.runIf(canLimit)('ends what it had started where the limit on processes comes at the fifth task', async () => {
    const stranger = ['setpriv', '--reuid', '61234', '--regid', '61234', '--clear-groups', 'prlimit', '--nproc=4:']
    const folder = mkdtempSync(join(tmpdir(), 'threadprobe-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    chmodSync(folder, 0o755)
    copyFileSync(threadprobe, join(folder, 'threadprobe'))
    chmodSync(join(folder, 'threadprobe'), 0o755)
    const probe = new Running([...stranger, join(folder, 'threadprobe'), 'context-switch', '--ring', '12'])
    const { pid } = await probe.next('hello')
    await probe.next('ready')
    for (const [series, call] of [
      ['ring-processes', 'fork'],
      ['ring-threads', 'pthread_create'],
    ]) {
      probe.write(`block ${series} 4\n`)
      const { values, stopped } = await probe.next('samples')
      expect(stopped).toMatchObject({ call, errno: 'EAGAIN', iteration: 0 })
      expect(values['handover']).toEqual([])
      expect(childrenOf(pid)).toEqual([])
      await expect.poll(() => readdirSync(`/proc/${pid}/task`)).toEqual([String(pid)])
    }
    probe.write('block pipe-processes 4\n')
    expectBlock(await probe.next('samples'), 4)
  })

  it('says which limit kept it from opening its channels', async () => {
    const probe = new Running(['prlimit', '--nofile=8:8', ...contextSwitch('--ring', '12')])
    await probe.next('ready')
    probe.write('block ring-processes 4\n')
    const few = await probe.next('samples')
    expect(few.stopped).toMatchObject({ call: 'pipe', errno: 'EMFILE' })
    probe.write('block pipe-processes 4\n')
    expectBlock(await probe.next('samples'), 4)
  })

  describe('asked for something that it cannot do', () => {
    it.each([
      [['--placement', 'moon'], /value/, /one-core other-core free/],
      [['--ring', '1'], /value/, /--ring .* 2 to 16/],
      [['--ring', '17'], /value/, /--ring .* 2 to 16/],
      [['--ring', '4', '--batch', '6'], /whole number of laps/, /even multiple of --ring/],
      [['--batch', '3'], /whole number of laps/, /even multiple/],
      [['--working-set-kib', '-1'], /value/, /--working-set-kib/],
      [['--core', '-1'], /value/, /--core/],
      [['--core', '65000'], /core is not among those/, /--core one of: [\d, ]+\.$/],
    ])('refuses the options %j', (options, what, advice) => {
      const { status, lines } = runToEnd(contextSwitch(...options))
      expect(status).toBe(PROBE_EXIT.usage)
      expect(lines).toEqual([
        { type: 'error', what: expect.stringMatching(what), advice: expect.stringMatching(advice) },
      ])
    })

    const canPin = runs('taskset', '--version')
    it.runIf(canPin)('has no other core where it may use but one, and refuses those that it may not', () => {
      const [only] = cores()
      const pinned = ['taskset', '-c', String(only)]
      const { status, lines } = runToEnd([...pinned, ...contextSwitch('--placement', 'other-core')])
      expect(status).toBe(PROBE_EXIT.unsupported)
      expect(lines.at(-1)).toMatchObject({ type: 'unsupported', reason: expect.stringContaining('no second core') })
      const refused = runToEnd([...pinned, ...contextSwitch('--core', String((only ?? 0) + 1))])
      expect(refused.status).toBe(PROBE_EXIT.usage)
      expect(refused.lines.at(-1)).toMatchObject({ advice: `Give --core one of: ${only}.` })
    })

    it('refuses a working set that does not fit, with the call and its errno', () => {
      const { lines } = runToEnd(
        ['prlimit', '--as=50331648', ...contextSwitch('--working-set-kib', '65536', '--batch', '2')],
        blocks(['pipe-processes'], 1),
      )
      expect(samplesOf(lines)[0]?.stopped).toMatchObject({ call: 'mmap', errno: 'ENOMEM' })
    })
  })
})

function residentKib(pid: number): number {
  try {
    return Number(/^VmRSS:\s*(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0)
  } catch {
    return 0 // It ended meanwhile.
  }
}

/** A library under which a process of a ring stops itself where it gives back its working set. */
function stopAtRelease(): string {
  const folder = mkdtempSync(join(tmpdir(), 'stop-at-release-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const [source, library] = [join(folder, 'stop.c'), join(folder, 'stop.so')]
  writeFileSync(
    source,
    `
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>
int munmap(void *start, size_t bytes)
{
    if (getpid() != getpgrp() && bytes == 16384)
        raise(SIGSTOP);
    return (int)syscall(SYS_munmap, start, bytes);
}`,
  )
  const built = spawnSync(process.env['CC'] ?? 'cc', ['-D_GNU_SOURCE', '-shared', '-fPIC', '-o', library, source])
  expect(String(built.stderr)).toBe('')
  return library
}
