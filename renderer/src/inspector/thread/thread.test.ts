import { describe, expect, it } from 'vitest'
import { FrameHistory } from '../history/frame-history.ts'
import { madeFrame, madeThread } from '../history/made-frames.ts'
import { roundTop } from './thread-lines.ts'
import { summarise } from './thread-summary.ts'
import { sampleWords, threadSentence } from './thread-words.ts'

const START = new Date(2026, 10, 24, 12, 3, 4, 0).getTime()

function madeHistory(): FrameHistory {
  const history = new FrameHistory({ seconds: 300, bytes: 1e7 })
  history.add(madeFrame(START, { threads: [madeThread(0)], waits: ['futex_wait_queue'] }, [[0, { wait: 0 }]]))
  history.add(madeFrame(START + 100, {}, [[0, { state: 'running', ran: 80, core: 1, voluntary: 10, involuntary: 0 }]]))
  history.add(madeFrame(START + 200, {}, [[0, { wait: 0, core: 1, delay: 4, voluntary: 20, involuntary: 2 }]]))
  history.add(madeFrame(START + 9000, { gone: [0] }))
  return history
}

const samples = madeHistory().threadBetween(0, START, START + 10_000)

describe('summarise', () => {
  it('gives each state and wait the time that its samples cover, and nothing to time that was not sampled', () => {
    const { covered, states, waits, ran, delay, voluntary, cores } = summarise(samples)
    expect(covered).toBe(200)
    expect(states).toEqual([
      { state: 'running', milliseconds: 100 },
      { state: 'sleeping', milliseconds: 100 },
    ])
    expect(waits).toEqual([{ channel: 'futex_wait_queue', milliseconds: 100 }])
    expect([ran, delay, voluntary]).toEqual([80, 2, 15])
    expect(cores).toEqual([0, 1])
  })
})

describe('a sample in words', () => {
  it('says state, wait, core, time on it, queue and switches', () => {
    expect(sampleWords(samples, START + 50, 10)).toBe(
      '12:03:04.1: running; ran 80 of 100\u202fms on core 1; queued 0\u202fms/s; switches: 10.0/s voluntary, 0/s involuntary',
    )
    expect(sampleWords(samples, START + 150, 10)).toContain('12:03:04.2: sleeping in futex_wait_queue; ran 0 of 100')
  })

  it('tells time that was not sampled from time after the end', () => {
    expect(sampleWords(samples, START + 5000, 10)).toContain('not sampled')
    expect(sampleWords(samples, START + 9500, 10)).toContain('it had ended')
  })
})

describe('what the system does not tell', () => {
  const history = new FrameHistory({ seconds: 300, bytes: 1e7 })
  const untold = { core: -1, delay: -1, migrations: -1 }
  history.add(madeFrame(START, { threads: [madeThread(0)] }, [[0, untold]]))
  history.add(madeFrame(START + 100, {}, [[0, { ...untold, ran: 50 }]]))
  const seen = history.threadBetween(0, START, START + 100)

  it('stays unknown in the history', () => {
    expect(history.tableAt(START + 100).rows).toMatchObject([untold])
    expect(history.coresBetween(START, START + 100).core).toHaveLength(0)
    expect(summarise(seen)).toMatchObject({ cores: [], delay: null })
  })

  it('is not spoken of', () => {
    expect(sampleWords(seen, START + 50, 10)).toBe('12:03:04.1: sleeping; ran 50 of 100\u202fms')
    expect(threadSentence('worker', summarise(seen))).toMatch(/it ran for .* \(50\.0\u202f% of a core\)\.$/)
  })
})

describe('a thread in a sentence', () => {
  it('says what it was found doing', () => {
    expect(threadSentence('worker', summarise(samples))).toBe(
      'MEASURED, sampled: of 0.2\u202fs sampled, worker was found running in 50.0\u202f%, sleeping in 50.0\u202f%; it ran for 0.1\u202fs (40.0\u202f% of a core), last seen on cores 0, 1; it waited 2.00\u202fms of each second for a core; most of its waits were in futex_wait_queue.',
    )
  })
})

describe('roundTop', () => {
  it('is a round number no less than the greatest value', () => {
    expect([0, 10, 11, 21, 51, 1000].map((value) => roundTop(value, 10))).toEqual([10, 10, 20, 50, 100, 1000])
  })
})
