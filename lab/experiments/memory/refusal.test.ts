import { describe, expect, it } from 'vitest'
import type { Room } from '../../machine/task-capacity.ts'
import { UsageError } from '../parameters.ts'
import { refuseTooMany } from './refusal.ts'

const GIB = 1024 ** 3
const parameters = { units: 1000, 'node-units': 8, 'stack-kib': [64, 8192], 'touched-percent': [0, 100] }
const everything = ['fork', 'fork-exec', 'thread', 'worker-thread', 'child-process', 'cow-child']
const PLENTY: Room[] = [
  { resource: 'tasks', limit: 'pid_max', left: 32_000 },
  { resource: 'mappings', limit: 'max_map_count', left: 65_530 },
  { resource: 'memoryBytes', limit: 'free memory', left: 16 * GIB },
]

const refusing =
  (room: readonly Room[], more: object = {}, series: readonly string[] = everything) =>
  (): void =>
    refuseTooMany({ ...parameters, ...more }, series, { taskRoom: () => [...PLENTY, ...room] })

describe('a request for more units than fit', () => {
  it('is not refused where there is room', () => {
    expect(refusing([])).not.toThrow()
  })

  it.each<[string, Room, object, RegExp]>([
    [
      'RLIMIT_NPROC',
      { resource: 'tasks', limit: 'RLIMIT_NPROC', left: 628 },
      {},
      /units cannot be 1,000 here for fork: RLIMIT_NPROC leaves room for 500 .*choose 500 or fewer/,
    ],
    [
      'pids.max',
      { resource: 'tasks', limit: 'the control group’s pids.max', left: 228 },
      {},
      /pids\.max leaves room for 100/,
    ],
    [
      'memory',
      { resource: 'memoryBytes', limit: 'free memory', left: GIB + 1024 * 256 * 400 },
      {},
      /free memory leaves room for 400/,
    ],
    [
      'addresses of stacks',
      { resource: 'addressBytes', limit: 'RLIMIT_AS', left: GIB },
      {},
      /for thread: RLIMIT_AS leaves room for 127/,
    ],
    [
      'strict overcommit',
      { resource: 'commitBytes', limit: 'CommitLimit', left: 2 * GIB },
      { units: 300 },
      /for thread: CommitLimit leaves room for 255/,
    ],
  ])('names %s and what fits', (_, room, more, words) => {
    expect(refusing([room], more)).toThrow(UsageError)
    expect(refusing([room], more)).toThrow(words)
  })

  it('is refused for a thread’s two mappings', () => {
    const few: Room = { resource: 'mappings', limit: 'max_map_count', left: 1256 }
    expect(refusing([few], {}, ['thread'])).toThrow(/max_map_count leaves room for 500/)
    expect(refusing([few], {}, ['fork'])).not.toThrow()
  })

  it('is judged by the series that are chosen, and Node’s by their own number', () => {
    const few: Room = { resource: 'tasks', limit: 'RLIMIT_NPROC', left: 628 }
    expect(refusing([few], {}, ['worker-thread', 'cow-child'])).not.toThrow()
    expect(refusing([few], { 'node-units': 60 }, ['child-process'])).toThrow(
      /node-units cannot be 60 here for child-process/,
    )
  })

  it('says so where not one fits', () => {
    expect(refusing([{ resource: 'tasks', limit: 'pid_max', left: 10 }])).toThrow(/not one fits/)
  })
})
