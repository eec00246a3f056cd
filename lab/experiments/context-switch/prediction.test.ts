import { describe, expect, it } from 'vitest'
import { standInSubject } from '../../procedure/fixture-subject.ts'
import { ProbeFailure } from '../../probes/probe.ts'
import type { Block, Subject } from '../../procedure/subject.ts'
import { predictLargeWorkingSets } from './prediction.ts'

const DIRECT = 2500
const REFILL = 0.1
const OVERHEAD = 700

/** A pipe series whose handover costs exactly the line, the overhead on top; it notes that it was measured. */
function subject(id: string, workingSetKiB: number, asked: number[], handover = 'switch'): Subject {
  const answer = (count: number): Block => {
    asked.push(workingSetKiB)
    const cost = DIRECT + REFILL * workingSetKiB * 16 + OVERHEAD
    return {
      values: { handover: Array.from({ length: count }, () => cost) },
      overhead: { handover: OVERHEAD },
      counts: {},
    }
  }
  const condition = { handover, workingSetKiB, ring: 2 }
  return { ...standInSubject(id, answer), condition, parts: ['handover'], whole: 'handover' }
}

const { signal } = new AbortController()
const predict = (subjects: readonly Subject[]) => predictLargeWorkingSets([{ subjects }], 1, signal)

describe('the prediction for large working sets', () => {
  it('recovers a line from the small ones, and never measures those that it predicts', async () => {
    const asked: number[] = []
    const sizes = [0, 16, 64, 256, 1024, 8192]
    const { predictions, reason } = await predict(sizes.map((size) => subject('pipe-processes', size, asked)))
    expect(reason).toBeNull()
    expect(new Set(asked)).toEqual(new Set([0, 16, 64, 256]))
    expect(predictions.map(({ of }) => of.condition['workingSetKiB'])).toEqual([1024, 8192])
    for (const { of, value, interval, model } of predictions) {
      const expected = DIRECT + REFILL * Number(of.condition['workingSetKiB']) * 16
      expect(value).toBeCloseTo(expected, 3)
      expect(interval[0]).toBeCloseTo(expected, 3)
      expect(model.constants['direct']?.value).toBeCloseTo(DIRECT, 3)
      expect(model.constants['refill']?.value).toBeCloseTo(REFILL, 6)
      expect(model.fittedOn.map(({ condition }) => condition['workingSetKiB'])).toEqual([0, 16, 64, 256])
    }
  })

  it('predicts the largest where all are small', async () => {
    const { predictions } = await predict([64, 0, 16].map((size) => subject('pipe-threads', size, [])))
    expect(predictions.map(({ of }) => [of.id, of.condition['workingSetKiB']])).toEqual([['pipe-threads', 64]])
  })

  it('says what it needs where there are too few, or none on one core', async () => {
    for (const subjects of [
      [],
      [0, 1024].map((size) => subject('pipe-threads', size, [])),
      [0, 64, 256].map((size) => subject('futex-threads', size, [])),
      [0, 64, 256].map((size) => subject('pipe-threads', size, [], 'wake-up')),
    ]) {
      const { predictions, reason } = await predict(subjects)
      expect(predictions).toEqual([])
      expect(reason).toContain('three working sets')
    }
  })

  it('says that the calibration failed, and does not hide a bug', async () => {
    const failing = (error: Error): Subject[] =>
      [0, 64, 256].map((size) => ({ ...subject('pipe-threads', size, []), runBlock: () => Promise.reject(error) }))
    expect(await predict(failing(new ProbeFailure('It is gone.', '')))).toEqual({
      predictions: [],
      reason: 'the calibration failed: It is gone.',
    })
    await expect(predict(failing(new TypeError('a bug')))).rejects.toThrow('a bug')
  })
})
