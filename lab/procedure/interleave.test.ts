import { setTimeout } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { Procedure } from '../../contract/run.ts'
import { ProbeFailure } from '../probes/probe.ts'
import { blockOf, standInSubject } from './fixture-subject.ts'
import { interleave, type ProcedureEvent, type ProcedureOptions, type ProcedureResult } from './interleave.ts'
import type { Recording } from './recording.ts'
import type { Block, Subject } from './subject.ts'

/** Seconds; more than any of these procedures needs, unless it has to know its figure: that takes a quarter of the budget at once. */
const LONG_BUDGET = 8
/** Seconds; for procedures that know their figure at once, in a few milliseconds on a quiet machine. */
const SHORT_BUDGET = 2

/** Runs a procedure to its end; `listen` sees each event, and may end it by breaking its signal. */
async function measure(
  subjects: readonly Subject[],
  options: Partial<ProcedureOptions> = {},
  listen: (event: ProcedureEvent) => void = () => {},
): Promise<ProcedureResult> {
  const { signal } = new AbortController()
  const events = interleave(subjects, { seed: 1, budgetSeconds: LONG_BUDGET, signal, ...options })
  for (;;) {
    const next = await events.next()
    if (next.done) {
      expect(Procedure.parse(next.value.procedure)).toEqual(next.value.procedure)
      return next.value
    }
    listen(next.value)
  }
}

/** Counts down the rounds and then aborts. */
function abortAfterRounds(rounds: number): { signal: AbortSignal; listen: (event: ProcedureEvent) => void } {
  const controller = new AbortController()
  return {
    signal: controller.signal,
    listen: (event) => {
      if (event.type === 'progress' && event.note === `round ${rounds}`) controller.abort()
    },
  }
}

/** The ids in the order in which their blocks came, round by round. */
async function orders(ids: readonly string[], seed: number, rounds: number): Promise<string[]> {
  const found: string[] = []
  const round: string[] = []
  const { signal, listen } = abortAfterRounds(rounds)
  await measure(ids.map(steady), { seed, signal }, (event) => {
    if (event.type === 'block') round.push(event.recording.subject.id)
    else if (event.phase === 'measuring') found.push(round.splice(0).join(' '))
    listen(event)
  })
  return found
}

/** Gives samples that agree so well that its median is known at once. */
const steady = (id: string): Subject => standInSubject(id, (count) => blockOf(Array.from({ length: count }, () => 1e6)))

/** Gives samples that change so much from block to block that its median is never known. */
const restless = (id: string): Subject =>
  standInSubject(id, (count, call) => blockOf(Array.from({ length: count }, () => (call % 2 === 0 ? 1e6 : 9e6))))

function find(recordings: readonly Recording[], id: string): Recording {
  const found = recordings.find(({ subject }) => subject.id === id)
  if (!found) throw new Error(`no recording of ${id}`)
  return found
}

describe('a round', () => {
  const ids = ['a', 'b', 'c', 'd', 'e']

  it('goes over every live subject exactly once', async () => {
    const rounds = await orders(ids, 7, 10)
    expect(rounds).toHaveLength(10)
    for (const round of rounds) expect(round.split(' ').sort()).toEqual(ids)
  })

  it('has an order of its own', async () => {
    expect(new Set(await orders(ids, 7, 10)).size).toBeGreaterThan(6)
  })

  it('has the same order for the same seed, and another for another', async () => {
    const first = await orders(ids, 7, 10)
    expect(await orders(ids, 7, 10)).toEqual(first)
    expect(await orders(ids, 8, 10)).not.toEqual(first)
  })

  it('asks for one block at a time', async () => {
    let running = 0
    const alone = (id: string): Subject =>
      standInSubject(id, async (count) => {
        running += 1
        expect(running).toBe(1)
        await setTimeout(1)
        running -= 1
        return blockOf(Array.from({ length: count }, () => 1e6))
      })
    await measure(ids.map(alone), { budgetSeconds: SHORT_BUDGET })
  })
})

describe('warming up', () => {
  it('is not recorded', async () => {
    const cold = standInSubject('cold', (count, call) => {
      const value = call < 4 ? 9e6 - call * 1e6 : 1e6
      return blockOf(Array.from({ length: count }, () => value))
    })
    const { recordings, procedure } = await measure([cold], { budgetSeconds: SHORT_BUDGET })
    const samples = find(recordings, 'cold').blocks('joined').flat()
    expect(new Set(samples)).toEqual(new Set([1e6]))
    expect(find(recordings, 'cold').blocks('joined')).toHaveLength(procedure.rounds)
    expect(find(recordings, 'cold').counts).toEqual({ created: samples.length })
  })

  it('comes to an end for a subject that never settles', async () => {
    const { signal, listen } = abortAfterRounds(3)
    const { recordings } = await measure([restless('restless')], { signal }, listen)
    expect(find(recordings, 'restless').blocks('joined')).toHaveLength(3)
  })

  it('sizes the blocks by what one operation takes, within bounds', async () => {
    const sizes = new Map<string, number>()
    const taking = (id: string, nanoseconds: number): Subject =>
      standInSubject(id, (count) => {
        sizes.set(id, count)
        return blockOf(Array.from({ length: count }, () => nanoseconds))
      })
    await measure([taking('slow', 1e9), taking('middling', 1e6), taking('fast', 1000), taking('no time', 0)], {
      ...abortAfterRounds(1),
      budgetSeconds: 1,
    })
    expect(Object.fromEntries(sizes)).toEqual({ slow: 2, middling: 8, fast: 64, 'no time': 64 })
  })
})

describe('the size of a block', () => {
  /** The counts that a subject is asked for, warm-up included. */
  async function countsOf(nanoseconds: number, more: Partial<Subject>, options = {}): Promise<number[]> {
    const counts: number[] = []
    const { signal, listen } = abortAfterRounds(2)
    const subject = standInSubject('a', (count) => {
      counts.push(count)
      return blockOf(Array.from({ length: count }, () => nanoseconds))
    })
    await measure([{ ...subject, ...more }], { signal, ...options }, listen)
    return counts
  }

  it.each([1, 7, 500])('is what the subject fixes, from the first block on: %i', async (blockSize) => {
    for (const nanoseconds of [0, 1000, 1e9]) {
      const counts = await countsOf(nanoseconds, { blockSize })
      expect(counts.length).toBeGreaterThan(2)
      expect(new Set(counts)).toEqual(new Set([blockSize]))
    }
  })

  it.each([
    [1, 1e6, 8],
    [8, 1e6, 2],
    [1000, 1000, 8],
    [1000, 100, 64],
    [4, 1e6, 2],
    [2, 1e6, 4],
  ])('counts samples: in batches of %i operations of %i ns it is %i', async (batch, nanoseconds, size) => {
    expect((await countsOf(nanoseconds, { batch })).at(-1)).toBe(size)
  })
})

describe('a figure that never changes', () => {
  it.each([0, 4096])('is known to the target at %i', async (value) => {
    const constant = standInSubject('constant', (count) => blockOf(Array.from({ length: count }, () => value)))
    const { procedure } = await measure([constant], { budgetSeconds: SHORT_BUDGET })
    expect(procedure.stopped).toBe('target-reached')
  })

  it('is not known where it is 0 only most of the time', async () => {
    // A median of 0 whose interval reaches further.
    const mostly = standInSubject('mostly 0', async (_, call) => {
      await setTimeout(5)
      return blockOf([call % 9 < 5 ? 0 : 8192])
    })
    expect((await measure([mostly], { budgetSeconds: 1 })).procedure.stopped).toBe('budget-spent')
  })
})

describe('the end', () => {
  it('comes when every median is known to the target, but not before ten rounds and a quarter of the budget', async () => {
    const budgetSeconds = SHORT_BUDGET
    const { recordings, procedure } = await measure([steady('a'), steady('b')], { budgetSeconds })
    expect(procedure).toMatchObject({ stopped: 'target-reached', target: 0.02, budgetSeconds })
    expect(procedure.rounds).toBeGreaterThanOrEqual(10)
    expect(procedure.measuredSeconds).toBeGreaterThanOrEqual(budgetSeconds / 4)
    for (const recording of recordings) expect(recording.blocks('joined')).toHaveLength(procedure.rounds)
  })

  it('waits for the subject that is known worst', async () => {
    const { signal, listen } = abortAfterRounds(30)
    const { procedure } = await measure([steady('a'), restless('b')], { signal }, listen)
    expect(procedure).toMatchObject({ stopped: 'cancelled', rounds: 30 })
  })

  it('comes when the budget is spent', async () => {
    const slow = (id: string): Subject =>
      standInSubject(id, async (_, call) => {
        await setTimeout(5)
        return blockOf([call % 2 === 0 ? 1e6 : 9e6])
      })
    const { recordings, procedure } = await measure([slow('a'), slow('b')], { budgetSeconds: 0.2 })
    expect(procedure.stopped).toBe('budget-spent')
    expect(procedure.rounds).toBeGreaterThan(0)
    expect(find(recordings, 'a').samples).toBeGreaterThan(0)
  })

  it.each([
    [5000, 2500],
    [1000, 500],
  ])('comes when every subject has as many samples as are kept, and no subject gets more', async (fast, slow) => {
    const inBlocksOf = (id: string, size: number): Subject =>
      standInSubject(id, (_, call) => blockOf(Array.from({ length: size }, () => (call % 2 === 0 ? 1000 : 9000))))
    const { recordings, procedure } = await measure([inBlocksOf('fast', fast), inBlocksOf('slow', slow)])
    expect(procedure).toMatchObject({ stopped: 'sample-cap', rounds: 20_000 / slow })
    expect(recordings.map(({ samples }) => samples)).toEqual([20_000, 20_000])
  })

  it('comes when what has not as many samples is known to the target', async () => {
    const full = standInSubject('full', (_, call) =>
      blockOf(Array.from({ length: 2000 }, () => (call % 2 === 0 ? 1000 : 9000))),
    )
    const { procedure } = await measure([full, steady('known')], { budgetSeconds: SHORT_BUDGET })
    expect(procedure.stopped).toBe('sample-cap')
    expect(procedure.rounds).toBeGreaterThanOrEqual(10)
  })

  it('comes at once where there is nothing to measure', async () => {
    expect((await measure([])).procedure).toMatchObject({ stopped: 'failed', rounds: 0 })
  })

  it('says how far it is on the way there', async () => {
    const fractions: number[] = []
    await measure([steady('a')], { budgetSeconds: SHORT_BUDGET }, (event) => {
      if (event.type === 'progress') fractions.push(event.fraction)
    })
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b))
    for (const fraction of fractions) expect(fraction).toBeLessThanOrEqual(1)
  })
})

describe('cancelling', () => {
  it('in the middle gives what was measured until then', async () => {
    const { signal, listen } = abortAfterRounds(4)
    const { recordings, procedure } = await measure([restless('a'), restless('b')], { signal }, listen)
    expect(procedure).toMatchObject({ stopped: 'cancelled', rounds: 4 })
    for (const recording of recordings) expect(recording.blocks('joined')).toHaveLength(4)
  })

  it('during a block drops that block, and fails nobody', async () => {
    const controller = new AbortController()
    const subject = standInSubject('a', (count, call) => {
      if (call > 8) {
        controller.abort()
        throw new ProbeFailure('threadprobe was ended by SIGKILL.', 'Report it.')
      }
      return blockOf(Array.from({ length: count }, () => 1e6))
    })
    const { recordings, procedure } = await measure([subject, steady('b')], { signal: controller.signal })
    expect(procedure.stopped).toBe('cancelled')
    expect(find(recordings, 'a').failure).toBeNull()
    expect(find(recordings, 'a').samples).toBeGreaterThan(0)
  })

  it('before it began measures nothing', async () => {
    const { recordings, procedure } = await measure([steady('a')], { signal: AbortSignal.abort() })
    expect(procedure).toMatchObject({ stopped: 'cancelled', rounds: 0 })
    expect(find(recordings, 'a').samples).toBe(0)
  })
})

describe('a subject that cannot go on', () => {
  const endsAt = (id: string, last: number, end: (count: number) => Block): Subject =>
    standInSubject(id, (count, call) => (call < last ? blockOf(Array.from({ length: count }, () => 1e6)) : end(count)))
  const fail = (): never => {
    throw new ProbeFailure('threadprobe ended with status 1.', 'Try again.')
  }
  const stop = (): Block => blockOf([1e6], { stopped: { call: 'fork', errno: 'EAGAIN', message: 'try again' } })

  it.each([
    ['fails while it warms up', 0, fail, 0],
    ['fails later', 6, fail, 4],
    ['meets a limit while it warms up', 0, stop, 1],
    ['meets a limit later', 6, stop, 5],
  ])('when it %s, leaves the others going', async (_, last, end, blocks) => {
    const { recordings, procedure } = await measure([steady('a'), endsAt('ends', last, end), steady('b')], {
      budgetSeconds: SHORT_BUDGET,
    })
    expect(procedure.stopped).toBe('target-reached')
    expect(find(recordings, 'a').blocks('joined')).toHaveLength(procedure.rounds)
    expect(find(recordings, 'b').blocks('joined')).toHaveLength(procedure.rounds)
    const ended = find(recordings, 'ends')
    expect(ended.over).toBe(true)
    expect(ended.blocks('joined')).toHaveLength(blocks)
    expect(ended.failure !== null).toBe(end === fail)
    expect(ended.stop !== null).toBe(end === stop)
  })

  it('when all fail, ends the procedure with their reasons', async () => {
    const { recordings, procedure } = await measure([endsAt('a', 4, fail), endsAt('b', 5, fail)])
    expect(procedure.stopped).toBe('failed')
    expect(recordings.map(({ failure }) => failure?.error)).toEqual([
      'threadprobe ended with status 1.',
      'threadprobe ended with status 1.',
    ])
  })

  it('when the lab itself has a fault, does not hide it', async () => {
    const broken = standInSubject('broken', () => {
      throw new TypeError('a bug')
    })
    await expect(measure([broken])).rejects.toThrow(new TypeError('a bug'))
  })
})
