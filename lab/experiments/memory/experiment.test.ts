import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { seriesKey } from '../../../contract/series-key.ts'
import { processesWithEnvironment } from '../../fixture-processes.ts'
import { HELLO, READY, say, standInProbe } from '../../probes/fixture-probe.ts'
import type { ExperimentEvent, ExperimentResult, Means } from '../experiment.ts'
import { standInMeans } from '../fixture-experiment.ts'
import { memory } from './experiment.ts'

const THREADPROBE = join(import.meta.dirname, '../../../native-probes/out/threadprobe')
const hasProbe = process.platform === 'linux' && existsSync(THREADPROBE)
const parameters = { units: 100, 'node-units': 2, 'stack-kib': [64, 8192], 'touched-percent': [0, 50] }
const real = standInMeans({ probes: { path: THREADPROBE } })

const mark = randomUUID()
beforeAll(() => void (process.env['THREADLAB_TEST'] = mark))
afterAll(() => void delete process.env['THREADLAB_TEST'])
const running = (): number[] => processesWithEnvironment(mark).filter((pid) => pid !== process.pid)

interface Followed {
  events: ExperimentEvent[]
  result: ExperimentResult | null
}

async function follow(
  series: readonly string[],
  means: Means = real,
  more: { signal?: AbortSignal; parameters?: object; listen?: (event: ExperimentEvent) => void } = {},
): Promise<Followed> {
  const followed: Followed = { events: [], result: null }
  const request = { series, seed: 1, budgetSeconds: 0.5, signal: more.signal ?? new AbortController().signal }
  const events = memory.run({ ...request, parameters: { ...parameters, ...more.parameters } }, means)
  while (!followed.result) {
    const next = await events.next()
    if (next.done) followed.result = next.value
    else {
      followed.events.push(next.value)
      more.listen?.(next.value)
    }
  }
  return followed
}

describe.runIf(hasProbe)('a run of memory', () => {
  it('measures every series, predicts the idle ones beforehand and gives the machine’s own counters beside them', async () => {
    const { events, result } = await follow([
      'fork',
      'fork-exec',
      'thread',
      'worker-thread',
      'child-process',
      'cow-child',
    ])
    const measured = result?.recordings.map(({ subject, samples, failure }) => [
      seriesKey({ id: subject.id, part: subject.whole, condition: subject.condition }),
      samples > 0,
      failure,
    ])
    expect(measured).toEqual([
      ['fork/total units=100', true, null],
      ['fork-exec/total units=100', true, null],
      ['thread/total stackKiB=8192 units=100', true, null],
      ['thread/total stackKiB=64 units=100', true, null],
      ['cow-child/total parentMiB=64 touchedPercent=0', true, null],
      ['cow-child/total parentMiB=64 touchedPercent=50', true, null],
      ['worker-thread/total units=2', true, null],
      ['child-process/total units=2', true, null],
    ])
    const first = events.findIndex(({ type }) => type === 'block')
    const predicted = events.flatMap((event, index) =>
      event.type === 'prediction' ? [[seriesKey(event.prediction.of), index < first]] : [],
    )
    expect(predicted).toEqual([
      ['fork/total units=100', true],
      ['fork-exec/total units=100', true],
      ['thread/total stackKiB=8192 units=100', true],
    ])
    const names = events.flatMap((event) => (event.type === 'observation' ? [event.observation.name] : []))
    expect(names.filter((name) => name === 'machine-wide')).toHaveLength(4)
    await expect.poll(running, { timeout: 2000 }).toEqual([])
  })

  it('predicts what a larger number takes to within a tenth, from smaller ones alone', async () => {
    const { events, result } = await follow(['fork', 'thread'])
    for (const event of events) {
      if (event.type !== 'prediction') continue
      const { of, value, model } = event.prediction
      expect(model.fittedOn.map(({ x }) => x).sort((a, b) => a - b)).toEqual([10, 25, 50])
      const recording = result?.recordings.find(
        ({ subject }) => subject.id === of.id && subject.condition === of.condition,
      )
      const [sample = 0] = recording?.blocks('total').flat() ?? []
      expect(Math.abs(sample / value - 1)).toBeLessThan(0.1)
    }
  })

  it('makes no prediction from too few, and says why', async () => {
    const { events } = await follow(['fork'], real, { parameters: { units: 10 } })
    expect(events.some(({ type }) => type === 'prediction')).toBe(false)
    const observed = events.find((event) => event.type === 'observation' && event.observation.name === 'no-prediction')
    expect(observed).toMatchObject({ observation: { facts: { reason: expect.stringContaining('20 units') } } })
  })

  it('frees everything within a second when it is cancelled in the midst of thousands', async () => {
    const cancel = new AbortController()
    const following = follow(['fork', 'thread', 'child-process'], real, {
      signal: cancel.signal,
      parameters: { units: 3000 },
      listen: ({ type }) => type === 'progress' && setTimeout(() => cancel.abort(), 100),
    })
    await following.catch(() => {})
    expect(cancel.signal.aborted).toBe(true)
    await expect.poll(running, { timeout: 1000, interval: 20 }).toEqual([])
  })
})

describe('a run that meets a limit', () => {
  it('ends the series with what was reached and names the tightest limit', async () => {
    const stopped = { call: 'fork for number 51 of 10', errno: 'EAGAIN', message: 'no more', iteration: 0 }
    const samples = { type: 'samples', series: 'fork', batch: 10, overhead: {}, stopped }
    const counts = { created: 50, alive: 0, reaped: 50 }
    const values = Object.fromEntries(memory.parts.filter(({ unit }) => unit === 'B').map(({ id }) => [id, []]))
    const { path, remove } = standInProbe(
      say(HELLO, READY),
      `while read -r _; do ${say({ ...samples, counts, values })}; done`,
    )
    onTestFinished(remove)
    const taskRoom: Means['taskRoom'] = () => [
      { resource: 'tasks', limit: 'pid_max', left: 30_000 },
      { resource: 'tasks', limit: 'RLIMIT_NPROC', left: 180 },
    ]
    const { events, result } = await follow(['fork'], standInMeans({ probes: { path }, taskRoom }), {
      parameters: { units: 10 },
    })
    expect(result?.recordings.map(({ stop, samples: count }) => [stop?.errno, count])).toEqual([['EAGAIN', 0]])
    const warnings = events.flatMap((event) => (event.type === 'warning' ? [event.warning] : []))
    expect(warnings).toMatchObject([
      {
        kind: 'limit-reached',
        message: expect.stringMatching(
          /fork for number 51 of 10 failed with EAGAIN.*tightest limit .* is RLIMIT_NPROC/,
        ),
      },
    ])
  })
})

describe('without native probes', () => {
  it('says so for each of their series', () => {
    const series = memory.series(standInMeans())
    const unsupported = series.filter((one) => one.unsupported !== null).map(({ id }) => id)
    expect(unsupported).toEqual(expect.arrayContaining(['fork', 'fork-exec', 'thread', 'cow-child']))
  })
})
