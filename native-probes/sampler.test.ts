import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { PROBE_EXIT } from '../contract/probe.ts'
import { canStage, compile, KnownThreads, RunningSampler, Stage } from './fixture-sampler.ts'
import { build, canBuild, listProcesses, runs } from './fixture-threadprobe.ts'

let sampler = ''
let fixture = ''
let parser = ''

const watch = (...given: (string | number)[]): RunningSampler =>
  new RunningSampler([sampler, '--hertz', '50', ...given.map(String)])
const runsOver = (input: string, ...given: string[]): number | null =>
  spawnSync(sampler, given, { input, timeout: 10_000 }).status
/** The sampler as another user, from where that one may read it. */
function asNobody(): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'sampler-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  chmodSync(folder, 0o755)
  const copy = join(folder, 'sampler')
  copyFileSync(sampler, copy)
  return ['setpriv', '--reuid', '65534', '--regid', '65534', '--clear-groups', copy]
}
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

  const canBeOther = process.getuid?.() === 0 && runs('setpriv', '--version')

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
    expect(seen.gone.size).toBe(0)
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

  it.each([
    ['less', 'spend 400', 'exec 0'],
    ['far more', 'spend 1', 'exec 1200'],
  ])('gives a process that a thread with %s processor time took over a row of its own', async (_, spent, exec) => {
    const known = new KnownThreads([fixture])
    await known.command(spent)
    await known.command('many 3')
    const seen = watch('--pids', known.pid)
    await seen.next()
    const row = seen.byTid(known.pid)?.row ?? -1
    const answered = known.command(exec)
    await seen.until(({ followed, gone }) => {
      // Nobody is to take it for ended.
      expect(followed).toBeGreaterThan(0)
      return gone.includes(row)
    })
    expect(seen.threads.size).toBe(1)
    expect(seen.byTid(known.pid)?.row).toBeGreaterThan(row)
    await answered
  })

  it('keeps the rows of threads that are never off their cores', async () => {
    const known = new KnownThreads([fixture])
    for (let i = 0; i < 4; i++) await known.command('busy')
    const seen = watch('--pids', known.pid)
    for (let i = 0; i < 50; i++) expect(await seen.next()).toMatchObject({ followed: 5, gone: [] })
  })

  it.runIf(canBeOther)('tells the switches of a process of many groups', async () => {
    const groups = Array.from({ length: 500 }, (_, i) => 1_000_000_000 + i).join()
    const known = new KnownThreads(['setpriv', '--groups', groups, fixture])
    const tid = await known.command('turns')
    expect(readFileSync(`/proc/${known.pid}/status`).length).toBeGreaterThan(5000)
    const seen = watch('--pids', known.pid)
    await seen.until(() => (seen.byTid(tid)?.voluntary ?? 0) > 10)
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

  it.runIf(canBeOther)('says of others’ sleeping threads that what they wait for is hidden', async () => {
    const known = new KnownThreads([fixture])
    const tid = await known.command('sleeping')
    const seen = new RunningSampler([...asNobody(), '--pids', String(known.pid)])
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

  it.runIf(runs('prlimit', '--version'))('says which limit it is where it cannot open two files at once', async () => {
    for (const limit of [4, 5]) {
      const command = [`--nofile=${limit}`, sampler, '--pids', String(process.pid)]
      const { status, stdout } = spawnSync('prlimit', command, { input: '', encoding: 'utf8' })
      expect({ limit, status }).toEqual({ limit, status: PROBE_EXIT.failed })
      expect(JSON.parse(stdout.trim().split('\n').at(-1) ?? '')).toMatchObject({
        type: 'error',
        what: expect.stringContaining('open files'),
        advice: expect.stringContaining('ulimit -n'),
      })
    }
    const seen = new RunningSampler(['prlimit', '--nofile=6', sampler, '--pids', String(process.pid)])
    expect((await seen.next()).followed).toBeGreaterThan(1)
  })

  it('reads on at its rate after one list of roots upon another', async () => {
    const seen = new RunningSampler([sampler, '--hertz', '1', '--pids', String(process.pid)])
    let { at } = await seen.next()
    for (let i = 0; i < 6; i++) {
      seen.child.stdin.write(`pids ${process.pid}\n`)
      at = (await seen.next()).at
    }
    // Not after all the seconds that they came before.
    expect((await seen.next()).at - at).toBeLessThan(3e9)
  })

  it('waits for a reader that does not wait for it', async () => {
    const known = new KnownThreads([fixture])
    await known.command('many 3000')
    const seen = new RunningSampler([fixture, 'nonblocking', sampler, '--pids', String(known.pid)])
    expect(await seen.next()).toMatchObject({ followed: 3001 })
    expect(await seen.next()).toMatchObject({ followed: 3001 })
  })

  describe.runIf(canStage)('where numbers are given anew', () => {
    const SETTLED = 30
    const onStage = (stage: Stage, ...given: string[]): RunningSampler =>
      new RunningSampler(stage.inside(sampler, '--hertz', '50', ...given))
    /** Beyond a census, of which there are four a second. */
    const settle = async (seen: RunningSampler): Promise<void> => {
      for (let i = 0; i < SETTLED; i++) await seen.next()
    }
    const pids = (seen: RunningSampler): number[] => [...seen.threads.values()].map(({ pid }) => pid).toSorted()

    it('follows once a child that was met twice before its parent took the name', async () => {
      const stage = await Stage.open()
      const seen = onStage(stage, '--name', 'wanted')
      await seen.next()
      await stage.command("at 600; (trap 'named wanted' USR1; at 550; sleep 60 & wait; wait) & there 550")
      await settle(seen)
      await stage.command('at 541')
      await settle(seen)
      await stage.command('at 561')
      await settle(seen)
      await stage.command('kill -USR1 600')
      await seen.until(({ followed }) => followed > 0)
      await settle(seen)
      expect({ pids: pids(seen), gone: seen.gone.size }).toEqual({ pids: [550, 600], gone: 0 })
    })

    it('takes nobody for a child of whoever got the number of its parent', async () => {
      const stage = await Stage.open()
      const seen = onStage(stage, '--name', 'wanted')
      await seen.next()
      await stage.command('at 500; (at 490; sleep 60 & wait) & there 490')
      await settle(seen)
      await stage.command('kill 500; wait 500; at 500; (named wanted; at 510; sleep 60 & wait) & there 510')
      await seen.until(({ followed }) => followed > 1)
      await settle(seen)
      expect(pids(seen)).toEqual([500, 510])
    })

    it('follows the children of a root that ended, and nobody who got its number until asked again', async () => {
      const stage = await Stage.open()
      await stage.command('at 700; (at 710; sleep 60 & wait) & there 710')
      await stage.command('at 800; sleep 60 & there 800')
      const seen = onStage(stage, '--pids', '700,800,900')
      expect(await seen.next()).toMatchObject({ followed: 3 })
      // The same list again: what is followed already is known, and 900 is nobody.
      seen.child.stdin.write('pids 700,800,900\n')
      await settle(seen)
      await stage.command('kill 700; wait 700; at 700; (at 720; sleep 60 & wait) & there 720')
      await stage.command('at 900; sleep 60 & there 900')
      await seen.until(({ followed }) => followed === 2)
      await settle(seen)
      expect(pids(seen)).toEqual([710, 800])
      seen.child.stdin.write('pids 700,900\n')
      await settle(seen)
      expect(pids(seen)).toEqual([700, 710, 720, 900])
    })

    it.runIf(runs('prlimit', '--version'))('takes nobody for a root between two readings', async () => {
      const stage = await Stage.open()
      await stage.command('at 700; sleep 60 & there 700')
      await stage.command('at 800; sleep 60 & there 800')
      const few = ['prlimit', '--nofile=8', sampler, '--hertz', '2', '--pids', '700,800']
      const seen = new RunningSampler(stage.inside(...few))
      await seen.next()
      await stage.command('kill 700; wait 700; at 700; sleep 60 & there 700')
      for (let i = 0; i < 3; i++) await seen.next()
      expect(pids(seen)).toEqual([800])
    })

    it.runIf(canBeOther)('counts nobody who is hidden, where all of others are', async () => {
      const stage = await Stage.open()
      await stage.command('mount -o remount,hidepid=2 /proc')
      const seen = new RunningSampler(stage.inside(...asNobody(), '--hertz', '50', '--all'))
      expect(await seen.next()).toMatchObject({ followed: 1, hidden: 1 })
      await stage.command('sleep 60 & sleep 60 & sleep 60 &')
      for (let i = 0; i < SETTLED; i++) expect((await seen.next()).hidden).toBe(1)
    })
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
