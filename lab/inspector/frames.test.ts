import { describe, expect, it } from 'vitest'
import { madeReading } from './fixture-reading.ts'
import { Frames, type FramesOptions } from './frames.ts'
import type { ReadThread } from './reading.ts'
import { Roles } from './roles.ts'

const HOST = 10
const MS = 1e6

function frames(more: Partial<FramesOptions> = {}): Frames {
  return new Frames({
    reader: 'native',
    hertz: 10,
    listsOwnOnly: false,
    accountDelay: 0.2e9,
    endsWhenEmpty: false,
    roles: new Roles({ pid: HOST, host: 'terminal' }, () => []),
    begun: { epochMs: 1e12, monotonicNs: 0, uptimeMs: 0 },
    hostSpentMs: () => 0,
    ...more,
  })
}

const thread = (row: number, pid: number, tid: number, parent: number, name = 'x'): ReadThread => ({
  ...{ row, pid, tid, parent, name },
  ...{ start: 0, nice: 0, policy: 0, kernel: false },
})

describe('frames', () => {
  it('know of whom a process is the child whose number was another’s until then', () => {
    const made = frames()
    made.take(madeReading(0, [], { threads: [thread(0, HOST, HOST, 1), thread(1, 11, 11, HOST)] }))
    made.take(madeReading(100 * MS, [], { gone: [1], threads: [thread(2, 11, 11, HOST)] }))
    const pool = [thread(3, 11, 12, HOST, 'libuv-worker')]
    expect(made.take(madeReading(200 * MS, [], { threads: pool })).threads).toMatchObject([
      { role: expect.stringContaining('libuv') },
    ])
  })

  it('say what the reader costs, and of a system that starts others to answer that it is not known', () => {
    const costs = (['native', 'system'] as const).map((reader) => {
      const made = frames({ reader })
      made.take(madeReading(0, []))
      return made.take(madeReading(1000 * MS, [], { spent: 10 * MS })).cost.reader
    })
    expect(costs).toEqual([0.01, null])
  })
})
