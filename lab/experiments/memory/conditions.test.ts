import { describe, expect, it } from 'vitest'
import { ProbeLine, type ProbeSamples } from '../../../contract/probe.ts'
import { seriesKey } from '../../../contract/series-key.ts'
import { idleContradiction, probeRequests, writerContradiction } from './conditions.ts'

const parameters = { units: 1000, 'node-units': 8, 'stack-kib': [64, 8192], 'touched-percent': [100, 0] }

function samples(counts: Record<string, number>, more: object = {}): ProbeSamples {
  const line = ProbeLine.parse({
    ...{ type: 'samples', series: 'fork', batch: 100, values: { total: [1, 2] }, overhead: {}, counts },
    ...more,
  })
  if (line.type !== 'samples') throw new Error('not samples')
  return line
}

describe('the probes of a run', () => {
  it('are one for processes, one for each stack with the largest first, one for each share that is written', () => {
    const requests = probeRequests(parameters, ['fork', 'fork-exec', 'thread', 'cow-child', 'worker-thread'])
    const planned = requests.flatMap(({ series, condition }) =>
      series.map((id) => seriesKey({ id, part: 'total', condition })),
    )
    expect(planned).toEqual([
      'fork/total units=1000',
      'fork-exec/total units=1000',
      'thread/total stackKiB=8192 units=1000',
      'thread/total stackKiB=64 units=1000',
      'cow-child/total parentMiB=64 touchedPercent=0',
      'cow-child/total parentMiB=64 touchedPercent=100',
    ])
    expect(requests[0]?.batch).toBe(1000)
  })

  it('time faults only where there are some', () => {
    const [none, all] = probeRequests(parameters, ['cow-child'])
    expect(none?.parts).not.toContain('fault')
    expect(all?.parts).toContain('fault')
  })

  it('are only those that are needed', () => {
    expect(probeRequests(parameters, ['child-process'])).toEqual([])
    expect(probeRequests(parameters, ['fork-exec']).map(({ series }) => series)).toEqual([['fork-exec']])
  })
})

describe('the evidence for idle units', () => {
  const complete = { created: 200, alive: 200, reaped: 200 }

  it('agrees where all were created, alive and ended', () => {
    expect(idleContradiction(samples(complete), 100)).toBeNull()
  })

  it.each([
    [{ ...complete, alive: 199 }, /199 of 200 alive.*somebody ended/],
    [{ ...complete, reaped: 198 }, /created 200 and saw 198/],
    [{ created: 100, alive: 100, reaped: 100 }, /created 100, not 200/],
    [{}, /created 0, not 200/],
  ])('contradicts %j', (counts, words) => {
    expect(idleContradiction(samples(counts), 100)).toMatch(words)
  })

  it('takes a block that a limit stopped for what it is, if nobody is left of it', () => {
    const stopped = { call: 'fork for number 51 of 100', errno: 'EAGAIN', message: '', iteration: 0 }
    const more = { values: { total: [] }, stopped }
    expect(idleContradiction(samples({ created: 50, alive: 0, reaped: 50 }, more), 100)).toBeNull()
    expect(idleContradiction(samples({ created: 50, alive: 0, reaped: 49 }, more), 100)).toMatch(/saw 49/)
  })

  it('looks at the samples before the one that a limit stopped all the same', () => {
    const stopped = { call: 'fork for number 51 of 100', errno: 'EAGAIN', message: '', iteration: 1 }
    const more = { values: { total: [1] }, stopped }
    expect(idleContradiction(samples({ created: 150, alive: 100, reaped: 150 }, more), 100)).toBeNull()
    expect(idleContradiction(samples({ created: 150, alive: 99, reaped: 150 }, more), 100)).toMatch(/99 of 150 alive/)
  })
})

describe('the evidence for a child that writes', () => {
  const counts = { created: 2, alive: 2, reaped: 2, pagesWritten: 16_384, minorFaults: 16_390 }

  it('agrees where each page was one fault', () => {
    expect(writerContradiction(samples(counts), 50)).toBeNull()
    expect(writerContradiction(samples({ ...counts, pagesWritten: 0, minorFaults: 0 }), 0)).toBeNull()
  })

  it.each([
    [{ ...counts, minorFaults: 100 }, 50, /100 page faults for writing 16384/],
    [{ ...counts, minorFaults: 17_000 }, 50, /17000 page faults/],
    [{ ...counts, pagesWritten: 8192 }, 50, /page faults/],
    [{ ...counts, alive: 1 }, 50, /1 of 2 alive/],
  ])('contradicts %j at %i %%', (given, percent, words) => {
    expect(writerContradiction(samples(given), percent)).toMatch(words)
  })

  it('is looked at in a block that was stopped too', () => {
    const stopped = { call: 'fork', errno: 'EAGAIN', message: '', iteration: 1 }
    const more = { values: { total: [1] }, stopped }
    const one = { created: 1, alive: 1, reaped: 1, pagesWritten: 8192, minorFaults: 8192 }
    expect(writerContradiction(samples(one, more), 50)).toBeNull()
    expect(writerContradiction(samples({ ...one, pagesWritten: 0, minorFaults: 0 }, more), 50)).toMatch(/page faults/)
  })
})
