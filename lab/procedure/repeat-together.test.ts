import { expect, it } from 'vitest'
import { ProbeFailure } from '../probes/probe.ts'
import type { ProcedureEvent, ProcedureOptions, ProcedureResult } from './interleave.ts'
import { repeatTogether, type Together } from './repeat-together.ts'
import type { Block, Measured } from './subject.ts'

const subject = (id: string): Measured => ({
  id,
  condition: {},
  parts: ['time'],
  whole: 'time',
  batch: 1,
  clockResolutionNs: 1,
})

const block = (value: number): Block => ({ values: { time: [value] }, overhead: {}, counts: { repetitions: 1 } })

/** Two subjects, measured by whatever `repeat` gives. */
const together = (repeat: Together['repeat']): Together => ({ subjects: [subject('a'), subject('b')], repeat })

async function complete(
  one: Together,
  more: Partial<ProcedureOptions> = {},
): Promise<{ result: ProcedureResult; events: ProcedureEvent[] }> {
  const events: ProcedureEvent[] = []
  const options = { seed: 1, budgetSeconds: 0.1, signal: new AbortController().signal, ...more }
  for (const procedure = repeatTogether(one, options); ;) {
    const { done, value } = await procedure.next()
    if (done) return { result: value, events }
    events.push(value)
  }
}

it('gives every subject a block of each repetition, the first one not recorded', async () => {
  let count = 0
  const { result, events } = await complete(together(async () => [block(++count), block(count + 0.5)]))
  const [a, b] = result.recordings.map((recording) => recording.blocks('time').flat())
  expect(a?.slice(0, 3)).toEqual([2, 3, 4])
  expect(b?.slice(0, 3)).toEqual([2.5, 3.5, 4.5])
  expect(a).toHaveLength(result.procedure.rounds)
  expect(b).toHaveLength(result.procedure.rounds)
  expect(events.filter(({ type }) => type === 'block')).toHaveLength(2 * result.procedure.rounds)
})

it('stops when every median is known', async () => {
  const { result } = await complete(
    together(async () => {
      await new Promise((resolve) => setTimeout(resolve, 2))
      return [block(100), block(200)]
    }),
    { budgetSeconds: 1 },
  )
  expect(result.procedure.stopped).toBe('target-reached')
})

it('records a first repetition that takes much of the budget', async () => {
  const slow = async (): Promise<Block[]> => {
    await new Promise((resolve) => setTimeout(resolve, 60))
    return [block(1), block(1)]
  }
  const { result } = await complete(together(slow), { budgetSeconds: 0.05 })
  expect(result.procedure).toMatchObject({ rounds: 1, warmUpSeconds: 0, stopped: 'budget-spent' })
})

it('withholds all figures when a repetition has none', async () => {
  let count = 0
  const { result } = await complete(
    together(async () => {
      if (++count === 4) throw new ProbeFailure('Two threads on one core.', 'Run it again.')
      return [block(1), block(1)]
    }),
  )
  expect(result.procedure.stopped).toBe('failed')
  for (const { failure } of result.recordings) {
    expect(failure).toEqual({ error: 'Two threads on one core.', advice: 'Run it again.' })
  }
})

it('ends where the machine’s limits end it, and says which', async () => {
  const stopped = { call: 'pthread_create', errno: 'EAGAIN', message: 'Resource temporarily unavailable' }
  const none: Block = { values: {}, overhead: {}, counts: {}, stopped }
  const { result } = await complete(together(async () => [none, none]))
  expect(result.procedure).toMatchObject({ rounds: 0, stopped: 'failed' })
  for (const { stop } of result.recordings) expect(stop).toMatchObject(stopped)
})

it('ends with what it has when it is cancelled, and throws what is a bug', async () => {
  const controller = new AbortController()
  let count = 0
  const { result } = await complete(
    together(async () => {
      if (++count === 5) controller.abort()
      return [block(1), block(1)]
    }),
    { signal: controller.signal, budgetSeconds: 60 },
  )
  expect(result.procedure).toMatchObject({ rounds: 4, stopped: 'cancelled' })
  await expect(complete(together(() => Promise.reject(new RangeError('a bug'))))).rejects.toThrow('a bug')
})
