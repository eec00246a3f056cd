import { describe, expect, it } from 'vitest'
import { Prediction } from '../../../contract/prediction.ts'
import { ProbeFailure } from '../../probes/probe.ts'
import type { Block, Subject } from '../../procedure/subject.ts'
import { interpolation, predictMessages, withBandwidth } from './prediction.ts'

const { signal } = new AbortController()

/** A mechanism that takes 2000 ns and half a nanosecond for each byte. */
function subject(id: string, bytes: number, answer?: () => Block): Subject {
  const values = { latency: [2000 + bytes / 2], streamed: [1] }
  return {
    id,
    condition: { bytes, placement: 'one-core' },
    parts: ['latency', 'streamed'],
    whole: 'latency',
    batch: 2,
    clockResolutionNs: 1,
    runBlock: () => Promise.resolve(answer?.() ?? { values, overhead: { latency: 0, streamed: 0 }, counts: {} }),
  }
}

describe('the size that is predicted', () => {
  it('is the largest that has a larger one, never among those that are fitted', () => {
    expect(interpolation([1, 64, 4096, 65_536, 1 << 20, 1 << 24])).toEqual({
      target: 1 << 20,
      fitted: [1, 4096, 65_536, 1 << 24],
    })
    expect(interpolation([1 << 20, 4096, 64, 65_536])).toEqual({ target: 65_536, fitted: [64, 4096, 1 << 20] })
    expect(interpolation([64, 4096, 65_536])).toEqual({ target: 4096, fitted: [64, 65_536] })
    expect(interpolation([64, 4096])).toBeNull()
    expect(interpolation([])).toBeNull()
  })
})

describe('the prediction of a message', () => {
  it('is made for each mechanism that copies, from its own messages of other sizes', async () => {
    const sizes = [1 << 20, 64, 4096, 65_536]
    const subjects = ['pipe', 'shared-variable', 'shared-in-place'].flatMap((id) =>
      sizes.map((bytes) => subject(id, bytes)),
    )
    const { predictions, reason } = await predictMessages(subjects, 1, signal)
    expect(reason).toBeNull()
    expect(predictions.map(({ of }) => [of.id, of.part, of.condition['bytes']])).toEqual([
      ['shared-variable', 'latency', 65_536],
      ['pipe', 'latency', 65_536],
    ])
    for (const prediction of predictions) {
      expect(Prediction.parse(prediction)).toEqual(prediction)
      expect(prediction.value).toBeCloseTo(2000 + 32_768, 3)
      expect(prediction.model.fittedOn.map(({ x }) => x).sort((a, b) => a - b)).toEqual([64, 4096, 1 << 20])
      const { a, bandwidth } = prediction.model.constants
      expect(a?.value).toBeCloseTo(2000, 3)
      expect(bandwidth?.value).toBeCloseTo(2e9, 0)
      expect(bandwidth?.unit).toBe('B/s')
    }
  })

  it('is not made from too few sizes, and says so', async () => {
    const { predictions, reason } = await predictMessages([subject('pipe', 64), subject('pipe', 4096)], 1, signal)
    expect(predictions).toEqual([])
    expect(reason).toMatch(/three sizes or more/)
  })

  it('is not made where the calibration fails, and says why', async () => {
    const failing = (): Block => {
      throw new ProbeFailure('pipe broke.', '')
    }
    const subjects = [64, 4096, 65_536].map((bytes) => subject('pipe', bytes, failing))
    expect(await predictMessages(subjects, 1, signal)).toEqual({
      predictions: [],
      reason: 'the calibration failed: pipe broke.',
    })
  })
})

describe('a slope', () => {
  it('stays one where it is not known to be more than nothing', async () => {
    const level = (bytes: number): Subject =>
      subject('pipe', bytes, () => ({ values: { latency: [2000], streamed: [1] }, overhead: {}, counts: {} }))
    const [prediction] = (await predictMessages([64, 4096, 65_536].map(level), 1, signal)).predictions
    expect(Object.keys(prediction?.model.constants ?? {})).toEqual(['a', 'b'])
    if (prediction) expect(withBandwidth(prediction)).toEqual(prediction)
  })
})
