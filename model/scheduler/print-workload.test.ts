import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseWorkload, printWorkload } from './parse-workload.ts'
import type { Operation, TaskPlan, Workload } from './workload.ts'

function read(text: string): Workload {
  const parsed = parseWorkload(text)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors))
  return parsed.workload
}

/** Workloads as their text can say them: whole programs with balanced locks, spawned tasks spawned once. */
const workloads: fc.Arbitrary<Workload> = fc
  .record({
    processes: fc.integer({ min: 1, max: 4 }),
    mutexes: fc.integer({ min: 1, max: 3 }),
    rwlocks: fc.integer({ min: 1, max: 2 }),
    channels: fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 3 }),
    tasks: fc.integer({ min: 1, max: 8 }),
  })
  .chain((shape) => {
    // At most 24 threads of 4 operations, each repeated up to 27 times: 900 s keep all of them within the 30 days of a text.
    const duration = fc.oneof(
      fc.integer({ min: 1, max: 5000 }),
      fc.integer({ min: 1, max: 900 }).map((s) => s * 1e9),
    )
    const times = fc.integer({ min: 1, max: 3 })
    const objects = (count: number): fc.Arbitrary<number> => fc.integer({ min: 0, max: count - 1 })
    const programs = fc.letrec<{ one: Operation[]; many: Operation[] }>((tie) => ({
      many: fc.array(tie('one'), { maxLength: 4 }).map((lists) => lists.flat()),
      one: fc.oneof(
        { maxDepth: 3, withCrossShrink: true },
        fc.record({ do: fc.constantFrom('compute' as const, 'io' as const), for: duration }).map((one) => [one]),
        fc.constantFrom<Operation[]>([{ do: 'yield' }], [{ do: 'signal', condition: 0 }]),
        fc
          .record({ do: fc.constantFrom('send' as const, 'receive' as const), channel: objects(shape.channels.length) })
          .map((one) => [one]),
        objects(shape.mutexes).map((mutex): Operation[] => [
          { do: 'lock', mutex },
          { do: 'wait', condition: 0, mutex },
          { do: 'unlock', mutex },
        ]),
        objects(shape.rwlocks).map((rwlock): Operation[] => [
          { do: 'read-lock', rwlock },
          { do: 'compute', for: 7 },
          { do: 'read-unlock', rwlock },
        ]),
        fc.tuple(times, tie('one')).map(([count, body]): Operation[] => [{ do: 'repeat', times: count, body }]),
      ),
    }))
    const plan = fc.record({
      process: objects(shape.processes),
      arrival: fc.oneof(fc.constant(0), fc.constant(null), duration),
      nice: fc.integer({ min: -20, max: 19 }),
      tickets: fc.integer({ min: 1, max: 1_000_000 }),
      affinity: fc.option(fc.uniqueArray(fc.integer({ min: 0, max: 63 }), { minLength: 1, maxLength: 4 })),
      workingSetKiB: fc.integer({ min: 0, max: 1_048_576 }),
      program: programs.many,
    })
    const copies = fc.integer({ min: 1, max: 3 })
    return fc.array(fc.tuple(plan, copies), { minLength: 1, maxLength: shape.tasks }).map((drawn): Workload => {
      const tasks = drawn.flatMap(([one, count], i) => {
        const affinity = one.affinity?.toSorted((a, b) => a - b) ?? null
        const name = (copy: number): string => (count === 1 ? `t${i}_` : `t${i}_${copy + 1}`)
        return Array.from({ length: count }, (_, copy): TaskPlan => ({ ...one, affinity, name: name(copy) }))
      })
      const spawned = tasks.flatMap(({ arrival }, task) => (arrival === null ? [task] : []))
      const parent = { name: 'parent', process: 0, arrival: 0, nice: 0, tickets: 100, affinity: null, workingSetKiB: 0 }
      const spawns = spawned.map((task): Operation => ({ do: 'spawn', task }))
      return {
        processes: Array.from({ length: shape.processes }, (_, i) => ({ name: `p${i}` })),
        tasks: [...tasks, { ...parent, program: spawns }],
        mutexes: Array.from({ length: shape.mutexes }, (_, i) => `m${i}`),
        rwlocks: Array.from({ length: shape.rwlocks }, (_, i) => `r-${i}`),
        conditions: ['ready'],
        channels: shape.channels.map((capacity, i) => ({ name: `c${i}`, capacity })),
      }
    })
  })

describe('printWorkload', () => {
  it('writes what is read as the same workload', () => {
    fc.assert(
      fc.property(workloads, (workload) => {
        expect(read(printWorkload(workload))).toEqual(workload)
      }),
      { numRuns: 1000 },
    )
  })

  it('writes copies once, and not where their names would mean something else', () => {
    const text = printWorkload(read('process p { thread d ×12 nice 3 { repeat 2 { compute 1.5 ms } } }'))
    expect(text).toBe('process p {\n  thread d ×12 nice 3 {\n    repeat 2 {\n      compute 1.5 ms\n    }\n  }\n}\n')
    const beside = read('process p { thread d { } thread d1 { } thread d2 { } }')
    expect(read(printWorkload(beside))).toEqual(beside)
  })

  it('keeps numbers and order where tasks of a process do not stand together', () => {
    const workload = read(
      'process a { } process b { thread x { } } process a { thread y { } } process b { thread z { } }',
    )
    expect(read(printWorkload(workload))).toEqual(workload)
  })

  it('is as short as a text of a thousand copies of a long program was', () => {
    const text = `process p { thread d ×1000 { ${'compute 1 ms\n'.repeat(5000)} } }`
    expect(printWorkload(read(text)).length).toBeLessThan(100_000)
  })
})
