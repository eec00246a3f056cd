import { chmodSync, copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { PROBE_EXIT, type ProbeSamples } from '../contract/probe.ts'
import { blocks, build, canBuild, listProcesses, Running, runs, runToEnd, samplesOf } from './fixture-threadprobe.ts'

const KIB = 1024
const MIB = 1024 * KIB
const PARTS = ['total', 'virtual', 'rss', 'pss', 'uss', 'page-tables', 'kernel-stack']

let threadprobe = ''
const memory = (...options: string[]): string[] => [threadprobe, 'memory', ...options]
const processes = (units: number): string[] => memory('--units', String(units))
const threads = (units: number, stackKiB = 8192): string[] =>
  memory('--creates', 'threads', '--units', String(units), '--stack-kib', String(stackKiB))
const writers = (percent: number): string[] => memory('--creates', 'writers', '--touched-percent', String(percent))

/** What one unit came to in the first sample. */
function perUnit({ values, batch }: ProbeSamples, part: string): number {
  return (values[part]?.[0] ?? Number.NaN) / batch
}

/** What every complete block of idle units has to show. */
function expectIdle(samples: ProbeSamples | undefined, units: number, count: number): asserts samples is ProbeSamples {
  const created = units * count
  expect(samples).toMatchObject({ batch: units, counts: { created, alive: created, reaped: created } })
  expect(samples?.stopped).toBeUndefined()
  expect(Object.keys(samples?.values ?? {})).toEqual(PARTS)
  for (const part of PARTS) expect(samples?.values[part]).toHaveLength(count)
}

/** The tasks of a group that still run; the ended wait for whoever inherited them. */
const listGroup = (group: number): ReturnType<typeof listProcesses> =>
  listProcesses().filter((task) => task.group === group && task.state !== 'Z')
const childrenOf = (pid: number): number[] => listProcesses().flatMap((task) => (task.parent === pid ? [task.pid] : []))

describe.runIf(canBuild)('threadprobe memory', () => {
  beforeAll(() => {
    threadprobe = build()
  }, 60_000)

  it('creates, reads and ends 1,000 idle processes of each kind', () => {
    const { status, stderr, lines } = runToEnd(processes(1000), blocks(['fork', 'fork-exec'], 2))
    expect({ status, stderr }).toEqual({ status: PROBE_EXIT.done, stderr: '' })
    const [fork, program] = samplesOf(lines)
    expectIdle(fork, 1000, 2)
    expectIdle(program, 1000, 2)
    // A copy has pages of its own, and shares more; a tiny program has less of both, but needs page tables too.
    expect(perUnit(fork, 'uss')).toBeGreaterThanOrEqual(4 * KIB)
    expect(perUnit(fork, 'rss')).toBeGreaterThan(2 * perUnit(fork, 'uss'))
    expect(perUnit(program, 'rss')).toBeLessThan(perUnit(fork, 'rss'))
    expect(perUnit(program, 'page-tables')).toBeGreaterThanOrEqual(12 * KIB)
  })

  it('creates, reads and ends 1,000 idle threads', () => {
    const { status, lines } = runToEnd(threads(1000), blocks(['thread'], 2))
    expect(status).toBe(PROBE_EXIT.done)
    const [thread] = samplesOf(lines)
    expectIdle(thread, 1000, 2)
    expect(perUnit(thread, 'total')).toBeGreaterThan(perUnit(thread, 'kernel-stack'))
    expect(perUnit(thread, 'rss')).toBeLessThan(64 * KIB)
  })

  it('adds the total up from memory without a file, page tables and kernel stacks', () => {
    const [fork] = samplesOf(runToEnd(processes(100), blocks(['fork'], 1)).lines)
    expectIdle(fork, 100, 1)
    const sum = perUnit(fork, 'uss') + perUnit(fork, 'page-tables') + perUnit(fork, 'kernel-stack')
    // The kernel rounds what is shared; a hundredth of the parent's own pages is what else a child has.
    expect(Math.abs(perUnit(fork, 'total') - sum)).toBeLessThan(8 * KIB)
  })

  it.each([64, 1024, 8192])('maps a stack of %i KiB and its guard for each thread, and no more', (stackKiB) => {
    const [thread] = samplesOf(runToEnd(threads(300, stackKiB), blocks(['thread'], 1)).lines)
    expectIdle(thread, 300, 1)
    const mapped = stackKiB * KIB + 4 * KIB
    expect(perUnit(thread, 'virtual')).toBeGreaterThanOrEqual(mapped)
    expect(perUnit(thread, 'virtual')).toBeLessThan(mapped + 4 * KIB)
  })

  it('offers smaller numbers under the same parent', () => {
    const { lines } = runToEnd(processes(100), blocks(['fork/2', 'fork/4', 'fork-exec/10'], 1))
    const batches = samplesOf(lines).map(({ series, batch, counts }) => [series, batch, counts['alive']])
    expect(batches).toEqual([
      ['fork/2', 50, 50],
      ['fork/4', 25, 25],
      ['fork-exec/10', 10, 10],
    ])
  })

  it.each([0, 25, 100])('counts a fault for each page that a child writes, of %i in a hundred', (percent) => {
    const { status, lines } = runToEnd(writers(percent), blocks(['cow-child'], 3))
    expect(status).toBe(PROBE_EXIT.done)
    const [samples] = samplesOf(lines)
    const pages = (64 * 256 * percent) / 100
    expect(samples?.counts).toMatchObject({ created: 3, alive: 3, reaped: 3, pagesWritten: 3 * pages })
    expect(samples?.counts['minorFaults']).toBeGreaterThanOrEqual(3 * pages)
    expect(samples?.counts['minorFaults']).toBeLessThanOrEqual(3 * (pages + 4))
    expect(Object.keys(samples?.values ?? {})).toEqual(percent === 0 ? PARTS : [...PARTS, 'fault'])
    const written = pages * 4096
    for (const uss of samples?.values['uss'] ?? []) {
      expect(uss).toBeGreaterThanOrEqual(written)
      expect(uss).toBeLessThan(written + MIB)
    }
    // Of each page that is still shared the child has one half.
    for (const pss of samples?.values['pss'] ?? []) {
      expect(Math.abs(pss - (written + (64 * MIB - written) / 2))).toBeLessThan(MIB)
    }
  })

  it('says what the parent has and how large a kernel stack is', async () => {
    const probe = new Running(processes(10))
    const { pid } = await probe.next('hello')
    const stack = await probe.next('observation')
    const parent = await probe.next('observation')
    await probe.next('ready')
    const kib = Number(stack.facts['ofOneTaskKiB'])
    expect(Number.isInteger(Math.log2(kib))).toBe(true)
    const tables = Number(/^VmPTE:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
    // The first read of standard input may touch a place that needs a further table.
    expect(tables - Number(parent.facts['pageTablesKiB'])).toBeGreaterThanOrEqual(0)
    expect(tables - Number(parent.facts['pageTablesKiB'])).toBeLessThanOrEqual(8)
    expect(Math.abs(Number(sizeOf(pid)) - Number(parent.facts['virtualKiB']))).toBeLessThanOrEqual(256)
  })

  it('leaves no child, no zombie, no thread, no mapping and no descriptor behind a block', async () => {
    for (const [command, series] of [
      [processes(200), ['fork', 'fork-exec']],
      [threads(200), ['thread']],
      [writers(50), ['cow-child']],
    ] as const) {
      const probe = new Running(command)
      const { pid } = await probe.next('hello')
      await probe.next('ready')
      // What the first block makes libc reserve stays.
      for (const name of series) {
        probe.write(`block ${name} 1\n`)
        await probe.next('samples')
      }
      const before = [readdirSync(`/proc/${pid}/fd`), sizeOf(pid)]
      for (const name of [...series, ...series]) {
        probe.write(`block ${name} 1\n`)
        await probe.next('samples')
        expect(childrenOf(pid)).toEqual([])
        await expect.poll(() => readdirSync(`/proc/${pid}/task`)).toEqual([String(pid)])
      }
      expect([readdirSync(`/proc/${pid}/fd`), sizeOf(pid)]).toEqual(before)
      probe.child.stdin.end()
      expect(await probe.ended).toBe(PROBE_EXIT.done)
    }
  })

  it.each([
    [['--units', '0'], /value/, /--units .* 1 to 20000/],
    [['--units', '20001'], /value/, /--units/],
    [['--stack-kib', '1'], /value/, /--stack-kib .* 64 to 65536/],
    [['--touched-percent', '101'], /value/, /--touched-percent .* 0 to 100/],
    [['--creates', 'spoons'], /value/, /processes threads writers/],
  ])('refuses the options %j', (options, what, advice) => {
    const { status, lines } = runToEnd(memory(...options))
    expect(status).toBe(PROBE_EXIT.usage)
    expect(lines).toEqual([{ type: 'error', what: expect.stringMatching(what), advice: expect.stringMatching(advice) }])
  })

  it.each([[[]], [['--creates', 'threads']], [['--creates', 'writers']]])(
    'ends at once where it starts without a standard input: %j',
    (options) => {
      const { status, lines } = runToEnd(['sh', '-c', 'exec "$@" <&-', 'sh', ...memory(...options)])
      expect(status).toBe(PROBE_EXIT.done)
      expect(lines.at(-1)?.type).toBe('ready')
    },
  )

  it('has no series of others', () => {
    const { status, lines } = runToEnd(threads(10), 'block fork 1\n')
    expect(status).toBe(PROBE_EXIT.usage)
    expect(lines.at(-1)).toMatchObject({ type: 'error', advice: expect.stringContaining('thread thread/2') })
  })

  describe('when something goes wrong', () => {
    /** A probe in the midst of creating thousands. */
    async function creating(command: string[], series: string): Promise<{ probe: Running; pid: number }> {
      const probe = new Running(command)
      const { pid } = await probe.next('hello')
      await probe.next('ready')
      probe.write(`block ${series} 20\n`)
      const tasks = (): number => readdirSync(`/proc/${pid}/task`).length + childrenOf(pid).length
      await expect.poll(tasks, { interval: 1 }).toBeGreaterThan(20)
      return { probe, pid }
    }

    it('counts as not alive a child that somebody ended, and leaves none', async () => {
      const probe = new Running(processes(3000))
      const { pid } = await probe.next('hello')
      await probe.next('ready')
      probe.write('block fork 1\n')
      // The first of 3,000 is ended while the others are created.
      await expect.poll(() => childrenOf(pid).length, { interval: 1 }).toBeGreaterThan(0)
      const [victim = 0] = childrenOf(pid)
      process.kill(victim, 'SIGKILL')
      const { counts } = await probe.next('samples')
      expect(counts).toMatchObject({ created: 3000, alive: 2999, reaped: 3000 })
      expect(childrenOf(pid)).toEqual([])
    })

    it.each([
      ['processes', () => processes(3000), 'fork'],
      ['programs', () => processes(3000), 'fork-exec'],
      ['threads', () => threads(5000), 'thread'],
    ] as const)(
      'is gone within a second, with thousands of %s, once its group is killed',
      async (_, command, series) => {
        const { probe, pid } = await creating(command(), series)
        probe.kill()
        await probe.ended
        await expect.poll(() => listGroup(pid), { timeout: 1000, interval: 20 }).toEqual([])
      },
    )

    it.each([
      ['fork', () => processes(3000)],
      ['fork-exec', () => processes(3000)],
      ['cow-child', () => writers(100)],
    ] as const)('takes the children of %s with it when it alone is killed', async (series, command) => {
      const probe = new Running(command())
      const { pid } = await probe.next('hello')
      await probe.next('ready')
      onTestFinished(() => listGroup(pid).forEach((task) => process.kill(task.pid, 'SIGKILL')))
      probe.write(`block ${series} 20\n`)
      await expect.poll(() => childrenOf(pid).length, { interval: 1 }).toBeGreaterThan(0)
      process.kill(pid, 'SIGKILL')
      await expect.poll(() => listGroup(pid), { timeout: 3000 }).toEqual([])
    })

    const canLimit = process.getuid?.() === 0 && runs('setpriv', '--version') && runs('prlimit', '--version')
    describe.runIf(canLimit)('under a limit on processes', () => {
      /** A user that nobody else is on this machine, lest somebody else's tasks count. */
      const asStranger = ['setpriv', '--reuid', '61234', '--regid', '61234', '--clear-groups', 'prlimit']

      function publicCopy(): string {
        const folder = mkdtempSync(join(tmpdir(), 'threadprobe-'))
        onTestFinished(() => rmSync(folder, { recursive: true }))
        chmodSync(folder, 0o755)
        for (const name of ['threadprobe', 'idle-program']) {
          copyFileSync(join(dirname(threadprobe), name), join(folder, name))
          chmodSync(join(folder, name), 0o755)
        }
        return join(folder, 'threadprobe')
      }

      it('has no figure where the kernel does not let it read the memory of its units', () => {
        const path = publicCopy()
        // A program that one may start and not read keeps its memory to itself.
        chmodSync(join(dirname(path), 'idle-program'), 0o711)
        const { lines } = runToEnd([...asStranger, path, 'memory', '--units', '20'], blocks(['fork-exec', 'fork'], 1))
        const [closed, open] = samplesOf(lines)
        expect(closed?.stopped).toMatchObject({ call: 'reading what is in memory', errno: 'EACCES' })
        expect(closed?.values['total']).toEqual([])
        expect(closed?.counts).toMatchObject({ created: 20, reaped: 20 })
        expectIdle(open, 20, 1)
      })

      it.each([
        ['processes', ['fork', 'fork-exec'], 'fork'],
        ['threads', ['thread'], 'pthread_create'],
      ])(
        '%s end with what was reached, all of it gone, and go on when the limit is lifted',
        async (creates, series, call) => {
          const options = ['--creates', creates, '--units', '200']
          const probe = new Running([...asStranger, '--nproc=51:', publicCopy(), 'memory', ...options])
          const { pid } = await probe.next('hello')
          await probe.next('ready')
          for (const name of series) {
            probe.write(`block ${name} 3\n`)
            const { counts, stopped, values } = await probe.next('samples')
            // One task is the probe itself.
            expect(stopped).toMatchObject({ call: `${call} for number 51 of 200`, errno: 'EAGAIN', iteration: 0 })
            expect(counts).toMatchObject({ created: 50, reaped: 50 })
            expect(values['total']).toEqual([])
            expect(childrenOf(pid)).toEqual([])
            await expect.poll(() => readdirSync(`/proc/${pid}/task`)).toEqual([String(pid)])
          }
          const [command = '', ...given] = [...asStranger, `--pid=${pid}`, '--nproc=1000:']
          expect(runs(command, ...given)).toBe(true)
          for (const name of series) {
            probe.write(`block ${name} 1\n`)
            expectIdle(await probe.next('samples'), 200, 1)
          }
        },
      )
    })
  })
})

function sizeOf(pid: number): string | undefined {
  return /^VmSize:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
}
