import { expect, it } from 'vitest'
import { FREE } from './costs.ts'
import { parseWorkload } from './parse-workload.ts'
import { traceOfSchedule } from './schedule-trace.ts'
import { simulate } from './simulate.ts'

function trace(text: string, cores: number, switchCost = 0) {
  const parsed = parseWorkload(text)
  if (!parsed.ok) throw new Error(parsed.errors.map(({ message }) => message).join())
  const costs = { ...FREE, switchWithinProcess: switchCost, switchBetweenProcesses: switchCost }
  const { workload } = parsed
  const schedule = simulate(
    workload,
    { cores, queues: 'one', costs },
    { id: 'rr', settings: { quantum: 1e6 }, seed: 1 },
  )
  const { tracks, slices, source } = traceOfSchedule(
    schedule,
    workload.processes.map(({ name }) => name),
  )
  return { source, tracks, slices: [...slices], schedule }
}

it('has cores with who had them and why it ended, and threads with their states, in the group of their process', () => {
  const text = 'process p { thread a { compute 2 ms; io 1 ms; compute 1 ms } }\nprocess q { thread b { compute 1 ms } }'
  const { source, tracks, slices } = trace(text, 1)
  expect(source).toBe('SIMULATED')
  expect(tracks).toEqual([
    { group: 'Cores (SIMULATED)', name: 'core 0' },
    { group: 'Process p (SIMULATED)', name: 'a' },
    { group: 'Process q (SIMULATED)', name: 'b' },
  ])
  expect(slices.filter(({ track }) => track === 0).map(({ name, args }) => [name, args['ended']])).toEqual([
    ['a', 'quantum'],
    ['b', 'exit'],
    ['a', 'io'],
    ['a', 'exit'],
  ])
  expect(slices.filter(({ track }) => track === 1).map(({ name, from, to }) => [name, from, to])).toEqual([
    ['running', 0, 1e6],
    ['runnable', 1e6, 2e6],
    ['running', 2e6, 3e6],
    ['in I/O', 3e6, 4e6],
    ['running', 4e6, 5e6],
  ])
})

it('says what a core does beside computing, and for whom', () => {
  const { slices } = trace('process p { thread a { compute 2 ms }; thread b { compute 2 ms } }', 1, 1_000)
  expect(slices.filter(({ name }) => name === 'switch').map(({ args }) => args['for'])).toEqual(['b', 'a', 'b'])
})

it('has bars of a track that do not overlap, and all the time that the threads computed', () => {
  const { slices, tracks, schedule } = trace('process p { thread a x5 { repeat 4 { compute 3 ms; io 2 ms } } }', 2)
  for (const track of tracks.keys()) {
    const own = slices.filter((one) => one.track === track).toSorted((a, b) => a.from - b.from)
    own.forEach(({ from }, i) => expect(from).toBeGreaterThanOrEqual(own[i - 1]?.to ?? 0))
  }
  const time = (of: typeof slices): number => of.reduce((sum, { from, to }) => sum + to - from, 0)
  const computed = schedule.tasks.reduce((sum, one) => sum + one.computed, 0)
  expect(time(slices.filter(({ track }) => track < 2))).toBe(computed)
  expect(time(slices.filter(({ name }) => name === 'running'))).toBe(computed)
})
