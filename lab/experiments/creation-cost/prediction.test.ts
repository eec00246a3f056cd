import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { Prediction } from '../../../contract/prediction.ts'
import { attemptProbe } from '../../probes/attempt.ts'
import { ProbeSubject } from '../../procedure/probe-subject.ts'
import type { OpenedProbe } from '../probe-measurement.ts'
import { predictLargestFork } from './prediction.ts'

const THREADPROBE = join(import.meta.dirname, '../../../native-probes/out/threadprobe')
const hasProbe = process.platform === 'linux' && existsSync(THREADPROBE)

/** A parent of this size that makes processes or threads, closed after the test. */
async function openParent(
  parentMiB: number,
  creates: 'processes' | 'threads' = 'processes',
  signal = new AbortController().signal,
): Promise<OpenedProbe> {
  const options = { 'parent-mib': parentMiB, pages: '4k', placement: 'free', creates }
  const attempt = await attemptProbe({ path: THREADPROBE, experiment: 'creation-cost', options, signal })
  const { probe, outcome } = attempt
  if (!probe) throw new Error(JSON.stringify(outcome))
  onTestFinished(() => probe.close())
  const request = {
    experiment: 'creation-cost',
    options,
    series: creates === 'processes' ? ['vfork', 'fork'] : ['pthread'],
    condition: { parentMiB, pages: '4k', placement: 'free' },
    parts: ['joined', 'called', 'first-instruction'],
    note: '',
  } as const
  return { request, probe, subjects: request.series.map((id) => new ProbeSubject(probe, { ...request, id })) }
}

async function openParents(sizes: readonly number[], signal?: AbortSignal): Promise<OpenedProbe[]> {
  const opened: OpenedProbe[] = []
  for (const size of sizes) opened.push(await openParent(size, 'processes', signal))
  return opened
}

const { signal } = new AbortController()

describe.runIf(hasProbe)('the prediction of the largest fork', () => {
  it('is made from the smaller parents, whatever else is open and in whichever order', async () => {
    const opened = [...(await openParents([16, 0, 8])), await openParent(32, 'threads')]
    const { prediction } = await predictLargestFork(opened, 1, signal)
    expect(Prediction.parse(prediction)).toEqual(prediction)
    expect(prediction).toMatchObject({
      of: { id: 'fork', part: 'joined', condition: { parentMiB: 16, pages: '4k', placement: 'free' } },
      unit: 'ns',
      score: null,
    })
    expect(prediction?.model.fittedOn.map(({ condition, x }) => [condition['parentMiB'], x])).toEqual([
      [0, 0],
      [8, 4],
    ])
    expect(prediction?.model.at).toBe(8)
    expect(Object.keys(prediction?.model.constants ?? {})).toEqual(['a', 'b'])
    for (const { y } of prediction?.model.fittedOn ?? []) expect(y).toBeGreaterThan(0)
  })

  it.each([[[]], [[0]], [[0, 8]]])('needs more than parents of %j MiB, and says so', async (sizes) => {
    expect(await predictLargestFork(await openParents(sizes), 1, signal)).toEqual({
      prediction: null,
      reason: expect.stringContaining('three parent sizes'),
    })
  })

  it('is not made when a parent dies on the way, and says so', async () => {
    const opened = await openParents([0, 8, 16])
    await opened[0]?.probe.close()
    expect(await predictLargestFork(opened, 1, signal)).toEqual({
      prediction: null,
      reason: expect.stringContaining('the calibration failed: threadprobe was ended by SIGKILL'),
    })
  })

  it('ends with the reason of the signal when it is aborted', async () => {
    const controller = new AbortController()
    const opened = await openParents([0, 8, 16], controller.signal)
    const predicting = predictLargestFork(opened, 1, controller.signal)
    controller.abort(new Error('enough'))
    await expect(predicting).rejects.toThrow('enough')
  })
})
