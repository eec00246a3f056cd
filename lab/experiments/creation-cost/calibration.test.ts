import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { Prediction } from '../../../contract/prediction.ts'
import { processesOfGroup } from '../../fixture-processes.ts'
import { HELLO, say, standInProbe } from '../../probes/fixture-probe.ts'
import { calibrate } from './calibration.ts'
import type { CreatorCondition } from './conditions.ts'
import { Creators, observationsOf } from './creators.ts'

const THREADPROBE = join(import.meta.dirname, '../../../native-probes/out/threadprobe')
const hasProbe = process.platform === 'linux' && existsSync(THREADPROBE)
const GIB = 1 << 30

const condition = (parentMiB: number, pages: CreatorCondition['pages'] = '4k'): CreatorCondition => ({
  parentMiB,
  pages,
  placement: 'free',
})

/** The creators of one test, closed after it. */
function createCreators(path: string, availableBytes = 4 * GIB, signal = new AbortController().signal): Creators {
  const creators = new Creators(path, availableBytes, signal)
  onTestFinished(() => creators.close())
  return creators
}

async function openProcesses(creators: Creators, sizes: readonly number[]): Promise<void> {
  for (const size of sizes) await creators.open({ condition: condition(size), creates: 'processes' })
}

const { signal } = new AbortController()

describe.runIf(hasProbe)('creators', () => {
  it('are found by what they create, their size and their pages', async () => {
    const creators = createCreators(THREADPROBE)
    const processes = await creators.open({ condition: condition(4), creates: 'processes' })
    const threads = await creators.open({ condition: condition(4), creates: 'threads' })
    expect(creators.find(condition(4), 'processes')).toBe(processes)
    expect(creators.find(condition(4), 'threads')).toBe(threads)
    expect(creators.find(condition(8), 'threads')).toBeUndefined()
    expect(creators.find(condition(4, 'huge'), 'threads')).toBeUndefined()
  })

  it('observe their memory, with the condition that it belongs to', async () => {
    const creators = createCreators(THREADPROBE)
    const observations = observationsOf(await creators.open({ condition: condition(4), creates: 'processes' }))
    expect(observations.map(({ name }) => name)).toEqual(['parent-memory', 'copy-on-write-aftermath'])
    for (const { about, facts } of observations) {
      expect(about).toEqual({ condition: { parentMiB: 4, pages: '4k', placement: 'free' } })
      expect(facts['creates']).toBe('processes')
    }
  })

  it('are all gone after closing', async () => {
    const creators = createCreators(THREADPROBE)
    await openProcesses(creators, [0, 4])
    const groups = creators.opened.flatMap(({ probe }) => (probe ? [probe.hello.pid] : []))
    expect(groups).toHaveLength(2)
    await creators.close()
    for (const group of groups) expect(processesOfGroup(group)).toEqual([])
  })

  it('are skipped where their memory does not fit, counting those that are open already', async () => {
    const creators = createCreators(THREADPROBE, GIB + (40 << 20))
    await openProcesses(creators, [30, 30, 0, 1024])
    expect(creators.opened.map(({ outcome }) => outcome?.status ?? 'open')).toEqual([
      'open',
      'skipped',
      'open',
      'skipped',
    ])
    expect(creators.opened[1]?.outcome).toEqual({
      status: 'skipped',
      reason: 'a parent of 30 MiB does not fit: 10 MiB are free beyond the reserve of 1024 MiB',
    })
  })

  it('start nothing when the signal is aborted', async () => {
    const creators = createCreators(THREADPROBE, 4 * GIB, AbortSignal.abort(new Error('enough')))
    await expect(openProcesses(creators, [0])).rejects.toThrow('enough')
    expect(creators.opened).toEqual([])
  })
})

describe.runIf(process.platform !== 'win32')('a creator that cannot be had', () => {
  it.each([
    [
      { type: 'unsupported', reason: 'no huge pages' },
      { status: 'unsupported', reason: 'no huge pages' },
    ],
    [
      { type: 'error', what: 'no room', advice: 'Make some.' },
      { status: 'failed', error: 'no room.', advice: 'Make some.' },
    ],
  ])('is an outcome: %j', async (line, outcome) => {
    const { path, remove } = standInProbe(say(HELLO, line), 'exit 1')
    onTestFinished(() => remove())
    const creators = createCreators(path)
    await openProcesses(creators, [4])
    expect(creators.opened[0]?.outcome).toEqual(outcome)
    expect(creators.opened[0]?.probe).toBeNull()
  })
})

describe.runIf(hasProbe)('calibrate', () => {
  it('predicts the largest parent from the smaller ones', async () => {
    const creators = createCreators(THREADPROBE)
    await openProcesses(creators, [16, 0, 8])
    await creators.open({ condition: condition(32), creates: 'threads' })
    const { prediction } = await calibrate(creators, 1, signal)
    expect(Prediction.parse(prediction)).toEqual(prediction)
    expect(prediction?.of).toEqual({
      id: 'fork',
      part: 'joined',
      condition: { parentMiB: 16, pages: '4k', placement: 'free' },
    })
    expect(prediction?.model.fittedOn.map(({ condition: { parentMiB } }) => parentMiB)).toEqual([0, 8])
    expect(prediction?.model.at).toBe(8)
    for (const { y } of prediction?.model.fittedOn ?? []) expect(y).toBeGreaterThan(0)
    expect(prediction?.score).toBeNull()
  })

  it.each([[[]], [[0]], [[0, 8]]])('says why it predicts nothing from parents of %j MiB', async (sizes) => {
    const creators = createCreators(THREADPROBE)
    await openProcesses(creators, sizes)
    expect(await calibrate(creators, 1, signal)).toEqual({
      prediction: null,
      reason: expect.stringContaining('three parent sizes'),
    })
  })

  it('says why it predicts nothing when a parent dies on the way', async () => {
    const creators = createCreators(THREADPROBE)
    await openProcesses(creators, [0, 8, 16])
    await creators.opened[0]?.probe?.close()
    expect(await calibrate(creators, 1, signal)).toEqual({
      prediction: null,
      reason: expect.stringContaining('the calibration failed: threadprobe was ended by SIGKILL'),
    })
  })

  it('ends with the reason of the signal when it is aborted', async () => {
    const controller = new AbortController()
    const creators = createCreators(THREADPROBE, 4 * GIB, controller.signal)
    await openProcesses(creators, [0, 8, 16])
    const calibrating = calibrate(creators, 1, controller.signal)
    controller.abort(new Error('enough'))
    await expect(calibrating).rejects.toThrow('enough')
  })
})
