import { describe, expect, it } from 'vitest'
import { ProbeFailure } from '../probes/probe.ts'
import { measureForCalibration, type CalibrationOptions } from './calibrate.ts'
import { blockOf, standInSubject } from './fixture-subject.ts'
import type { Subject } from './subject.ts'

const { signal } = new AbortController()
const options: CalibrationOptions = { rounds: 8, samples: 3, seed: 1, signal }

/** Subjects that write down the order in which they are asked, and for how much. */
function subjectsInto(log: string[]): Subject[] {
  return ['a', 'b', 'c'].map((id) =>
    standInSubject(id, (count, call) => {
      log.push(`${id}${count}`)
      return blockOf(Array.from({ length: count }, () => call))
    }),
  )
}

async function orderOf(seed: number): Promise<string[]> {
  const log: string[] = []
  await measureForCalibration(subjectsInto(log), { ...options, seed })
  return log
}

describe('measuring for a calibration', () => {
  it('records every round of every subject, in the order of the subjects', async () => {
    const recordings = await measureForCalibration(subjectsInto([]), options)
    expect(recordings.map(({ subject }) => subject.id)).toEqual(['a', 'b', 'c'])
    for (const recording of recordings) {
      expect(recording.blocks('joined')).toEqual(Array.from({ length: 8 }, (_, round) => [round, round, round]))
    }
  })

  it('goes over all in each round, in an order that the seed decides', async () => {
    const order = await orderOf(1)
    const rounds = Array.from({ length: 8 }, (_, round) => order.slice(round * 3, round * 3 + 3))
    for (const round of rounds) expect([...round].sort()).toEqual(['a3', 'b3', 'c3'])
    expect(new Set(rounds.map(String)).size).toBeGreaterThan(1)
    expect(await orderOf(1)).toEqual(order)
    expect(await orderOf(2)).not.toEqual(order)
  })

  it('fails where a limit is met', async () => {
    const stopped = { call: 'fork', errno: 'EAGAIN', message: 'try again' }
    const limited = standInSubject('fork', (_, call) => blockOf([1], call === 2 ? { stopped } : {}))
    await expect(measureForCalibration([limited], options)).rejects.toThrow(
      new ProbeFailure('fork failed with EAGAIN.', ''),
    )
  })

  it('ends with the reason of the signal, though a subject does not mind', async () => {
    const controller = new AbortController()
    let asked = 0
    const subject = standInSubject('a', () => {
      asked += 1
      if (asked === 3) controller.abort(new Error('enough'))
      return blockOf([1])
    })
    await expect(measureForCalibration([subject], { ...options, signal: controller.signal })).rejects.toThrow('enough')
    expect(asked).toBe(3)
  })
})
