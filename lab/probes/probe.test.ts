import { getEventListeners } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { PROBE_PROTOCOL } from '../../contract/probe.ts'
import { processesOfGroup } from '../fixture-processes.ts'
import { HELLO, READY, SAMPLES, say, standInProbe } from './fixture-probe.ts'
import { Probe, ProbeFailure, ProbeUnsupported, type ProbeOptions } from './probe.ts'

const THREADPROBE = join(import.meta.dirname, '../../native-probes/out/threadprobe')
const onLinux = process.platform === 'linux'

/** Opens a probe for one test; it is closed after the test at the latest. */
async function open(path: string, options: Partial<ProbeOptions> = {}): Promise<Probe> {
  const { signal } = new AbortController()
  const probe = await Probe.open({ path, experiment: 'creation-cost', options: {}, signal, ...options })
  onTestFinished(() => probe.close())
  return probe
}

function standIn(...script: string[]): { path: string; folder: string } {
  const made = standInProbe(...script)
  onTestFinished(() => made.remove())
  return made
}

/** What kept a probe from being opened. */
async function failureToOpen(path: string, options: Partial<ProbeOptions> = {}): Promise<ProbeFailure> {
  const error: unknown = await open(path, options).catch((reason: unknown) => reason)
  if (!(error instanceof ProbeFailure)) throw new Error(`expected a ProbeFailure, got ${String(error)}`)
  expect(error.advice).not.toBe('')
  return error
}

const failureOf = (answer: Promise<unknown>): Promise<unknown> => answer.then(String, (reason: unknown) => reason)

/** A stand-in writes its own process id, which is that of its group, beside itself. */
const NOTE_GROUP = 'echo $$ > "$(dirname "$0")/group"'

function groupOfStandIn(folder: string): number {
  return Number(readFileSync(join(folder, 'group'), 'utf8'))
}

const expectGroupGone = (group: number): Promise<void> =>
  expect.poll(() => processesOfGroup(group), { timeout: 2000 }).toEqual([])

describe.runIf(onLinux && existsSync(THREADPROBE))('threadprobe itself', () => {
  it('says hello, observes its memory and answers one block after the other', async () => {
    const probe = await open(THREADPROBE, { options: { 'parent-mib': 8, placement: 'free' } })
    expect(probe.hello).toMatchObject({ protocol: PROBE_PROTOCOL, experiment: 'creation-cost', core: null })
    const memory = probe.observations.find(({ name }) => name === 'parent-memory')
    expect(memory?.facts).toMatchObject({ touchedMiB: 8, residentKiB: 8192 })
    for (const series of ['fork', 'posix-spawn', 'fork']) {
      const { values, counts, ...rest } = await probe.block(series, 5)
      expect(rest).toMatchObject({ series, batch: 1 })
      expect(Object.keys(values).sort()).toEqual(['called', 'first-instruction', 'joined'])
      for (const samples of Object.values(values)) expect(samples).toHaveLength(5)
      expect(counts).toMatchObject({ created: 5, reaped: 5 })
    }
  })

  it('leads a process group of its own, which is gone when it is closed', async () => {
    const probe = await open(THREADPROBE)
    const group = probe.hello.pid
    expect(processesOfGroup(group)).toContain(group)
    await probe.close()
    expect(processesOfGroup(group)).toEqual([])
  })

  it('refuses a series that it does not know, and says which it knows', async () => {
    const probe = await open(THREADPROBE)
    expect(await failureOf(probe.block('spoon', 5))).toMatchObject({
      name: 'ProbeFailure',
      message: 'a series is unknown.',
      advice: expect.stringContaining('fork'),
    })
  })

  it('refuses options that it does not take', async () => {
    expect((await failureToOpen(THREADPROBE, { options: { spoon: 1 } })).message).toContain('option')
    expect((await failureToOpen(THREADPROBE, { options: { 'parent-mib': -1 } })).advice).toContain('--parent-mib')
    expect((await failureToOpen(THREADPROBE, { experiment: 'spoon' })).message).toContain('unknown')
  })

  it('ends in the middle of a block when the signal is aborted', async () => {
    const controller = new AbortController()
    const probe = await open(THREADPROBE, { signal: controller.signal })
    const group = probe.hello.pid
    const answer = failureOf(probe.block('fork', 10_000))
    controller.abort(new Error('enough'))
    expect(await answer).toMatchObject({ message: 'enough' })
    await expectGroupGone(group)
  })
})

describe.runIf(process.platform !== 'win32')('a probe that misbehaves', () => {
  it('is refused when it speaks another version of the protocol', async () => {
    const { message, advice } = await failureToOpen(standIn(say({ ...HELLO, protocol: 99 }, READY), 'sleep 60').path)
    expect(message).toBe(`threadprobe speaks protocol 99, the lab speaks ${PROBE_PROTOCOL}.`)
    expect(advice).toContain('npm run build:probes')
  })

  it('is ended when it writes garbage', async () => {
    const { message } = await failureToOpen(standIn('echo garbage', 'sleep 60').path)
    expect(message).toMatch(/not the protocol: .*garbage/)
  })

  it('is ended when a line has the wrong shape, and the sentence names the field', async () => {
    const { path } = standIn(say({ ...HELLO, clock: { name: 'CLOCK_MONOTONIC', resolutionNs: 'fine' } }), 'sleep 60')
    expect((await failureToOpen(path)).message).toMatch(/not the protocol: clock\.resolutionNs: .*number/)
  })

  it('is ended when a line is of no known type', async () => {
    expect((await failureToOpen(standIn(say({ type: 'spoon' }), 'sleep 60').path)).message).toMatch(
      /not the protocol: type: /,
    )
  })

  it('is ended when a line does not end', async () => {
    const { path, folder } = standIn(NOTE_GROUP, "yes | tr -d '\\n'")
    expect((await failureToOpen(path)).message).toMatch(/not the protocol: a line of more than/)
    if (onLinux) await expectGroupGone(groupOfStandIn(folder))
  })

  it('is ended when it never stops talking while it prepares', async () => {
    const chatter = { type: 'observation', name: 'chatter', facts: {} }
    const { message } = await failureToOpen(standIn(`while :; do ${say(chatter)}; done`).path)
    expect(message).toMatch(/more lines than were asked for/)
  })

  it('is ended when it says nothing within its time', async () => {
    const { path, folder } = standIn(NOTE_GROUP, 'sleep 60')
    expect((await failureToOpen(path, { patienceMs: 300 })).message).toBe('threadprobe did not answer within 0.3 s.')
    if (onLinux) await expectGroupGone(groupOfStandIn(folder))
  })

  it('has one time for all of its preparation, not one for each line', async () => {
    const observation = { type: 'observation', name: 'slow', facts: {} }
    const { path } = standIn(
      say(HELLO),
      `for i in 1 2 3 4 5 6 7 8; do ${say(observation)}; sleep 0.2; done`,
      say(READY),
    )
    expect((await failureToOpen(path, { patienceMs: 700 })).message).toMatch(/did not answer/)
  })

  it('is reported with its status and what it wrote when it ends early', async () => {
    const { message } = await failureToOpen(standIn(say(HELLO), 'echo "no such luck" >&2', 'exit 3').path)
    expect(message).toBe('threadprobe ended with status 3. It wrote: no such luck')
  })

  it('is reported when it ends as if all were well', async () => {
    expect((await failureToOpen(standIn(say(HELLO)).path)).message).toBe('threadprobe ended before it was asked to.')
  })

  it('is reported with the signal that ended it', async () => {
    expect((await failureToOpen(standIn(say(HELLO), 'kill -TERM $$').path)).message).toBe(
      'threadprobe was ended by SIGTERM.',
    )
  })

  it('is reported by its own error line rather than by its exit', async () => {
    const line = { type: 'error', what: 'holding memory: no room', errno: 'ENOMEM', advice: 'Choose a smaller parent.' }
    const failure = await failureToOpen(standIn(say(HELLO, line), 'exit 1').path)
    expect(failure.message).toBe('holding memory: no room (ENOMEM).')
    expect(failure.advice).toBe('Choose a smaller parent.')
  })

  it('may say that this machine cannot do it', async () => {
    const { path } = standIn(say(HELLO, { type: 'unsupported', reason: 'no such pages' }), 'exit 77')
    await expect(open(path)).rejects.toThrow(new ProbeUnsupported('no such pages'))
  })

  it('is refused when it is ready before it said hello', async () => {
    expect((await failureToOpen(standIn(say(READY), 'sleep 60').path)).message).toContain('out of turn with "ready"')
  })

  it('is reported when it cannot be started', async () => {
    const folder = standIn('exit 0').folder
    expect((await failureToOpen(join(folder, 'missing'))).message).toMatch(/could not be started: .*ENOENT/)
    expect((await failureToOpen(folder)).message).toMatch(/could not be started: .*EACCES/)
    expect((await failureToOpen(THREADPROBE, { options: { long: 'x'.repeat(4 << 20) } })).message).toMatch(
      /could not be started: .*E2BIG/,
    )
  })

  it('fails the block that it answers too late, and every later one for the same reason', async () => {
    const { path } = standIn(say(HELLO, READY), 'read command', 'sleep 0.6', say(SAMPLES), 'sleep 60')
    const probe = await open(path, { patienceMs: 300 })
    const late = { name: 'ProbeFailure', message: 'threadprobe did not answer within 0.3 s.' }
    expect(await failureOf(probe.block('fork', 2))).toMatchObject(late)
    expect(await failureOf(probe.block('fork', 2))).toMatchObject(late)
  })

  it('fails the block that it answers with another series', async () => {
    const { path } = standIn(say(HELLO, READY), 'read command', say({ ...SAMPLES, series: 'vfork' }), 'sleep 60')
    const probe = await open(path)
    expect(await failureOf(probe.block('fork', 2))).toMatchObject({ message: expect.stringContaining('out of turn') })
  })

  it('does not pass off a line that came unasked as the answer to the next block', async () => {
    const { path } = standIn(say(HELLO, READY), 'read command', say(SAMPLES, SAMPLES), 'read command', 'sleep 60')
    const probe = await open(path)
    expect(await probe.block('fork', 2)).toMatchObject({ series: 'fork' })
    expect(await failureOf(probe.block('fork', 2))).toMatchObject({ message: expect.stringContaining('out of turn') })
  })

  it('fails the block during which it died', async () => {
    const { path } = standIn(say(HELLO, READY), 'read command', 'kill -KILL $$')
    const probe = await open(path)
    expect(await failureOf(probe.block('fork', 2))).toMatchObject({ message: 'threadprobe was ended by SIGKILL.' })
    expect(await failureOf(probe.block('fork', 2))).toMatchObject({ message: 'threadprobe was ended by SIGKILL.' })
  })
})

describe.runIf(onLinux)('nothing survives', () => {
  const CHILDREN = 'for i in 1 2 3; do sleep 60 >/dev/null 2>&1 & done'
  const DEAF_CHILD = 'sh -c \'trap "" TERM INT HUP; while :; do sleep 1; done\' &'

  it('closing a probe: it and its whole group end', async () => {
    const { path, folder } = standIn(NOTE_GROUP, CHILDREN, DEAF_CHILD, say(HELLO, READY), 'read command', 'wait')
    const probe = await open(path)
    const group = groupOfStandIn(folder)
    expect(processesOfGroup(group).length).toBeGreaterThanOrEqual(4)
    await probe.close()
    await expectGroupGone(group)
    await probe.close()
  })

  it('aborting the signal while a probe prepares: the same', async () => {
    const { path, folder } = standIn(CHILDREN, NOTE_GROUP, 'wait')
    const controller = new AbortController()
    const opening = failureOf(open(path, { signal: controller.signal }))
    await expect.poll(() => existsSync(join(folder, 'group')), { timeout: 5000 }).toBe(true)
    controller.abort(new Error('enough'))
    expect(await opening).toMatchObject({ message: 'enough' })
    await expectGroupGone(groupOfStandIn(folder))
  })

  it('aborting the signal while a probe writes on and on: the same, and what it still wrote is ignored', async () => {
    const { path, folder } = standIn(NOTE_GROUP, say(HELLO, READY), 'read command', `while :; do ${say(SAMPLES)}; done`)
    const controller = new AbortController()
    const probe = await open(path, { signal: controller.signal })
    await probe.block('fork', 2)
    controller.abort(new Error('enough'))
    expect(await failureOf(probe.block('fork', 2))).toBeInstanceOf(Error)
    await expectGroupGone(groupOfStandIn(folder))
    await probe.close()
  })

  it('a probe that dies by itself: what it had started ends too', async () => {
    const { path, folder } = standIn(NOTE_GROUP, CHILDREN, say(HELLO, READY), 'read command', 'kill -SEGV $$')
    const probe = await open(path)
    await failureOf(probe.block('fork', 2))
    await expectGroupGone(groupOfStandIn(folder))
  })

  it('a signal that was aborted beforehand: nothing is started', async () => {
    const { path, folder } = standIn(NOTE_GROUP, 'sleep 60')
    await expect(open(path, { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough')
    expect(existsSync(join(folder, 'group'))).toBe(false)
  })

  it('does not wait for a stranger that holds the pipes of a dead probe', async () => {
    const { path, folder } = standIn(
      'setsid sh -c \'echo $$ > "$0/stranger"; exec sleep 60\' "$(dirname "$0")" &',
      say(HELLO, READY),
      'read command',
    )
    const probe = await open(path)
    await expect.poll(() => existsSync(join(folder, 'stranger')), { timeout: 5000 }).toBe(true)
    const stranger = Number(readFileSync(join(folder, 'stranger'), 'utf8'))
    onTestFinished(() => void process.kill(stranger, 'SIGKILL'))
    await probe.close()
  })
})

describe.runIf(process.platform !== 'win32')('listeners', () => {
  it('are taken off the signal when a probe is closed or could not be opened', async () => {
    const { signal } = new AbortController()
    const good = standIn(say(HELLO, READY), 'read command')
    const bad = standIn('exit 1')
    const probe = await open(good.path, { signal })
    expect(getEventListeners(signal, 'abort')).toHaveLength(1)
    await probe.close()
    await failureToOpen(bad.path, { signal })
    expect(getEventListeners(signal, 'abort')).toEqual([])
  })
})
