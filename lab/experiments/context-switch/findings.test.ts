import { describe, expect, it } from 'vitest'
import type { Prediction } from '../../../contract/prediction.ts'
import type { Condition, Ratio, SeriesIdentity, Summary } from '../../../contract/series.ts'
import type { MeasuredRun } from '../experiment.ts'
import { comparisons } from './comparisons.ts'
import { NO_HANDOVER, PLAIN_SWITCH } from './conditions.ts'
import { findings } from './findings.ts'

const plain = PLAIN_SWITCH
const wakeUp: Condition = { ...plain, handover: 'wake-up' }
const at = (id: string, condition = plain): SeriesIdentity => ({ id, part: 'handover', condition })

function measured(identity: SeriesIdentity, median: number): MeasuredRun['series'][number] {
  const rest = { p5: 0, p25: 0, p75: 0, p95: 0, p99: 0, min: 0, max: 0, mad: 0, count: 9, outliers: 0, overhead: 0 }
  const summary: Summary = { ...rest, median, interval: [median, median] }
  return { ...identity, outcome: { status: 'measured' }, summary }
}

const ratio = (of: SeriesIdentity, to: SeriesIdentity, value: number, differs = true): Ratio => ({
  of,
  to,
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

const pair = [measured(at('pipe-processes'), 3000), measured(at('pipe-threads'), 2000)]

describe('the headline', () => {
  it('puts a switch to a process and to a thread into proportion', () => {
    const ratios = [
      ratio(at('pipe-processes', wakeUp), at('pipe-threads', wakeUp), 9),
      ratio(at('pipe-processes'), at('pipe-threads'), 1.5),
    ]
    expect(sentences({ series: pair, ratios })[0]).toBe(
      'Switching to another process costs 1.50 × switching to another thread here: 3.00 µs against 2.00 µs for a handover by pipe on one core.',
    )
  })

  it('says that no difference is shown, and that a small one is about none', () => {
    const both = [at('pipe-processes'), at('pipe-threads')] as const
    expect(sentences({ series: pair, ratios: [ratio(...both, 1, false)] })[0]).toMatch(/^No difference shown between/)
    expect(sentences({ series: pair, ratios: [ratio(...both, 0.99)] })[0]).toContain('about the same')
  })

  it('never calls a wake-up a switch', () => {
    expect(sentences({ series: [measured(at('pipe-threads', wakeUp), 15_000)] })[0]).toBe(
      'A cross-core wake-up takes 15.0 µs here (pipe-threads); it is not a context switch.',
    )
    expect(sentences({ series: [measured(at('pipe-alone', NO_HANDOVER), 700)] })[0]).toContain('without one')
    expect(sentences({ series: [measured(at('futex-threads', { ...plain, handover: 'free' }), 700)] })[0]).toContain(
      'one core or on two',
    )
  })

  it('is left out where nothing was measured', () => {
    expect(sentences({})).toEqual([])
  })
})

describe('address-space tags', () => {
  const ratios = [ratio(at('pipe-processes'), at('pipe-threads'), 1, false)]
  const observed = (tags: string) => [{ name: 'address-space-tags', facts: { tags } }]

  it('are explained beside processes and threads, as this processor has them', () => {
    expect(sentences({ series: pair, ratios, observations: observed('PCID') })[1]).toContain(
      'has address-space tags (PCID)',
    )
    expect(sentences({ series: pair, ratios, observations: observed('none') })[1]).toContain(
      'has no address-space tags',
    )
  })

  it('are not spoken of where they are not known, or nothing is compared', () => {
    expect(sentences({ series: pair, ratios, observations: observed('not known') })).toHaveLength(1)
    expect(sentences({ observations: observed('PCID') })).toEqual([])
  })
})

describe('what a handover consists of', () => {
  it('is told by the calls alone, with what the remainder still holds', () => {
    const series = [...pair, measured(at('pipe-alone', NO_HANDOVER), 500)]
    const sentence = sentences({ series }).find((one) => one.includes('by one task alone'))
    expect(sentence).toContain('take 500 ns; the 1.50 µs that remain')
    expect(sentence).toContain('waking of the other task')
  })

  it('is not told where the calls alone took longer', () => {
    const series = [...pair, measured(at('pipe-alone', NO_HANDOVER), 5000)]
    expect(sentences({ series }).some((one) => one.includes('by one task alone'))).toBe(false)
  })
})

describe('the other sentences', () => {
  it('name a cross-core wake-up as such', () => {
    const series = [...pair, measured(at('pipe-threads', wakeUp), 14_000)]
    const found = sentences({ series, ratios: [ratio(at('pipe-threads', wakeUp), at('pipe-threads'), 7)] })
    expect(found).toContain(
      'Across two cores a handover is a cross-core wake-up, not a switch: 14.0 µs by pipe between threads, 7.00 × the handover on one core.',
    )
  })

  it('tell where the scheduler put tasks that were free', () => {
    const free = { ...plain, handover: 'free' }
    const about = { id: 'pipe-threads', condition: free }
    const placed = (samplesAcrossCores: number): string | undefined =>
      sentences({
        series: [...pair, measured(at('pipe-threads', free), 9000)],
        observations: [{ name: 'counts', about, facts: { samplesAcrossCores } }],
      }).find((one) => one.startsWith('Placed freely'))
    expect(placed(3)).toBe(
      'Placed freely, a handover takes 9.00 µs (pipe-threads); the two tasks were on different cores at the end of 33.3 % of the samples.',
    )
    expect(placed(0)).toContain('at the end of none of the samples')
  })

  it('tell the growth to the largest working set', () => {
    const sized = (workingSetKiB: number) => at('pipe-processes', { ...plain, workingSetKiB })
    const ratios = [64, 1024, 256].map((size) => ratio(sized(size), at('pipe-processes'), size / 100))
    const series = [...pair, measured(sized(1024), 30_000)]
    expect(sentences({ series, ratios }).at(-1)).toMatch(
      /^With 1024 KiB touched .* costs 10\.2 × the plain one, 30\.0 µs/,
    )
    const none = [ratio(sized(64), at('pipe-processes'), 1, false)]
    expect(sentences({ series, ratios: none }).at(-1)).toContain('no difference is shown')
  })

  it('tell what a large ring costs, and how many switches the kernel counted for a handover', () => {
    const of12 = { ...plain, ring: 12 }
    const ratios = [
      ratio(at('ring-processes', of12), at('ring-processes'), 1.6),
      ratio(at('ring-processes', of12), at('ring-threads', of12), 1.1),
    ]
    const series = [measured(at('ring-processes', of12), 4200)]
    const counts = { handovers: 1000, voluntarySwitches: 1000, involuntarySwitches: 400 }
    const observations = [{ name: 'counts', about: { id: 'ring-processes', condition: of12 }, facts: counts }]
    expect(sentences({ series, ratios, observations }).at(-1)).toBe(
      'In a ring of 12 processes a handover takes 4.20 µs, 1.10 × that of as many threads; the kernel counted 1.40 switches for each.',
    )
    const quiet = { ...counts, involuntarySwitches: 2 }
    const few = [{ name: 'counts', about: { id: 'ring-processes', condition: of12 }, facts: quiet }]
    expect(sentences({ series, ratios, observations: few }).at(-1)).not.toContain('counted')
  })

  it('say how the model fared, and that it is a bad one where it is', () => {
    const prediction = (relativeError: number, inside: boolean): Prediction => ({
      of: at('pipe-processes', { ...plain, workingSetKiB: 1024 }),
      unit: 'ns',
      value: 4000,
      interval: [3900, 4100],
      madeAt: '2026-01-01T00:00:00Z',
      model: { form: '', constants: {}, variable: '', at: 16_384, fittedOn: [] },
      score: { measured: 4000 * (1 + relativeError), interval: [1, 2], relativeError, inside },
    })
    expect(sentences({ predictions: [prediction(0.02, true)] })).toEqual([
      'SIMULATED beforehand for pipe-processes with 1024 KiB: 4.00 µs. MEASURED: 4.08 µs, 2.00 % above; the intervals overlap.',
    ])
    expect(sentences({ predictions: [prediction(2, false)] })[0]).toContain('a bad model here')
  })
})

describe('comparisons', () => {
  it('are processes to threads alike, each to the plain switch, and calls alone to the handover', () => {
    const large = { ...plain, workingSetKiB: 64 }
    const series = [
      at('pipe-threads'),
      at('pipe-processes'),
      at('pipe-processes', large),
      at('pipe-threads', wakeUp),
      at('pipe-alone', NO_HANDOVER),
    ]
    const said = comparisons(series).map(({ of, to }) => [of.id, of.condition, to.id, to.condition])
    expect(said).toEqual([
      ['pipe-processes', plain, 'pipe-threads', plain],
      ['pipe-processes', large, 'pipe-processes', plain],
      ['pipe-threads', wakeUp, 'pipe-threads', plain],
      ['pipe-alone', NO_HANDOVER, 'pipe-threads', plain],
    ])
  })
})
