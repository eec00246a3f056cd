import { chmodSync, copyFileSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { PROBE_EXIT } from '../contract/probe.ts'
import {
  blocks,
  build,
  canBuild,
  EVERY_SERIES,
  expectEvidence,
  listProcesses,
  PROCESS_SERIES,
  Running,
  runs,
  runToEnd,
  samplesOf,
} from './fixture-threadprobe.ts'

let threadprobe = ''
const creationCost = (...options: string[]): string[] => [threadprobe, 'creation-cost', ...options]

describe.runIf(canBuild)('threadprobe among others', () => {
  beforeAll(() => {
    threadprobe = build()
  }, 60_000)

  it('ends when standard input does, after the block that was asked for', () => {
    expect(runToEnd(creationCost())).toMatchObject({ status: PROBE_EXIT.done, stderr: '' })
    const { status, lines } = runToEnd(creationCost(), 'block fork 2000\nblock vfork 3')
    expect(status).toBe(PROBE_EXIT.done)
    expect(samplesOf(lines).map(({ series }) => series)).toEqual(['fork', 'vfork'])
  })

  it('does not mind ignored and blocked signals', () => {
    const odd = ['env', '--ignore-signal=CHLD,PIPE,ALRM', '--block-signal=ALRM,CHLD,TERM']
    const { status, lines } = runToEnd([...odd, ...creationCost()], blocks(PROCESS_SERIES, 20))
    expect(status).toBe(PROBE_EXIT.done)
    expect(samplesOf(lines)).toHaveLength(PROCESS_SERIES.length)
    for (const samples of samplesOf(lines)) expectEvidence(samples, 20)
  })

  it('keeps no descriptor of its starter, is first in line when memory runs out and catches no signal', async () => {
    const probe = new Running(['sh', '-c', 'exec 7</dev/null; exec "$@"', 'sh', ...creationCost()])
    const { pid } = await probe.next('hello')
    await probe.next('ready')
    const open = readdirSync(`/proc/${pid}/fd`).map((name) => readlinkSync(`/proc/${pid}/fd/${name}`))
    expect(open).not.toContain('/dev/null')
    expect(readFileSync(`/proc/${pid}/oom_score_adj`, 'utf8').trim()).toBe('1000')
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    for (const mask of ['SigBlk', 'SigIgn', 'SigCgt']) expect(status).toMatch(new RegExp(`${mask}:\\s0+\n`))
  })

  it('dies in the midst of a block when its starter is killed, and leaves nobody behind', async () => {
    // The starter's standard input and output are the test's, so only the death of the starter can end the probe.
    const starter =
      'const [path, ...given] = process.argv.slice(1);' +
      'require("node:child_process").spawn(path, given, { stdio: "inherit", detached: true }); setInterval(() => {}, 1000)'
    const running = new Running([process.execPath, '-e', starter, ...creationCost('--parent-mib', '64')])
    const { pid } = await running.next('hello')
    await running.next('ready')
    onTestFinished(() => listGroup(pid).forEach((task) => process.kill(task.pid, 'SIGKILL')))
    const before = faultsOfEnded(pid)
    running.write('block fork-exec 10000\n')
    await expect.poll(() => faultsOfEnded(pid), { interval: 1 }).toBeGreaterThan(before)
    running.child.kill('SIGKILL')
    await expect.poll(() => listGroup(pid), { timeout: 3000 }).toEqual([])
    await expect(running.next('samples')).rejects.toThrow('ended')
  })

  it('is over, with its children, once its group is killed', async () => {
    const probe = new Running(creationCost('--parent-mib', '64'))
    const { pid } = await probe.next('hello')
    await probe.next('ready')
    const before = faultsOfEnded(pid)
    probe.write('block fork 10000\n')
    await expect.poll(() => faultsOfEnded(pid), { interval: 1 }).toBeGreaterThan(before)
    probe.kill()
    await probe.ended
    await expect.poll(() => listGroup(pid), { timeout: 3000 }).toEqual([])
  })

  const canLimit = process.getuid?.() === 0 && runs('setpriv', '--version') && runs('prlimit', '--version')
  describe.runIf(canLimit)('under a limit on processes', () => {
    const asNobody = ['setpriv', '--reuid', '65534', '--regid', '65534', '--clear-groups', 'prlimit']
    /** The soft limit, as its own user: raising the hard one takes a capability that root in a container may lack. */
    const limit = (pid: number, processes: number): boolean => {
      const [command = '', ...given] = [...asNobody, `--pid=${pid}`, `--nproc=${processes}:`]
      return runs(command, ...given)
    }

    /** Where an unprivileged user may read it. */
    function publicCopy(): string {
      const folder = mkdtempSync(join(tmpdir(), 'threadprobe-'))
      onTestFinished(() => rmSync(folder, { recursive: true }))
      chmodSync(folder, 0o755)
      for (const name of ['threadprobe', 'first-instruction']) {
        copyFileSync(join(dirname(threadprobe), name), join(folder, name))
        chmodSync(join(folder, name), 0o755)
      }
      return join(folder, 'threadprobe')
    }

    it('says which call stopped a block and with which errno, and stays usable', async () => {
      const probe = new Running([...asNobody, '--nproc=1:', publicCopy(), 'creation-cost'])
      const { pid } = await probe.next('hello')
      await probe.next('ready')
      const calls = ['fork', 'vfork', 'posix_spawn', 'fork', 'clone', 'clone', 'pthread_create']
      for (const [i, series] of EVERY_SERIES.entries()) {
        probe.write(`block ${series} 3\n`)
        const { values, counts, stopped } = await probe.next('samples')
        expect({ series, ...stopped }).toMatchObject({ series, call: calls[i], errno: 'EAGAIN', iteration: 0 })
        expect(counts).toMatchObject({ created: 0, reaped: 0 })
        expect(values['joined']).toEqual([])
      }
      expect(limit(pid, 1000)).toBe(true)
      for (const series of EVERY_SERIES) {
        probe.write(`block ${series} 3\n`)
        expectEvidence(await probe.next('samples'), 3)
      }
      probe.child.stdin.end()
      expect(await probe.ended).toBe(PROBE_EXIT.done)
    })

    it('gives what it had when the limit came in the midst of a block', async () => {
      const probe = new Running([...asNobody, '--nproc=1000:', publicCopy(), 'creation-cost', '--parent-mib', '32'])
      const { pid } = await probe.next('hello')
      await probe.next('ready')
      const before = faultsOfEnded(pid)
      probe.write('block fork 10000\n')
      await expect.poll(() => faultsOfEnded(pid), { interval: 1 }).toBeGreaterThan(before)
      expect(limit(pid, 1)).toBe(true)
      const { values, counts, stopped } = await probe.next('samples')
      const { created = 0, reaped } = counts
      expect(stopped).toMatchObject({ call: 'fork', errno: 'EAGAIN', iteration: created })
      expect(created).toBeLessThan(10_000)
      expect(reaped).toBe(created)
      expect(values['joined']).toHaveLength(created)
    })
  })
})

/** Those of a process group that still run; the ended wait for whoever inherited them. */
const listGroup = (group: number): ReturnType<typeof listProcesses> =>
  listProcesses().filter((task) => task.group === group && task.state !== 'Z')

/**
 * Page faults of the children that a process has waited for. The number grows with each of them, so it shows that a block is
 * under way; a child itself is there too briefly to be met for certain.
 */
function faultsOfEnded(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[8])
}
