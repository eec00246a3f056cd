import { describe, expect, it } from 'vitest'
import type { Prediction } from '../../contract/prediction.ts'
import type { RunView } from '../../contract/run.ts'
import type { Ratio, Series } from '../../contract/series.ts'
import { creationCost } from '../../lab/experiments/creation-cost/experiment.ts'
import { standInMeans } from '../../lab/experiments/fixture-experiment.ts'
import { absentSeries } from '../../lab/runs/assemble.ts'
import { exampleRun, exampleSeries } from '../../lab/runs/fixture-run.ts'
import { viewRun } from '../../lab/runs/view.ts'
import { reportRun } from './run-report.ts'

type Described = NonNullable<Parameters<typeof reportRun>[1]>
const described: Described = { series: creationCost.series(standInMeans()), parts: [...creationCost.parts] }
const lines = (run: RunView, experiment: Described | null = described): string[] =>
  reportRun(run, experiment ?? undefined).map((line) => line.replaceAll('\u202f', ' '))
const report = (more: Parameters<typeof exampleRun>[0] = {}, file: string | null = '/data/run.json'): string =>
  lines(viewRun(exampleRun(more), creationCost, file)).join('\n')

const [fork, pthread] = exampleRun().series
if (!fork || !pthread) throw new Error('the example has two series')

describe('a run in the terminal', () => {
  it('gives median, interval, p95 and count of every series, beside the baseline', () => {
    const ratio = { ratio: 7.4, interval: [7.1, 7.6] as [number, number], p: 0, rounds: 20 }
    const text = report({ ratios: [{ of: fork, to: pthread, ...ratio, verdict: 'differs' }] })
    expect(text).toContain('— 0 MiB, one core')
    expect(text).toMatch(/^fork +154 µs \[\d+–\d+\] +\d+ µs +4 +7\.40 × \[7\.10–7\.60\]$/m)
    expect(text).toMatch(/^pthread +20\.8 µs \[[\d.]+–[\d.]+\] +[\d.]+ µs +4$/m)
  })

  describe('puts each series into proportion to the one that it is compared with', () => {
    const series = (['fork', 'pthread', 'green-thread'] as const).map((id) => exampleSeries({ id }, [[100, 100]]))
    const ratioOf = (of: Series, to: Series): Ratio => {
      const figures = { ratio: 3, interval: [2, 4] as [number, number], p: 0, rounds: 20 }
      return { of, to, ...figures, verdict: 'differs' }
    }
    const text = (partners: Record<string, string | null>, ratios: readonly [number, number][]): string => {
      const found = ratios.flatMap(([i, j]) => {
        const [of, to] = [series[i], series[j]]
        return of && to ? [ratioOf(of, to)] : []
      })
      const experiment: Described = {
        parts: [...creationCost.parts],
        series: Object.entries(partners).map(([id, comparedWith]) => ({
          id,
          comparedWith,
          kind: 'thread',
          explanation: '',
          unsupported: null,
        })),
      }
      return lines(viewRun(exampleRun({ series, ratios: found }), creationCost, null), experiment).join('\n')
    }

    it('named above the column where it is the same for all', () => {
      const one = text({ fork: 'pthread', pthread: null, 'green-thread': 'pthread' }, [[0, 1]])
      expect(one).toContain('ratio to pthread [95 %]')
      expect(one).toMatch(/^fork .* 3\.00 × \[2\.00–4\.00\]$/m)
    })

    it.each([
      [{ fork: 'pthread', pthread: 'green-thread', 'green-thread': null }],
      [{ fork: 'pthread', pthread: 'green-thread', 'green-thread': 'pthread' }],
    ])('named beside each where they differ: %j', (partners) => {
      const several = text(partners, [
        [0, 1],
        [1, 2],
        [0, 2],
      ])
      expect(several).toMatch(/ratio \[95 %\]$/m)
      expect(several).toMatch(/^fork .* 3\.00 × \[2\.00–4\.00\] to pthread$/m)
      expect(several).toMatch(/^pthread .* 3\.00 × \[2\.00–4\.00\] to green-thread$/m)
    })

    it('and to no other', () => {
      const other = text({ fork: 'pthread', pthread: null, 'green-thread': null }, [[0, 2]])
      expect(other).not.toContain('3.00 ×')
    })
  })

  it('gives memory in bytes, also of an experiment that it does not know', () => {
    const held: Series = { ...exampleSeries({ id: 'thread', part: 'held' }, [[8192, 8192, 16_384]]), unit: 'B' }
    const view = viewRun(exampleRun({ series: [held], experiment: 'later' }), undefined, null)
    expect(lines(view, null).join('\n')).toMatch(/^thread +8 KiB \[8–16\] +15\.2 KiB +3$/m)
  })

  it('says that no difference was shown where that is so', () => {
    const ratio = { ratio: 1.02, interval: [0.9, 1.1] as [number, number], p: 0.4, rounds: 20 }
    const text = report({ ratios: [{ of: fork, to: pthread, ...ratio, verdict: 'no-difference-shown' }] })
    expect(text).toContain('no difference shown 1.02 × [0.900–1.10]')
    expect(text).toContain('No difference shown between')
  })

  it('gives the reason in place of figures for a series that was not measured', () => {
    const failed = { status: 'failed' as const, error: 'threadprobe was ended by SIGSEGV.', advice: 'Report it.' }
    const text = report({ series: [fork, pthread, absentSeries({ ...fork, id: 'vfork' }, 'ns', failed)] })
    expect(text).toContain('vfork: failed: threadprobe was ended by SIGSEGV. Report it.')
    for (const line of text.split('\n').filter((one) => one.startsWith('pthread')))
      expect(line.length).toBeLessThan(100)
  })

  it('marks what is simulated and what is measured, before and after the prediction was tested', () => {
    const prediction: Prediction = {
      of: { id: 'fork', part: 'joined', condition: { parentMiB: 256, pages: '4k', placement: 'one-core' } },
      unit: 'ns',
      value: 1e6,
      interval: [9e5, 1.1e6],
      madeAt: '2026-01-01T00:00:00.000Z',
      model: { form: 'a + b × pages', constants: {}, variable: 'pages', at: 128, fittedOn: [] },
      score: { measured: 1.2e6, interval: [1.1e6, 1.3e6], relativeError: 0.2, inside: false },
    }
    const tested = report({ predictions: [prediction] }).replaceAll('\n', ' ')
    expect(tested).toMatch(/SIMULATED fork, 256 MiB in 4 KiB pages, one core: 1\.00 ms \[0\.900–1\.10\]/)
    expect(tested).toMatch(/MEASURED 1\.20 ms \[1\.10–1\.30\]: 20\.0 % above; the intervals do not overlap/)
    expect(report({ predictions: [{ ...prediction, score: null }] })).toContain('was not measured in the end')
  })

  it('gives every warning with its advice, the procedure, the machine and the file', () => {
    const warnings = [{ kind: 'too-few-samples' as const, message: 'Few samples.', advice: 'Give it more time.' }]
    const text = report({ warnings })
    expect(text).toContain('too-few-samples\n  Few samples.\n  Give it more time.')
    expect(text).toMatch(/^MEASURED in 2 rounds .* the time budget was spent\. Seed 7\.$/m)
    expect(text).toContain('Stored in /data/run.json')
    expect(report({}, null)).toContain('Not stored.')
  })

  it('obeys no control character that a stored run holds', () => {
    const series = [exampleSeries({ id: 'fork\u001b[2J' }, [[1000, 2000]])]
    const warnings = [{ kind: 'too-few-samples' as const, message: '\u001b]0;x\u0007', advice: '\u009b2J' }]
    expect(report({ series, warnings, experiment: 'x' }, '/data/\u001b[2J.json')).not.toMatch(/[\u001b\u0007\u009b]/)
  })

  it('can be made of a run in which nothing was measured', () => {
    expect(report({ series: [], outcome: { status: 'cancelled' } }, null)).toContain('series')
  })
})
