import { chmodSync, copyFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { PROBE_EXIT, type ProbeLine, type ProbeSamples } from '../contract/probe.ts'
import { blocks, build, canBuild, listProcesses, Running, runs, runToEnd, samplesOf } from './fixture-threadprobe.ts'

const THREADS = ['thread-faults', 'thread-overwrites']
const PROCESSES = ['process-faults', 'process-overwrites', 'process-overwrites-shared']
const EVERY = [...THREADS, ...PROCESSES]
const COUNT = 10

let threadprobe = ''
const isolation = (demonstration: string, actors = 4, path = threadprobe): string[] => [
  ...[path, 'isolation', '--demonstration', demonstration, '--actors', String(actors)],
]

type Facts = Extract<ProbeLine, { type: 'observation' }>['facts']
const facts = (lines: readonly ProbeLine[], name: string): Facts[] =>
  lines.flatMap((line) => (line.type === 'observation' && line.name === name ? [line.facts] : []))

/** Those of a process group that still run; the ended wait for whoever inherited them. */
const alive = (group: number): number[] =>
  listProcesses().flatMap((task) => (task.group === group && task.state !== 'Z' ? [task.pid] : []))
const childrenOf = (pid: number): number[] =>
  listProcesses().flatMap((task) => (task.parent === pid && task.state !== 'Z' ? [task.pid] : []))

/** One may have left between being listed and being killed. */
function killOne([child]: readonly number[]): void {
  try {
    if (child !== undefined) process.kill(child, 'SIGKILL')
  } catch (error) {
    expect(error).toMatchObject({ code: 'ESRCH' })
  }
}

function expectBlock({ values, overhead, counts, stopped }: ProbeSamples, count: number): void {
  expect(stopped).toBeUndefined()
  const { told = [], repetition = [] } = values
  expect([told.length, repetition.length]).toEqual([count, count])
  told.forEach((time, i) => {
    expect(time).toBeGreaterThan(0)
    expect(repetition[i]).toBeGreaterThan(time)
  })
  expect(Object.keys(overhead)).toEqual(['told', 'repetition'])
  expect(counts).toMatchObject({ repetitions: count, leftBehind: 0 })
}

describe.runIf(canBuild)('threadprobe isolation', () => {
  beforeAll(() => {
    threadprobe = build()
  }, 60_000)

  it.each([
    ['thread-faults', 4, { allEnded: COUNT, ended: 4 * COUNT, survivors: 0, endedBySegv: COUNT, exitedNormally: 0 }],
    ['thread-faults', 2, { allEnded: COUNT, ended: 2 * COUNT, survivors: 0, endedBySegv: COUNT, exitedNormally: 0 }],
    [
      'process-faults',
      16,
      { othersSurvived: COUNT, survivors: 15 * COUNT, endedBySegv: COUNT, exitedNormally: 15 * COUNT, corrupted: 0 },
    ],
    [
      'thread-overwrites',
      4,
      { neighbourCorrupted: COUNT, corrupted: COUNT, intact: 2 * COUNT, endedBySegv: 0, exitedNormally: COUNT },
    ],
    [
      'process-overwrites',
      4,
      { neighbourCorrupted: 0, corrupted: 0, intact: 3 * COUNT, exitedNormally: 4 * COUNT, observerUnharmed: COUNT },
    ],
    [
      'process-overwrites-shared',
      4,
      { neighbourCorrupted: COUNT, corrupted: COUNT, exitedNormally: 4 * COUNT, observerUnharmed: 0 },
    ],
  ])('%s with %i actors has the same outcome every time', (demonstration, actors, counts) => {
    const { status, stderr, lines } = runToEnd(isolation(demonstration, actors), blocks([demonstration], COUNT))
    expect({ status, stderr }).toEqual({ status: PROBE_EXIT.done, stderr: '' })
    const [samples] = samplesOf(lines)
    if (!samples) throw new Error('no samples')
    expectBlock(samples, COUNT)
    expect(samples.counts).toMatchObject({ actorsBefore: actors * COUNT, created: actors * COUNT, ...counts })
  })

  it.each(EVERY)('tells the story of %s, actor by actor', (demonstration) => {
    const { lines } = runToEnd(isolation(demonstration, 3))
    const [story, ...more] = facts(lines, 'story')
    expect(more).toEqual([])
    const actors = facts(lines, 'actor')
    expect(actors.map(({ actor }) => actor)).toEqual([1, 2, 3])
    expect(new Set(actors.map(({ tid }) => tid)).size).toBe(3)
    expect(new Set(actors.map(({ pid }) => pid)).size).toBe(THREADS.includes(demonstration) ? 1 : 3)
    expect(story).toMatchObject({ demonstration, culprit: 1, actorsBefore: 3 })
    expect(Number(story?.['toldNs'])).toBeGreaterThan(0)
    // Not in the observer itself.
    expect(actors.map(({ pid }) => pid)).not.toContain(story?.['startedBy'])
    for (const { beatsUs, survived } of actors) {
      const beats = String(beatsUs).split(' ').map(Number)
      expect(beats.filter((beat) => beat < 0).length).toBeGreaterThan(3)
      const late = beats.filter((beat) => beat * 1000 > Number(story?.['toldNs']))
      if (survived) expect(late.length).toBeGreaterThan(3)
      else expect(late).toEqual([])
    }
  })

  it('shows what each actor reads before and after', () => {
    const read = (demonstration: string): unknown[] =>
      facts(runToEnd(isolation(demonstration, 3)).lines, 'actor').map(({ dataBefore, dataAfter }) => [
        dataBefore,
        dataAfter,
      ])
    const written = ['balance 1000', 'paid in full, wi']
    const intact = ['balance 3000', 'balance 3000']
    expect(read('thread-overwrites')).toEqual([written, ['balance 2000', 'th many thanks'], intact])
    expect(read('process-overwrites')).toEqual([written, ['balance 2000', 'balance 2000'], intact])
    expect(read('process-overwrites-shared')).toEqual([written, ['balance 2000', 'th many thanks'], intact])
    expect(read('process-faults')).toEqual([['balance 1000', undefined], ['balance 2000', 'balance 2000'], intact])
  })

  it('lets the culprit read its words at its neighbour’s address, in its own memory', () => {
    const [culprit] = facts(runToEnd(isolation('process-overwrites')).lines, 'actor')
    expect(culprit?.['sawAtNeighbour']).toBe('th many thanks')
  })

  it('leaves no core dump, however large one may be', () => {
    const folder = mkdtempSync(join(tmpdir(), 'threadprobe-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const command = `ulimit -c unlimited; cd ${folder} && exec "$@"`
    const { status, lines } = runToEnd(
      ['sh', '-c', command, 'sh', ...isolation('thread-faults')],
      'block thread-faults 3\n',
    )
    expect(status).toBe(PROBE_EXIT.done)
    expect(samplesOf(lines)[0]?.counts['endedBySegv']).toBe(3)
    expect(readdirSync(folder)).toEqual([])
  })

  it.each([
    [['--actors', '1'], 'from 2 to 16'],
    [['--actors', '17'], 'from 2 to 16'],
    [['--actors', 'some'], 'from 2 to 16'],
    [['--demonstration', 'robot-faults'], 'thread-faults process-faults'],
  ])('refuses %j and says what it takes', (options, advice) => {
    const { status, lines } = runToEnd([threadprobe, 'isolation', ...options])
    expect(status).toBe(PROBE_EXIT.usage)
    expect(lines).toEqual([expect.objectContaining({ type: 'error', advice: expect.stringContaining(advice) })])
  })

  it.each(EVERY)('is over with all its actors when it is killed in the midst of %s', async (demonstration) => {
    const probe = new Running(isolation(demonstration, 8))
    const { pid } = await probe.next('hello')
    await probe.next('ready')
    probe.write(`block ${demonstration} 1000\n`)
    await expect.poll(() => childrenOf(pid).length, { interval: 1 }).toBeGreaterThan(0)
    // The probe alone: its children are to notice by themselves.
    probe.child.kill('SIGKILL')
    await expect.poll(() => alive(pid), { timeout: 1000 }).toEqual([])
  })

  it.each(['process-overwrites', 'thread-overwrites'])(
    'ends a block of %s early, says so and stays usable when somebody kills an actor',
    async (demonstration) => {
      const probe = new Running(isolation(demonstration))
      const { pid } = await probe.next('hello')
      await probe.next('ready')
      probe.write(`block ${demonstration} 1000\n`)
      const answer = probe.next('samples')
      let answered = false
      void answer.then(() => (answered = true))
      while (!answered) {
        killOne(childrenOf(pid))
        await setTimeout(1)
      }
      const { stopped, counts, values } = await answer
      expect(stopped).toMatchObject({ errno: 'ESRCH', iteration: values['told']?.length })
      expect(counts).toMatchObject({ repetitions: values['told']?.length, leftBehind: 0 })
      expect(childrenOf(pid)).toEqual([])
      probe.write(`block ${demonstration} 3\n`)
      expectBlock(await probe.next('samples'), 3)
    },
  )

  const canLimit = process.getuid?.() === 0 && runs('setpriv', '--version') && runs('prlimit', '--version')
  describe.runIf(canLimit)('under a limit on processes', () => {
    // A user of its own: the limit counts all tasks of a user.
    const asSomebody = ['setpriv', '--reuid', '64001', '--regid', '64001', '--clear-groups', 'prlimit']
    const limit = (pid: number, tasks: number): boolean => {
      const [command = '', ...given] = [...asSomebody, `--pid=${pid}`, `--nproc=${tasks}:`]
      return runs(command, ...given)
    }

    function publicCopy(): string {
      const folder = mkdtempSync(join(tmpdir(), 'threadprobe-'))
      onTestFinished(() => rmSync(folder, { recursive: true }))
      chmodSync(folder, 0o755)
      copyFileSync(threadprobe, join(folder, 'threadprobe'))
      chmodSync(join(folder, 'threadprobe'), 0o755)
      return join(folder, 'threadprobe')
    }

    it.each([
      ['process-faults', 'fork'],
      ['process-overwrites', 'fork'],
      ['thread-faults', 'pthread_create'],
      ['thread-overwrites', 'pthread_create'],
    ])('%s names the call that failed at the third actor, leaves nobody and goes on later', async (id, call) => {
      const probe = new Running([...asSomebody, '--nproc=100:', ...isolation(id, 4, publicCopy())])
      const { pid } = await probe.next('hello')
      await probe.next('ready')
      // The probe itself, and two more.
      expect(limit(pid, 3)).toBe(true)
      probe.write(`block ${id} 5\n`)
      const { stopped, counts, values } = await probe.next('samples')
      expect(stopped).toMatchObject({ call, errno: 'EAGAIN', iteration: 0 })
      expect(counts).toMatchObject({ repetitions: 0, created: 0 })
      expect(values['told']).toEqual([])
      expect(childrenOf(pid)).toEqual([])
      expect(limit(pid, 100)).toBe(true)
      probe.write(`block ${id} 3\n`)
      expectBlock(await probe.next('samples'), 3)
    })

    it('says what to do where not even the first demonstration can be given', () => {
      const { status, lines } = runToEnd([...asSomebody, '--nproc=1:', ...isolation('process-faults', 4, publicCopy())])
      expect(status).toBe(PROBE_EXIT.failed)
      expect(lines.at(-1)).toMatchObject({
        type: 'error',
        errno: 'EAGAIN',
        advice: expect.stringContaining('ulimit -u'),
      })
    })
  })
})
