import { describe, expect, it } from 'vitest'
import type { Decision, Metrics, TaskMetrics } from '../../../model/scheduler/schedule.ts'
import { spansOf, type TimelineLane } from '../timeline/timeline.ts'
import { contrastWords } from './contrast-words.ts'
import { decisionAt } from './decision-search.ts'
import { asMilliseconds, fromMilliseconds } from './milliseconds.ts'
import { choiceOf, operationChoices } from './operation-choices.ts'
import { inState, statesAt } from './states-at.ts'
import { offsetOf } from './text-place.ts'
import { parseWorkload } from '../../../model/scheduler/parse-workload.ts'

const METRICS: Metrics = {
  end: 10e6,
  turnaround: 5e6,
  response: 1e6,
  waiting: 2e6,
  fairness: 0.9,
  switches: 4,
  migrations: 0,
  utilisation: 0.8,
  overhead: 0.1,
}
const FREE = {
  switchWithinProcess: 0,
  switchBetweenProcesses: 0,
  refillPerKiB: 0,
  migration: 0,
  spawnThread: 0,
  spawnProcess: 0,
}

describe('statesAt', () => {
  const lane = (label: string, process: number, list: Parameters<typeof spansOf>[0]): TimelineLane => ({
    label,
    process,
    spans: spansOf(list),
  })
  const task = (number: number, process: number, finished: number | null): TaskMetrics => ({
    task: number,
    name: '',
    process,
    arrival: 0,
    finished,
    turnaround: null,
    response: null,
    waiting: 0,
    computed: 0,
    switches: 0,
    migrations: 0,
  })
  const lanes = [
    lane('b', 0, [{ from: 5, to: 20, task: 1, tone: 'runnable' }]),
    lane('a', 1, [
      { from: 0, to: 10, task: 0, tone: 'running' },
      { from: 10, to: 12, task: 0, tone: 'io' },
    ]),
  ]
  const metrics = [task(0, 1, 12), task(1, 0, null)]

  it('tells who runs, waits, has ended and has not begun', () => {
    const states = (time: number): string[] =>
      statesAt(lanes, metrics, time).map(({ task: number, state }) => `${number} ${state}`)
    expect(states(0)).toEqual(['1 not-yet', '0 running'])
    expect(states(10)).toEqual(['1 runnable', '0 io'])
    expect(states(12)).toEqual(['1 runnable', '0 gone'])
  })

  it('puts who has waited longest first', () => {
    const at = (name: string, since: number) => ({ task: 0, name, state: 'runnable' as const, since })
    expect(inState([at('late', 9), at('early', 3)], 'runnable').map(({ name }) => name)).toEqual(['early', 'late'])
  })
})

describe('decisionAt', () => {
  const decisions = [0, 5, 5, 9].map((at): Decision => ({ at, core: 0, chosen: 0, candidates: [], why: '' }))

  it('finds the latest decision until then', () => {
    expect([-1, 0, 4, 5, 8, 100].map((time) => decisionAt(decisions, time))).toEqual([-1, 0, 0, 2, 2, 3])
  })
})

describe('contrastWords', () => {
  it('says that free costs make no difference', () => {
    expect(contrastWords({ together: METRICS, apart: METRICS }, FREE)).toMatch(/no difference/)
  })

  it('says how much later processes are done', () => {
    const words = contrastWords(
      { together: METRICS, apart: { ...METRICS, end: 11e6 } },
      { ...FREE, switchBetweenProcesses: 2_000 },
    )
    expect(words.replaceAll('\u202f', ' ')).toMatch(/1.00 ms later \(10.0 %\)/)
  })
})

describe('milliseconds of a field', () => {
  it('survive writing and reading', () => {
    for (const nanoseconds of [0, 1, 250_000, 2_500_000, 1e9])
      expect(fromMilliseconds(asMilliseconds(nanoseconds))).toBe(nanoseconds)
  })

  it('are refused where they are no number from 0', () => {
    expect(['', 'x', '-1', 'Infinity'].map(fromMilliseconds)).toEqual([null, null, null, null])
  })
})

describe('offsetOf', () => {
  it('finds a line and a column, and stays within the line', () => {
    expect(offsetOf('ab\ncd\n', { line: 2, column: 2 })).toBe(4)
    expect(offsetOf('ab\ncd\n', { line: 1, column: 9 })).toBe(2)
    expect(offsetOf('ab', { line: 7, column: 1 })).toBe(2)
  })
})

describe('a workload with locks', () => {
  const parsed = parseWorkload(
    'mutex m\nprocess p {\n thread a { lock m; compute 1 ms; unlock m }\n thread b { repeat 2 { compute 1 ms; io 1 ms } }\n}',
  )
  const workload = parsed.ok ? parsed.workload : null

  it('offers its mutex to the form, and finds each operation among what it offers', () => {
    const choices = workload ? operationChoices(workload) : []
    expect(choices.map(({ id }) => id)).toContain('unlock m')
    expect(workload?.tasks[0]?.program.map((operation) => choiceOf(operation, choices)?.id)).toEqual([
      'lock m',
      'compute',
      'unlock m',
    ])
  })
})
