import { describe, expect, it } from 'vitest'
import { ModelConstant } from '../../contract/cost-model.ts'
import { calibrate } from './calibrate.ts'
import { exampleCalibration, exampleFigure, exampleFigures, exampleForks } from './fixture-figures.ts'
import type { RunFigures } from './run-figures.ts'

const found = (runs: readonly RunFigures[], id: string): ModelConstant =>
  ModelConstant.parse(calibrate(runs).find((one) => one.id === id))

const PLAIN = { handover: 'switch', workingSetKiB: 0, ring: 2 }

describe('calibrate', () => {
  it('recovers the line that a run lies on', () => {
    const run = exampleFigures(1, { figures: exampleForks([0, 64, 256, 1024], 150_000, 900) })
    expect(found([run], 'fork.fixed').value).toBeCloseTo(150_000)
    const page = found([run], 'fork.page')
    expect(page.value).toBeCloseTo(900)
    expect(page).toMatchObject({
      unit: 'ns per page-table page',
      origin: { kind: 'measured', covers: 'within-run', runs: [{ run: run.run, samples: 400 }] },
    })
    const [low, high] = page.interval ?? [0, 0]
    expect(low).toBeLessThan(900)
    expect(high).toBeGreaterThan(900)
  })

  it('leaves huge pages and other placements out of the line', () => {
    const forks = exampleForks([0, 64, 256], 150_000, 900)
    const others = ['huge', '4k'].map((pages) =>
      exampleFigure('fork', 'joined', { parentMiB: 1024, pages, placement: pages === '4k' ? 'free' : 'one-core' }, 1),
    )
    expect(found([exampleFigures(1, { figures: [...others, ...forks] })], 'fork.page').value).toBeCloseTo(900)
  })

  it('takes the newest run’s own interval while there are fewer than three', () => {
    const runs = [100, 400].map((median, i) =>
      exampleFigures(9 - i, {
        figures: [exampleFigure('pthread', 'joined', { parentMiB: 0, placement: 'one-core' }, median)],
      }),
    )
    expect(found(runs, 'thread')).toMatchObject({
      value: 100,
      interval: [99, 101],
      origin: { covers: 'within-run', runs: [{ value: 100 }, { value: 400 }] },
    })
  })

  it('covers the scatter between three runs, which is wider than that within one', () => {
    const runs = [100, 130, 160].map((median, i) =>
      exampleFigures(9 - i, {
        experiment: 'context-switch',
        figures: [exampleFigure('futex-threads', 'handover', PLAIN, median)],
      }),
    )
    const { value, interval, origin } = found(runs, 'switch.within')
    expect(value).toBe(130)
    // s = 30, t for two degrees of freedom is 4.303: 130 ± 4.303 × 30 × √(4/3) is −19 to 279.
    expect(interval?.[0]).toBe(0)
    expect(interval?.[1]).toBeCloseTo(279.05, 1)
    expect(origin).toMatchObject({ covers: 'between-runs' })
  })

  it('takes exec as what fork and exec take more than fork', () => {
    const condition = { parentMiB: 0, pages: '4k', placement: 'one-core' }
    const figures = [
      exampleFigure('fork', 'joined', condition, 100),
      exampleFigure('fork-exec', 'joined', condition, 400),
    ]
    expect(found([exampleFigures(1, { figures })], 'exec')).toMatchObject({ value: 300, interval: [295, 305] })
  })

  it('takes refill from working sets that fit into the cache of a core', () => {
    const figures = [0, 64, 256, 8192].map((workingSetKiB) =>
      exampleFigure(
        'pipe-threads',
        'handover',
        { ...PLAIN, workingSetKiB },
        workingSetKiB > 256 ? 1 : 1500 + 2 * 16 * workingSetKiB,
      ),
    )
    const run = exampleFigures(1, { experiment: 'context-switch', figures })
    expect(found([run], 'refill.threads').value).toBeCloseTo(2)
  })

  it('takes the price of a byte from messages of a page and more', () => {
    const figures = [64, 4096, 65_536, 1_048_576].map((bytes) =>
      exampleFigure('pipe', 'latency', { bytes, placement: 'one-core' }, 3000 + 0.25 * bytes),
    )
    const run = exampleFigures(1, { experiment: 'communication', figures })
    expect(found([run], 'message.pipe.latency').value).toBeCloseTo(3000)
    expect(found([run], 'message.pipe.byte').value).toBeCloseTo(0.25)
  })

  it('takes the memory of one more from what a run fitted on smaller numbers', () => {
    const figures = [exampleFigure('fork', 'total', { units: 200 }, 70_000)]
    const run = exampleFigures(1, {
      experiment: 'memory',
      figures,
      calibrations: [exampleCalibration(200, 1e6, 65_000)],
    })
    expect(found([run], 'memory.fork')).toMatchObject({ value: 65_000, interval: [65_000 * 0.99, 65_000 * 1.01] })
  })

  it('gives a published figure with its source, or says that nothing is known, where there is no run', () => {
    expect(found([], 'thread')).toMatchObject({ value: 18_000, interval: null, origin: { kind: 'published' } })
    expect(found([], 'refill.threads')).toMatchObject({
      value: null,
      origin: { kind: 'unknown' },
      command: 'threadlab measure context-switch',
    })
  })

  it('has no two constants of the same name', () => {
    const ids = calibrate([]).map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
  })
})
