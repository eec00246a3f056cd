import { describe, expect, it } from 'vitest'
import { FrameHistory } from '../history/frame-history.ts'
import { madeFrame, madeThread } from '../history/made-frames.ts'
import { layOutStrips, rowAt } from './strip-layout.ts'
import { cellWords, stripsSentence } from './strip-words.ts'

const START = new Date(2026, 10, 24, 12, 3, 4, 0).getTime()

function madeHistory(): FrameHistory {
  const history = new FrameHistory({ seconds: 300, bytes: 1e7 })
  const threads = [madeThread(0, { name: 'threadprobe' }), madeThread(1, { name: 'node' })]
  history.add(madeFrame(START, { threads }, [[0, {}], [1, {}]])) // prettier-ignore
  history.add(madeFrame(START + 100, {}, [[0, { ran: 71, core: 1 }], [1, { ran: 12, core: 1 }]])) // prettier-ignore
  history.add(madeFrame(START + 200, {}, [[0, { ran: 100, core: 0 }], [1, { ran: 0 }]])) // prettier-ignore
  return history
}

describe('a cell in words', () => {
  it('names who ran on the core, longest first, with the time that the sample covers', () => {
    expect(cellWords(madeHistory(), 1, START + 60, 10)).toBe(
      'Core 1, 12:03:04.1: threadprobe 100 71\u202fms, node 101 12\u202fms, of 100\u202fms',
    )
  })

  it('says that nobody who is followed ran there, and that a time was not sampled', () => {
    expect(cellWords(madeHistory(), 1, START + 150, 10)).toContain('none of the threads followed ran')
    expect(cellWords(madeHistory(), 1, START - 5000, 10)).toContain('not sampled')
  })
})

describe('the strips in a sentence', () => {
  it('gives the share of each core over the time that was sampled', () => {
    const samples = madeHistory().coresBetween(START - 29_800, START + 200)
    expect(stripsSentence(samples, 2, { from: START - 29_800, to: START + 200 })).toContain(
      '50.0\u202f% of core 0, 41.5\u202f% of core 1; together 0.915 cores.',
    )
  })
})

describe('layOutStrips', () => {
  it('packs many cores small, without leaving one out', () => {
    const { rows, height } = layOutStrips(64)
    expect(rows).toHaveLength(64)
    expect(height).toBeLessThanOrEqual(320)
    expect(rowAt(rows, height - 1)?.core).toBe(63)
    expect(rowAt(layOutStrips(2).rows, 31)?.core).toBe(1)
    expect(rowAt(layOutStrips(2).rows, 500)).toBeUndefined()
  })
})
