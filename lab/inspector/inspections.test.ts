import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { InspectorFrame, ProcessEntry } from '../../contract/inspector.ts'
import { THREAD_STATES } from '../../contract/inspector-words.ts'
import type { LabClient } from '../../contract/router.ts'
import { createLabOnTest } from '../fixture-lab.ts'
import { KnownThreads } from './fixture-threads.ts'

const NATIVE = join(import.meta.dirname, '../../native-probes/out')
const readers = ['javascript', ...(existsSync(join(NATIVE, 'sampler')) ? ['native'] : [])]

async function labOnTest(reader: string): Promise<LabClient> {
  const made = await createLabOnTest({ probesFolder: reader === 'native' ? NATIVE : '/nowhere' })
  onTestFinished(() => made.remove())
  return made.client
}

async function knownThreads(): Promise<KnownThreads> {
  const made = await KnownThreads.start()
  onTestFinished(() => made.end())
  return made
}

/** The first frames of an inspection, which is closed then. */
async function frames(
  client: LabClient,
  target: Parameters<LabClient['inspector']['watch']>[0]['target'],
  enough: (frames: readonly InspectorFrame[]) => boolean,
): Promise<InspectorFrame[]> {
  const gathered: InspectorFrame[] = []
  for await (const frame of await client.inspector.watch({ target, hertz: 50 })) {
    gathered.push(InspectorFrame.parse(frame))
    if (enough(gathered)) break
  }
  return gathered
}

/** What the frames come to: of each thread its newest state, its wait channel and what it ran in all. */
function tableOf(all: readonly InspectorFrame[]): Map<number, { state: string; wait: string | null; ranMs: number }> {
  const tids = new Map(all.flatMap(({ threads }) => threads).map(({ row, tid }) => [row, tid]))
  const waits = all.flatMap((frame) => frame.waits)
  const table = new Map<number, { state: string; wait: string | null; ranMs: number }>()
  for (const { columns } of all) {
    columns.row.forEach((row, i) => {
      const tid = tids.get(row) ?? 0
      const ranMs = (table.get(tid)?.ranMs ?? 0) + (columns.ran[i] ?? 0)
      table.set(tid, {
        state: THREAD_STATES[columns.state[i] ?? 0] ?? '',
        wait: waits[columns.wait[i] ?? -1] ?? null,
        ranMs,
      })
    })
  }
  return table
}

const failure = (promise: Promise<unknown>): Promise<unknown> => promise.then(String, (error: unknown) => error)

const descriptors = (): number => readdirSync('/proc/self/fd').length

function children(): string[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name) && parentOf(name) === process.pid)
}

function parentOf(pid: string): number {
  try {
    return Number(/\nPPid:\t(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
  } catch {
    return 0
  }
}

describe.runIf(process.platform === 'linux').each(readers)('an inspection with the %s reader', (reader) => {
  it('shows what each thread of a process does, as an independent reading of /proc has it', async () => {
    const client = await labOnTest(reader)
    const known = await knownThreads()
    const before = new Map(known.tids().map((tid) => [tid, known.read(tid).runNs]))
    const seen = await frames(client, { follow: 'process', pid: known.pid }, (all) => all.length > 20)
    const table = tableOf(seen)
    const ran = known.tids().map((tid) => ({ tid, ms: (known.read(tid).runNs - (before.get(tid) ?? 0)) / 1e6 }))
    expect([...table.keys()].sort()).toEqual(known.tids().sort())
    const busy = ran.reduce((most, one) => (one.ms > most.ms ? one : most))
    expect(table.get(busy.tid)?.state).toMatch(/^run/)
    // The sampler was started after the first independent reading and ended before the second.
    expect(table.get(busy.tid)?.ranMs).toBeLessThanOrEqual(busy.ms)
    expect(table.get(busy.tid)?.ranMs).toBeGreaterThan(busy.ms / 3)
    let blocked = 0
    for (const tid of known.tids()) {
      const { letter, wait } = known.read(tid)
      if (tid === busy.tid || letter !== 'S') continue
      if (wait.startsWith('futex')) blocked += 1
      expect(table.get(tid)).toMatchObject({ wait, state: wait.startsWith('futex') ? 'blocked' : 'sleeping' })
    }
    expect(blocked).toBeGreaterThan(0)
  })

  it('sees a process that is stopped', async () => {
    const client = await labOnTest(reader)
    const known = await knownThreads()
    known.child.kill('SIGSTOP')
    const seen = await frames(client, { follow: 'process', pid: known.pid }, (all) => all.length > 1)
    expect(new Set([...tableOf(seen).values()].map(({ state }) => state))).toEqual(new Set(['stopped']))
  })

  it('ends with the last of those that it followed, and tells that all of them are gone', async () => {
    const client = await labOnTest(reader)
    const known = await knownThreads()
    const seen = await frames(client, { follow: 'process', pid: known.pid }, (all) => {
      if (all.length === 2) void known.end()
      return false
    })
    expect(seen.at(-1)?.ended).toBe(true)
    const born = seen.flatMap(({ threads }) => threads.map(({ row }) => row))
    expect(new Set(seen.flatMap(({ gone }) => gone))).toEqual(new Set(born))
  })

  it('follows the children that the lab starts, and knows what its own are for', async () => {
    const client = await labOnTest(reader)
    const seen = await frames(client, { follow: 'lab' }, (all) => {
      if (all.length === 1) void knownThreads()
      return all.length > 30
    })
    const threads = seen.flatMap((frame) => frame.threads)
    expect(threads.find(({ tid }) => tid === process.pid)?.role).toBe('runs the lab')
    expect(threads.some(({ parent, pid }) => parent === process.pid && pid !== process.pid)).toBe(true)
    if (reader === 'native') expect(threads.some(({ role }) => role?.startsWith('sampler') === true)).toBe(true)
  })

  it('waits for somebody of a name that nobody has', async () => {
    const client = await labOnTest(reader)
    const name = 'sleep'
    const seen = await frames(client, { follow: 'name', name: `no-${process.pid}` }, (all) => all.length > 2)
    expect(seen.flatMap(({ threads }) => threads)).toEqual([])
    expect(seen.every(({ ended }) => !ended)).toBe(true)
    const found = await frames(client, { follow: 'name', name }, (all) => {
      if (all.length === 1) startSleep()
      return all.some(({ threads }) => threads.some(({ parent }) => parent === process.pid))
    })
    expect(found.at(-1)?.threads).toMatchObject([{ name }])
  })

  it('leaves no process and no descriptor behind, however often it is opened and closed', async () => {
    const client = await labOnTest(reader)
    await frames(client, { follow: 'lab' }, (all) => all.length > 0)
    const before = { descriptors: descriptors(), children: children() }
    for (let i = 0; i < 20; i++) await frames(client, { follow: 'lab' }, (all) => all.length > 0)
    await expect.poll(() => ({ descriptors: descriptors(), children: children() })).toEqual(before)
  })

  it('is over soon after its client is gone, and there may be four at once', async () => {
    const client = await labOnTest(reader)
    const controllers = Array.from({ length: 4 }, () => new AbortController())
    const request = { target: { follow: 'lab' as const }, hertz: 1 }
    const streams = await Promise.all(controllers.map(({ signal }) => client.inspector.watch(request, { signal })))
    await Promise.all(streams.map((stream) => stream.next()))
    expect(await failure(client.inspector.watch(request))).toMatchObject({ code: 'BUSY', defined: true })
    // These are not asked for another frame, as by a window that is closed.
    for (const controller of controllers) controller.abort()
    await expect
      .poll(() => failure(client.inspector.watch(request).then((stream) => stream.return())), { timeout: 1000 })
      .not.toMatchObject({ code: 'BUSY' })
    await expect.poll(() => children(), { timeout: 1000 }).toEqual([])
  })
})

function startSleep(): void {
  const child = spawn('sleep', ['20'], { stdio: 'ignore' })
  onTestFinished(async () => {
    child.kill('SIGKILL')
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  })
}

describe.runIf(process.platform === 'linux')('a request to inspect', () => {
  it('names a process that does not exist, or is a thread of another', async () => {
    const client = await labOnTest('javascript')
    const watch = (pid: number): Promise<unknown> =>
      failure(client.inspector.watch({ target: { follow: 'process', pid }, hertz: 10 }))
    expect(await watch(4_194_303)).toMatchObject({
      code: 'NOT_FOUND',
      message: expect.stringContaining('There is no process 4194303'),
    })
    const other = readdirSync('/proc/self/task')
      .map(Number)
      .find((tid) => tid !== process.pid)
    expect(await watch(other ?? 0)).toMatchObject({
      code: 'NOT_FOUND',
      message: expect.stringContaining('thread of process'),
    })
  })

  it('is refused with the bounds where the rate is beyond them', async () => {
    const client = await labOnTest('javascript')
    for (const hertz of [0, 51, NaN, Infinity])
      expect(await failure(client.inspector.watch({ target: { follow: 'lab' }, hertz }))).toMatchObject({
        code: 'USAGE',
        message: expect.stringContaining('from 1 to 50'),
      })
  })

  it('can be made of a list of processes', async () => {
    const client = await labOnTest('javascript')
    const entries = await client.inspector.processes()
    expect(entries.map((entry) => ProcessEntry.parse(entry))).toEqual(entries)
    expect(entries.find(({ pid }) => pid === process.pid)).toMatchObject({ own: true })
  })
})
