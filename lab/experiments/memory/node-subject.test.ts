import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { processesWithEnvironment } from '../../fixture-processes.ts'
import { ProbeFailure } from '../../probes/probe.ts'
import { whyNoAccounts } from './accounts.ts'
import { NodeFamily } from './node-family.ts'
import { NodeSubject } from './node-subject.ts'

const KIB = 1024
const MIB = 1024 * KIB

/** What a family inherits, so that a test can find those that were left running. */
const mark = randomUUID()
beforeAll(() => void (process.env['THREADLAB_TEST'] = mark))
afterAll(() => void delete process.env['THREADLAB_TEST'])
const running = (): number[] => processesWithEnvironment(mark).filter((pid) => pid !== process.pid)
const expectNoneRuns = (timeout = 2000): Promise<void> => expect.poll(running, { timeout }).toEqual([])

const never = new AbortController().signal

describe.runIf(whyNoAccounts() === null)('idle units of Node', () => {
  it.each(['worker-thread', 'child-process'] as const)('are measured and gone: %s', async (id) => {
    const { values, counts } = await new NodeSubject(id, 2).runBlock(1, never)
    expect(counts).toEqual({ created: 3, alive: 3, reaped: 3 })
    const figure = (part: string): number => values[part]?.[0] ?? Number.NaN
    // An engine takes megabytes, not hundreds of them, and has addresses for more than it has memory.
    expect(figure('total')).toBeGreaterThan(MIB)
    expect(figure('total')).toBeLessThan(100 * MIB)
    expect(figure('virtual')).toBeGreaterThan(figure('rss'))
    expect(figure('page-tables')).toBeGreaterThan(0)
    // A worker is one thread at least, a process of Node several.
    expect(figure('kernel-stack')).toBeGreaterThanOrEqual((id === 'child-process' ? 2 : 1) * 4 * KIB)
    await expectNoneRuns()
  })

  it.each(['worker-thread', 'child-process'] as const)('are gone within a second when cancelled: %s', async (id) => {
    const cancel = new AbortController()
    const block = new NodeSubject(id, 12).runBlock(5, cancel.signal)
    const failed = expect(block).rejects.toThrow()
    await expect.poll(() => running().length, { interval: 5 }).toBeGreaterThan(0)
    await setTimeout(150)
    cancel.abort()
    await failed
    await expectNoneRuns(1000)
  })

  it('fail with a sentence where the parent is ended by somebody else', async () => {
    const block = new NodeSubject('child-process', 12).runBlock(1, never)
    const failed = expect(block).rejects.toThrow(ProbeFailure)
    await expect.poll(() => running().length, { interval: 5 }).toBeGreaterThan(0)
    const [parent] = running()
    if (parent !== undefined) process.kill(parent, 'SIGKILL')
    await failed
    await expect(block).rejects.toThrow(/child-process did not run: its parent ended/)
    await expectNoneRuns()
  })

  it('end by themselves when the channel to their parent closes', async () => {
    const family = await NodeFamily.start('child-process', never)
    const pids = await family.grow(2)
    expect(running()).toEqual(expect.arrayContaining([family.parentPid, ...pids]))
    process.kill(family.parentPid, 'SIGKILL')
    await expectNoneRuns()
    await family.end()
  })
})
