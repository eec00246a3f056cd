import { describe, expect, it } from 'vitest'
import type { Prediction } from '../../../contract/prediction.ts'
import type { Interval, Ratio, SeriesIdentity, Summary } from '../../../contract/series.ts'
import type { MeasuredRun } from '../experiment.ts'
import { findings } from './findings.ts'

const MIB = 1 << 20
const at = (id: string, bytes: number, part = 'latency'): SeriesIdentity => ({ id, part, condition: { bytes } })

function measured(identity: SeriesIdentity, median: number, interval: Interval = [median, median]) {
  const zero = { p5: 0, p25: 0, p75: 0, p95: 0, p99: 0, min: 0, max: 0, mad: 0, count: 0, outliers: 0, overhead: 0 }
  const summary: Summary = { ...zero, median, interval }
  return { ...identity, outcome: { status: 'measured' as const }, summary }
}

const ratio = (of: SeriesIdentity, to: string, value: number, differs = true): Ratio => ({
  of,
  to: { ...of, id: to },
  ratio: value,
  interval: [value, value],
  p: 0.01,
  rounds: 20,
  verdict: differs ? 'differs' : 'no-difference-shown',
})

const sentences = (more: Partial<MeasuredRun>): string[] =>
  findings({ parameters: {}, series: [], ratios: [], predictions: [], observations: [], ...more }).map((sentence) =>
    sentence.replaceAll('\u202f', ' '),
  )

const small = [measured(at('shared-variable', 64), 2000), measured(at('pipe', 64), 3000)]

describe('the headline', () => {
  it('puts a pipe and a shared variable into proportion, at the smallest size', () => {
    const ratios = [ratio(at('pipe', MIB), 'shared-variable', 9), ratio(at('pipe', 64), 'shared-variable', 1.5)]
    expect(sentences({ series: small, ratios })[0]).toBe(
      'A message of 64 B by pipe takes 1.50 × its time through a shared variable here: 3.00 µs against 2.00 µs one way.',
    )
  })

  it('says where no difference was shown', () => {
    const ratios = [ratio(at('pipe', 64), 'shared-variable', 1.01, false)]
    expect(sentences({ series: small, ratios })[0]).toMatch(/^No difference shown between pipe and a shared variable/)
  })

  it('is what was measured where there is nothing to compare, and nothing where nothing was', () => {
    expect(sentences({ series: small.slice(1) })).toEqual(['A message of 64 B by pipe takes 3.00 µs one way here.'])
    expect(sentences({})).toEqual([])
  })
})

describe('bandwidth', () => {
  it('is bytes over the time in a stream, its interval turned round, of mechanisms that copy', () => {
    const series = [
      measured(at('shared-in-place', MIB, 'streamed'), 10),
      measured(at('pipe', MIB, 'streamed'), 1e6, [0.5e6, 2e6]),
      measured(at('unix-socket', MIB, 'streamed'), 4e6),
    ]
    expect(sentences({ series })).toEqual([
      'The highest bandwidth of a mechanism that copies is 1000 MiB/s [500–2000], by pipe with messages of 1 MiB.',
    ])
  })
})

describe('a crossing', () => {
  const order = (smallSocket: number, largeSocket: number, width = 0): string[] =>
    sentences({
      series: [
        ...[measured(at('pipe', 64), 3000), measured(at('pipe', MIB), 300_000)],
        measured(at('unix-socket', 64), smallSocket),
        measured(at('unix-socket', MIB), largeSocket, [largeSocket - width, largeSocket + width]),
      ],
    }).filter((sentence) => sentence.includes('slower'))

  it('is told where one overtakes the other', () => {
    expect(order(5000, 200_000)).toEqual([
      'unix-socket is slower than pipe for small messages and faster from 1 MiB on, one way.',
    ])
  })

  it('is not told where the order stays, or the intervals overlap', () => {
    expect(order(5000, 400_000)).toEqual([])
    expect(order(5000, 200_000, 150_000)).toEqual([])
  })
})

describe('the fit', () => {
  const prediction = (id: string, relativeError: number): Prediction => ({
    of: at(id, MIB),
    unit: 'ns',
    value: 1e6,
    interval: [0.9e6, 1.1e6],
    madeAt: '2026-01-01T00:00:00Z',
    model: {
      form: 'a + bytes / bandwidth',
      constants: {
        a: { value: 2000, interval: [1900, 2100], unit: 'ns' },
        bandwidth: { value: 2 ** 30, interval: [1, 2], unit: 'B/s' },
      },
      variable: '',
      at: MIB,
      fittedOn: [],
    },
    score: { measured: 1e6 * (1 + relativeError), interval: [1, 2], relativeError, inside: false },
  })

  it('is told with its constants and how far off it was', () => {
    expect(sentences({ predictions: [prediction('pipe', 0.1)] })).toEqual([
      'SIMULATED beforehand for 1 MiB: pipe 1.00 ms (2.00 µs + bytes at 1 GiB/s), MEASURED 1.10 ms, 10.0 % above; the intervals do not overlap.',
    ])
  })

  it('names the size that each was made for', () => {
    const other = prediction('unix-socket', 0.1)
    const told = sentences({ predictions: [prediction('pipe', 0.1), { ...other, of: at('unix-socket', 65_536) }] })
    expect(told.map((sentence) => sentence.split(' ', 6).join(' '))).toEqual([
      'SIMULATED beforehand for 1 MiB: pipe',
      'SIMULATED beforehand for 64 KiB: unix-socket',
    ])
  })

  it('is called a bad model where it is far off', () => {
    expect(sentences({ predictions: [prediction('pipe', 0.1), prediction('unix-socket', -0.4)] })[0]).toMatch(
      /40\.0 % below.*\. One line for all sizes is a bad model here/,
    )
  })
})
