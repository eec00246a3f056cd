import { describe, expect, it } from 'vitest'
import { blockOf, standInSubject } from './fixture-subject.ts'
import { Recording } from './recording.ts'

const create = (): Recording => new Recording(standInSubject('fork', () => blockOf([])))

describe('Recording', () => {
  it('keeps every sample, one block a round, and adds up the counts', () => {
    const recording = create()
    recording.add(blockOf([5, 3], { counts: { created: 2, faults: 7 } }))
    recording.add(blockOf([]))
    recording.add(blockOf([4], { counts: { created: 1 } }))
    expect(recording.blocks('joined')).toEqual([[5, 3], [], [4]])
    expect(recording.samples).toBe(3)
    expect(recording.counts).toEqual({ created: 3, faults: 7 })
    expect(recording.over).toBe(false)
  })

  it('keeps the blocks of each part apart, and knows no other part', () => {
    const recording = new Recording({ ...standInSubject('fork', () => blockOf([])), parts: ['called', 'joined'] })
    recording.add({ values: { called: [1], joined: [9], more: [0] }, overhead: { called: 1, joined: 2 }, counts: {} })
    recording.add({ values: { joined: [8] }, overhead: { joined: 4 }, counts: {} })
    expect(recording.blocks('called')).toEqual([[1], []])
    expect(recording.blocks('joined')).toEqual([[9], [8]])
    expect(recording.blocks('more')).toEqual([])
    expect([recording.overhead('called'), recording.overhead('joined')]).toEqual([1, 3])
  })

  it('takes the median of the overheads of all blocks, and 0 where there is none', () => {
    const recording = create()
    expect(recording.overhead('joined')).toBe(0)
    for (const joined of [20, 1000, 22]) recording.add(blockOf([1], { overhead: { joined } }))
    expect(recording.overhead('joined')).toBe(22)
  })

  it('is over when a limit stopped it, and says after how many operations', () => {
    const recording = create()
    recording.add(blockOf([1, 2]))
    recording.add(blockOf([3], { stopped: { call: 'fork', errno: 'EAGAIN', message: 'try again' } }))
    expect(recording.stop).toEqual({ call: 'fork', errno: 'EAGAIN', message: 'try again', count: 3 })
    expect(recording.over).toBe(true)
    expect(recording.samples).toBe(3)
  })

  it('counts the operations of whole batches until a limit stopped it', () => {
    const recording = new Recording({ ...standInSubject('fork', () => blockOf([])), batch: 100 })
    recording.add(blockOf([1, 2]))
    recording.add(blockOf([3], { stopped: { call: 'fork', errno: 'EAGAIN', message: 'try again' } }))
    expect(recording.stop?.count).toBe(300)
    expect(recording.samples).toBe(3)
  })

  it('is over when it failed, and keeps what it had', () => {
    const recording = create()
    recording.add(blockOf([1, 2]))
    recording.fail('it broke', 'Mend it.')
    expect(recording.failure).toEqual({ error: 'it broke', advice: 'Mend it.' })
    expect(recording.over).toBe(true)
    expect(recording.blocks('joined')).toEqual([[1, 2]])
  })
})
