import { setTimeout } from 'node:timers/promises'
import { chmodSync, copyFileSync, mkdtempSync, readdirSync, readlinkSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { PROBE_EXIT, PROBE_PROTOCOL } from '../contract/probe.ts'
import { combinationsWith } from '../model/clone-combinations.ts'
import { cloneMask, flagSet, NAMESPACES, type CloneFlag } from '../model/clone-flags.ts'
import {
  blocks,
  build,
  canBuild,
  expectEvidence,
  listProcesses,
  Running,
  runs,
  runToEnd,
  samplesOf,
} from './fixture-threadprobe.ts'

let threadprobe = ''
const cloneFlags = (...options: string[]): string[] => [threadprobe, 'clone-flags', ...options]
const choosing = (...flags: CloneFlag[]): string[] =>
  cloneFlags('--evidence', 'choice', '--flags', String(cloneMask(flagSet(flags))))

const COMBINATIONS = combinationsWith(flagSet([]))
const SERIES = COMBINATIONS.map(({ id }) => id)
const observations = (lines: ReturnType<typeof runToEnd>['lines'], name: string) =>
  lines.flatMap((line) => (line.type === 'observation' && line.name === name ? [line.facts] : []))
/** Those of a process group that still run; the ended wait for whoever inherited them. */
const listGroup = (group: number) => listProcesses().filter((task) => task.group === group && task.state !== 'Z')

describe.runIf(canBuild)('threadprobe clone-flags', () => {
  beforeAll(() => {
    threadprobe = build()
  }, 60_000)

  it('shows what every combination shares, then times it: all created, reaped and on one core', () => {
    const { status, stderr, lines } = runToEnd(cloneFlags(), blocks(SERIES, 100))
    expect({ status, stderr }).toEqual({ status: PROBE_EXIT.done, stderr: '' })
    expect(lines[0]).toMatchObject({ protocol: PROBE_PROTOCOL, experiment: 'clone-flags', core: expect.any(Number) })
    const shown = observations(lines, 'sharing')
    expect(shown.map(({ series, mask }) => ({ series, mask }))).toEqual(
      COMBINATIONS.map(({ id, flags }) => ({ series: id, mask: cloneMask(flags) })),
    )
    for (const samples of samplesOf(lines)) {
      expectEvidence(samples, 100)
      expect(samples.counts['otherCore']).toBe(0)
    }
    expect(samplesOf(lines).map(({ series }) => series)).toEqual(SERIES)
  })

  it('gives the same samples, running free', () => {
    const { status, lines } = runToEnd(cloneFlags('--placement', 'free'), blocks(SERIES, 100))
    expect(status).toBe(PROBE_EXIT.done)
    expect(lines[0]).toMatchObject({ core: null })
    expect(samplesOf(lines)).toHaveLength(SERIES.length)
    for (const samples of samplesOf(lines)) expectEvidence(samples, 100)
  })

  it('has page faults where memory is copied, and none where it is shared', () => {
    const { lines } = runToEnd(cloneFlags(), blocks(SERIES, 300))
    for (const { series, counts } of samplesOf(lines)) {
      const shares = COMBINATIONS.find(({ id }) => id === series)?.flags.has('VM')
      if (shares)
        expect({ series, few: counts['minorFaults'] }).toMatchObject({ few: expect.toBeOneOf([0, 1, 2, 3, 4, 5]) })
      else expect(counts['minorFaults']).toBeGreaterThanOrEqual(300)
    }
  })

  it.each<CloneFlag[][]>([
    [['VFORK']],
    [['VM', 'CHILD_SETTID', 'CHILD_CLEARTID', 'IO']],
    [['VM', 'SIGHAND', 'THREAD', 'VFORK']],
    [['VM', 'SIGHAND', 'THREAD', 'CHILD_SETTID', 'PARENT_SETTID', 'SYSVSEM']],
    [['CHILD_SETTID', 'PARENT_SETTID', 'CHILD_CLEARTID']],
  ])('times the choice %j', (flags) => {
    const { status, lines } = runToEnd(choosing(...flags), blocks(['choice'], 200))
    expect(status).toBe(PROBE_EXIT.done)
    for (const samples of samplesOf(lines)) expectEvidence(samples, 200)
    expect(samplesOf(lines)).toHaveLength(1)
  })

  it('times the namespaces that it is allowed to make, and says which it is not', () => {
    const [permissions = {}] = observations(runToEnd(cloneFlags('--evidence', 'permissions')).lines, 'permissions')
    expect(Object.keys(permissions)).toEqual([...NAMESPACES.keys()])
    for (const flag of NAMESPACES.keys()) {
      const { lines } = runToEnd(choosing(flag), blocks(['choice'], 10))
      const [samples] = samplesOf(lines)
      if (permissions[flag] === 'granted') expect(samples?.values['joined']).toHaveLength(10)
      else expect(samples?.stopped).toMatchObject({ call: 'clone', errno: permissions[flag] })
    }
  })

  it('is still told of the end of its children after one whose end makes the kernel ignore such news', () => {
    const [permissions] = observations(runToEnd(cloneFlags('--evidence', 'permissions')).lines, 'permissions')
    if (permissions?.['NEWPID'] !== 'granted') return
    const { lines } = runToEnd(choosing('VM', 'SIGHAND', 'NEWPID'), blocks(['choice', 'fork-flags'], 20))
    expect(samplesOf(lines).map(({ series }) => series)).toEqual(['choice', 'fork-flags'])
    for (const samples of samplesOf(lines)) expectEvidence(samples, 20)
  })

  it('sends what is illegal too, and reports what the kernel answered', () => {
    const { status, lines } = runToEnd(choosing('SIGHAND'), blocks(['choice', 'fork-flags'], 5))
    expect(status).toBe(PROBE_EXIT.done)
    expect(observations(lines, 'sharing')).toEqual([
      { series: 'choice', mask: cloneMask(flagSet(['SIGHAND'])), refused: 'EINVAL' },
    ])
    const [choice, fork] = samplesOf(lines)
    expect(choice).toMatchObject({
      values: { joined: [] },
      counts: { created: 0, reaped: 0 },
      stopped: { call: 'clone', errno: 'EINVAL', iteration: 0 },
    })
    if (fork) expectEvidence(fork, 5)
  })

  it.each([
    [['--flags', '256x'], /value/, /--flags .* 0 to 4294967295/],
    [['--flags', '-1'], /value/, /--flags/],
    [['--flags', '128'], /flag/, /VM, FS, FILES/],
    [['--flags', '524288'], /flag/, /VM, FS, FILES/],
    [['--evidence', 'none'], /value/, /--evidence .* all choice permissions/],
    [['--placement', 'moon'], /value/, /--placement .* one-core free/],
  ])('refuses the options %j', (options, what, advice) => {
    const { status, lines } = runToEnd(cloneFlags(...options), 'block fork-flags 1\n')
    expect(status).toBe(PROBE_EXIT.usage)
    expect(lines).toEqual([{ type: 'error', what: expect.stringMatching(what), advice: expect.stringMatching(advice) }])
  })

  it('keeps its own folder and descriptors, and leaves no task behind, whatever it made', async () => {
    const every: CloneFlag[] = ['VM', 'FS', 'FILES', 'SIGHAND', 'THREAD', 'SYSVSEM', 'IO', 'VFORK']
    const probe = new Running(choosing(...every))
    const { pid } = await probe.next('hello')
    await probe.next('ready')
    const folder = readlinkSync(`/proc/${pid}/cwd`)
    expect(folder).toBe(process.cwd())
    const descriptors = readdirSync(`/proc/${pid}/fd`)
    for (const series of SERIES) {
      probe.write(`block ${series} 50\n`)
      await probe.next('samples')
      expect(listProcesses().filter(({ parent }) => parent === pid)).toEqual([])
      expect(readdirSync(`/proc/${pid}/task`)).toEqual([String(pid)])
    }
    expect(readdirSync(`/proc/${pid}/fd`)).toEqual(descriptors)
  })

  it('leaves nobody behind when it is killed at any moment of a demonstration', async () => {
    for (let delay = 0; delay < 24; delay++) {
      const probe = new Running(cloneFlags('--flags', String(cloneMask(flagSet(['VFORK'])))))
      const pid = probe.child.pid ?? 0
      onTestFinished(() => listGroup(pid).forEach((task) => process.kill(task.pid, 'SIGKILL')))
      await setTimeout(delay)
      // The probe alone: what it started has to follow by itself.
      probe.child.kill('SIGKILL')
      await probe.ended
      await expect.poll(() => listGroup(pid), { timeout: 3000 }).toEqual([])
    }
  }, 60_000)

  const canLimit = process.getuid?.() === 0 && runs('setpriv', '--version') && runs('prlimit', '--version')
  describe.runIf(canLimit)('under a limit on processes', () => {
    const asNobody = ['setpriv', '--reuid', '65534', '--regid', '65534', '--clear-groups', 'prlimit']

    /** Where an unprivileged user may read it. */
    function publicCopy(): string {
      const folder = mkdtempSync(join(tmpdir(), 'threadprobe-'))
      onTestFinished(() => rmSync(folder, { recursive: true }))
      chmodSync(folder, 0o755)
      const copy = join(folder, 'threadprobe')
      copyFileSync(threadprobe, copy)
      chmodSync(copy, 0o755)
      return copy
    }

    it('says that it could show nothing, with the errno and what to do', () => {
      const { status, lines } = runToEnd([...asNobody, '--nproc=1:', publicCopy(), 'clone-flags'])
      expect(status).toBe(PROBE_EXIT.failed)
      expect(lines.at(-1)).toMatchObject({
        type: 'error',
        errno: 'EAGAIN',
        advice: expect.stringContaining('ulimit -u'),
      })
    })

    it('says which call stopped a block, and stays usable', async () => {
      const probe = new Running([...asNobody, '--nproc=1000:', publicCopy(), 'clone-flags'])
      const { pid } = await probe.next('hello')
      await probe.next('ready')
      const limit = (processes: number): boolean => {
        const [command = '', ...given] = [...asNobody, `--pid=${pid}`, `--nproc=${processes}:`]
        return runs(command, ...given)
      }
      expect(limit(1)).toBe(true)
      for (const series of ['fork-flags', 'vfork-flags', 'pthread-flags', 'add-thread']) {
        probe.write(`block ${series} 3\n`)
        const { values, counts, stopped } = await probe.next('samples')
        expect({ series, ...stopped }).toMatchObject({ series, call: 'clone', errno: 'EAGAIN', iteration: 0 })
        expect(counts).toMatchObject({ created: 0, reaped: 0 })
        expect(values['joined']).toEqual([])
      }
      expect(limit(1000)).toBe(true)
      for (const series of ['fork-flags', 'pthread-flags']) {
        probe.write(`block ${series} 3\n`)
        expectEvidence(await probe.next('samples'), 3)
      }
    })
  })
})
