import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { PROBE_EXIT } from '../contract/probe.ts'
import { compile, KnownThreads, RunningSampler } from './fixture-sampler.ts'
import { build, canBuild, listProcesses, runs } from './fixture-threadprobe.ts'

let sampler = ''
let fixture = ''
let parser = ''

const watch = (...given: (string | number)[]): RunningSampler =>
  new RunningSampler([sampler, '--hertz', '50', ...given.map(String)])
const runsOver = (input: string, ...given: string[]): number | null =>
  spawnSync(sampler, given, { input, timeout: 10_000 }).status
const parses = (file: string, input: string | Buffer): string | null => {
  const { status, stdout } = spawnSync(parser, [file], { input, encoding: 'utf8' })
  return status === 0 ? stdout.trim() : null
}
const fieldsOf = (path: string): string[] => {
  const stat = readFileSync(path, 'latin1')
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
}

describe.runIf(canBuild)('sampler', () => {
  beforeAll(() => {
    const folder = dirname(build())
    sampler = join(folder, 'sampler')
    fixture = compile(folder, 'fixture-threads.c')
    parser = compile(folder, 'fixture-proc-text.c', 'src/sampler/proc-text.c')
  }, 60_000)

  describe('parsing', () => {
    const rest = (flags: number, code = '4096 8192'): string =>
      `S 7 1 1 0 -1 ${flags} 0 0 0 0 0 0 0 0 39 19 1 0 4294967296 1 1 18446744073709551615 ${code} 0 0 0 0 0 0 0 0 0 0 17 3 0 1 0 0 0\n`
    const figures = (kernel: number, traceable: number): string => `7 ${kernel} 19 4294967296 3 1 ${traceable}`

    it.each([
      ['a name', 'plain'],
      ['nothing', ''],
      ['parentheses and blanks', 'a) S 1 (b) R 2 ('],
      ['a newline', 'a\nb) R 3'],
      ['the name of a kernel worker', 'kworker/u8:1-ext4-rsv-conversion'],
    ])('reads stat where the name is %s', (_, name) => {
      expect(parses('stat', `42 (${name}) ${rest(64)}`)).toBe(`42 ${name.length} S ${figures(0, 1)}`)
    })

    it('tells kernel threads and withheld addresses', () => {
      expect(parses('stat', `42 (a) ${rest(0x0020_0040)}`)).toBe(`42 1 S ${figures(1, 1)}`)
      expect(parses('stat', `42 (a) ${rest(64, '1 1')}`)).toBe(`42 1 S ${figures(0, 0)}`)
    })

    it('understands no part of a file as the whole', () => {
      const whole = `42 (a) ${rest(64)}`
      for (let length = 0; length < whole.indexOf(' 1 0 0 0\n'); length += 3)
        expect(parses('stat', whole.slice(0, length))).toBeNull()
      expect(parses('schedstat', '1 2')).toBeNull()
      expect(parses('switches', 'Name:\ta\nvoluntary_ctxt_switches:\t3\n')).toBeNull()
    })

    it('reads counters of any length', () => {
      expect(parses('schedstat', '9007199254740993 0 7\n')).toBe('9007199254740993 0 7')
      expect(parses('switches', 'Name:\ta\nvoluntary_ctxt_switches:\t3\nnonvoluntary_ctxt_switches:\t4\n')).toBe('3 4')
    })
  })

  it('tells what each of a process with known threads does, as /proc does', async () => {
    const known = new KnownThreads([fixture])
    const stopped = new KnownThreads([fixture])
    const kinds = { busy: 'busy', asleep: 'sleeping', blocked: 'futex' }
    const tids = { busy: 0, asleep: 0, blocked: 0 }
    for (const kind of ['busy', 'asleep', 'blocked'] as const) tids[kind] = await known.command(kinds[kind])
    await stopped.command('sleeping')
    stopped.child.kill('SIGSTOP')
    const seen = watch('--pids', `${known.pid},${stopped.pid}`)
    await seen.until(() => seen.byTid(stopped.pid)?.state === 'T' && seen.byTid(tids.blocked)?.wait !== null)
    expect(seen.byTid(tids.busy)).toMatchObject({ pid: known.pid, parent: process.pid, state: 'R', wait: null })
    for (const tid of [tids.asleep, tids.blocked]) {
      const folder = `/proc/${known.pid}/task/${tid}`
      const fields = fieldsOf(`${folder}/stat`)
      expect(seen.byTid(tid)).toMatchObject({
        state: fields[0],
        core: Number(fields[36]),
        start: Number(fields[19]),
        nice: Number(fields[16]),
        policy: Number(fields[38]),
        wait: readFileSync(`${folder}/wchan`, 'utf8'),
        run: Number(readFileSync(`${folder}/schedstat`, 'utf8').split(' ')[0]),
      })
    }
    expect(seen.byTid(tids.blocked)?.wait).toMatch(/futex/)
    expect(seen.byTid(tids.asleep)?.wait).toMatch(/nanosleep/)
    await seen.until(() => seen.byTid(tids.asleep)?.voluntary !== null)
    const status = readFileSync(`/proc/${known.pid}/task/${tids.asleep}/status`, 'utf8')
    expect(status).toContain(`\nvoluntary_ctxt_switches:\t${seen.byTid(tids.asleep)?.voluntary}\n`)
    stopped.child.kill('SIGCONT')
    await seen.until(() => seen.byTid(stopped.pid)?.state === 'S')
  })

  it('follows births, deaths and new names, whatever bytes they have', async () => {
    const known = new KnownThreads([fixture])
    await known.command('many 20')
    const seen = watch('--pids', known.pid)
    await seen.next()
    expect(seen.threads.size).toBe(21)
    const tid = await known.command('brief')
    await seen.until(() => seen.byTid(tid) !== undefined)
    for (const name of ['a) R (|b', '"q\\', 'ünï', ') (']) {
      await known.command(`name ${name}`)
      await seen.until(() => seen.byTid(tid)?.name === name.replace('|', '\n'))
    }
    await known.command(Buffer.from([...Buffer.from('name '), 0x61, 0xff, 0xc3, 0x01]))
    await seen.until(() => seen.byTid(tid)?.name === 'a\ufffd\ufffd\u0001')
    await known.command('end')
    const { gone } = await seen.until(() => seen.byTid(tid) === undefined)
    expect(gone).toHaveLength(1)
    known.child.kill('SIGKILL')
    const { followed, kept } = await seen.until(() => seen.threads.size === 0)
    expect({ followed, kept }).toEqual({ followed: 0, kept: 0 })
  })

  it('misses no run, however many threads are left unread beside the one that ran', async () => {
    const known = new KnownThreads([fixture])
    const turns = await known.command('turns')
    const tid = await known.command('many 300')
    const seen = watch('--pids', known.pid)
    // Until all but one are quiet.
    await seen.until(() => [...seen.threads.values()].every(({ voluntary }) => voluntary !== null))
    for (let i = 0; i < 100; i++) await seen.next()
    for (let i = 0; i < 5; i++) {
      const slices = seen.byTid(tid)?.slices ?? Infinity
      await known.command('nudge')
      let readings = 0
      await seen.until(() => ++readings > 0 && (seen.byTid(tid)?.slices ?? 0) > slices)
      // By itself a quiet thread has its turn after 100.
      expect(readings).toBeLessThan(50)
    }
    expect(seen.byTid(turns)?.slices).toBeGreaterThan(100)
    for (const thread of seen.threads.values()) {
      const schedstat = readFileSync(`/proc/${known.pid}/task/${thread.tid}/schedstat`, 'utf8')
      if (thread.tid !== turns && thread.tid !== known.pid) expect(thread.run).toBe(Number(schedstat.split(' ')[0]))
    }
  })

  it('keeps the others of a process whose first thread has ended', async () => {
    const known = new KnownThreads([fixture, 'leader-ends'])
    const tid = await known.command('sleeping')
    const seen = watch('--pids', known.pid)
    await seen.until(() => seen.byTid(known.pid)?.state === 'Z')
    expect(seen.byTid(tid)).toMatchObject({ pid: known.pid, state: 'S' })
  })

  it('follows descendants, processes by their name and those that take it later', async () => {
    const child = spawn('sh', ['-c', 'sleep 30 & wait'], { stdio: 'ignore' })
    const family = watch('--pids', child.pid ?? 0)
    await family.until(() => [...family.threads.values()].some(({ name }) => name === 'sleep'))
    const named = watch('--name', 'threadlab-named')
    expect(await named.next()).toMatchObject({ followed: 0 })
    const known = new KnownThreads([fixture])
    await known.command('name threadlab-named')
    await known.command('sleeping')
    await named.until(() => named.byTid(known.pid) !== undefined)
    family.child.stdin.write(`pids ${known.pid}\nhertz 20\n`)
    await family.until(() => family.byTid(known.pid) !== undefined && family.threads.size === 2)
    for (const { pid } of listProcesses().filter(({ parent }) => parent === child.pid)) process.kill(pid)
    child.kill()
  })

  const canBeOther = process.getuid?.() === 0 && runs('setpriv', '--version')
  it.runIf(canBeOther)('says of others’ sleeping threads that what they wait for is hidden', async () => {
    const known = new KnownThreads([fixture])
    const tid = await known.command('sleeping')
    // Where another user may read it.
    const folder = mkdtempSync(join(tmpdir(), 'sampler-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    chmodSync(folder, 0o755)
    const copy = join(folder, 'sampler')
    copyFileSync(sampler, copy)
    const asNobody = ['setpriv', '--reuid', '65534', '--regid', '65534', '--clear-groups']
    const seen = new RunningSampler([...asNobody, copy, '--pids', String(known.pid)])
    await seen.next()
    expect(seen.byTid(tid)).toMatchObject({ state: 'S', wait: 'hidden' })
  })

  it.runIf(runs('prlimit', '--version'))('reads on where few descriptors may be kept', async () => {
    const known = new KnownThreads([fixture])
    await known.command('many 200')
    const busy = await known.command('turns')
    const seen = new RunningSampler(['prlimit', '--nofile=64', sampler, '--hertz', '50', '--pids', String(known.pid)])
    const { kept } = await seen.until(({ followed }) => followed === 202)
    expect(kept).toBeGreaterThan(20)
    const before = seen.byTid(busy)?.run ?? 0
    await seen.until(() => (seen.byTid(busy)?.run ?? 0) > before)
    expect(readdirSync(`/proc/${seen.pid}/fd`).length).toBeLessThan(64)
    const tid = await known.command('brief')
    await seen.until(() => seen.byTid(tid) !== undefined)
    await known.command('end')
    await seen.until(() => seen.byTid(tid) === undefined)
  })

  it('ends with its input, with status 2 where it does not understand, and when nobody reads it', async () => {
    expect(runsOver('', '--all')).toBe(PROBE_EXIT.done)
    expect(runsOver('', '--pids', '1', '--hertz', '7.5')).toBe(PROBE_EXIT.done)
    for (const given of [[], ['--all', '--all'], ['--pids', '1,'], ['--pids', '0'], ['--name', ''], ['--hertz', '5']])
      expect(runsOver('', ...given)).toBe(PROBE_EXIT.usage)
    for (const hertz of ['0', '51', 'nan', '1x', '-3']) expect(runsOver('', '--all', '--hertz', hertz)).toBe(2)
    for (const input of ['pids\n', 'pids 1 2\n', 'hertz 0\n', 'x\n', `pids ${'1,'.repeat(40_000)}`])
      expect(runsOver(input, '--all')).toBe(PROBE_EXIT.usage)
    const unread = watch('--all')
    await unread.next()
    unread.child.stdout.destroy()
    expect(await unread.ended).toBe(PROBE_EXIT.failed)
  })

  it('dies with its starter, offers itself to the memory killer and leaves no descriptor behind', async () => {
    const script =
      'const [path] = process.argv.slice(1);' +
      'require("node:child_process").spawn(path, ["--all"], { stdio: "inherit" }); setInterval(() => {}, 1000)'
    const starter = new RunningSampler([process.execPath, '-e', script, sampler])
    await starter.next()
    const [own] = listProcesses().filter(({ parent }) => parent === starter.pid)
    const pid = own?.pid ?? 0
    expect(readFileSync(`/proc/${pid}/oom_score_adj`, 'utf8').trim()).toBe('1000')
    starter.child.kill('SIGKILL')
    await expect
      .poll(() => listProcesses().filter((task) => task.pid === pid && task.state !== 'Z'), { timeout: 3000 })
      .toEqual([])
  })

  const sanitizes = spawnSync(
    process.env['CC'] ?? 'cc',
    ['-x', 'c', '-fsanitize=address,undefined', '-o', '/dev/null', '-'],
    {
      input: 'int main(void) { return 0; }',
    },
  )
  it.skipIf(sanitizes.status !== 0)(
    'stands a storm of births and deaths under the memory sanitizers',
    async () => {
      const checked = join(dirname(build('out/address', 'SANITIZE=address,undefined')), 'sampler')
      const known = new KnownThreads([fixture])
      const seen = new RunningSampler([checked, '--hertz', '50', '--pids', String(known.pid)])
      await seen.next()
      await known.command('storm 1500 2')
      await seen.until(() => seen.threads.size === 1 && seen.gone.size > 100)
      await known.command('many 2000')
      await seen.until(() => seen.threads.size === 2001)
      known.child.kill('SIGKILL')
      await seen.until(({ kept }) => seen.threads.size === 0 && kept === 0)
      seen.child.stdin.end()
      expect({ status: await seen.ended, stderr: seen.stderr }).toEqual({ status: 0, stderr: '' })
    },
    60_000,
  )
})
