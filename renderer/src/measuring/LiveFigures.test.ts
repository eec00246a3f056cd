import { describe, expect, it } from 'vitest'
import type { ExperimentDescription } from '../../../contract/experiment.ts'
import type { SeriesView } from '../../../contract/series.ts'
import { LiveFigures } from './LiveFigures.ts'

const experiment: ExperimentDescription = {
  id: 'creation-cost',
  title: '',
  question: '',
  group: 'measure',
  method: '',
  parameters: [],
  series: [],
  parts: [],
  budgetSeconds: { full: 30, quick: 10 },
}
const fork = { id: 'fork', part: 'joined', condition: { parentMiB: 0 } }
const view = (batch: number): SeriesView => ({
  ...fork,
  unit: 'ns',
  batch,
  outcome: { status: 'measured' },
  summary: null,
  shape: null,
})

function started(): LiveFigures {
  const figures = new LiveFigures(experiment)
  figures.take({ type: 'started', runId: 'run-1', experiment: 'creation-cost', budgetSeconds: 10, series: [fork] })
  return figures
}

describe('LiveFigures', () => {
  it('has nothing to show before the plan is known', () => {
    const figures = new LiveFigures(experiment)
    figures.take({ type: 'progress', phase: 'preparing', fraction: 0, remainingSeconds: 10, note: '' })
    expect(figures.show()).toBeNull()
  })

  it('shows the whole plan as soon as there is one', () => {
    expect(started().show()).toMatchObject({ state: 'measuring', plan: [fork] })
  })

  it('keeps the latest summary of each series, and every sample', () => {
    const figures = started()
    figures.take({ type: 'samples', batches: [{ series: fork, values: [1, 2] }] })
    figures.take({ type: 'summary', series: [view(1)], ratios: [] })
    figures.take({ type: 'summary', series: [view(2)], ratios: [] })
    const shown = figures.show()
    expect([...(shown?.series.values() ?? [])].map(({ batch }) => batch)).toEqual([2])
    expect([...(shown?.rain?.of(fork) ?? [])]).toEqual([1, 2])
  })

  it('keeps what was observed, in its order', () => {
    const figures = started()
    const observations = ['page-faults', 'switches'].map((name) => ({ name, facts: { count: 3 } }))
    for (const observation of observations) figures.take({ type: 'observation', observation })
    expect(figures.show()?.observations).toEqual(observations)
  })

  it('does not change what it has handed out', () => {
    const figures = started()
    const before = figures.show()
    figures.take({ type: 'summary', series: [view(1)], ratios: [] })
    expect(before?.series.size).toBe(0)
  })
})
