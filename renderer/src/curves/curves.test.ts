import { describe, expect, it } from 'vitest'
import type { ExperimentDescription } from '../../../contract/experiment.ts'
import { BYTES_PER_SECOND, DURATION } from '../charts/quantity.ts'
import { showPlan } from '../measuring/shown-run.ts'
import { axisWords, curvesCsv, curvesTwin, readPoint } from './curve-words.ts'
import { marksOf, placesOf, spacingOf, type Curve, type CurveModel, type CurvePoint, type CurveXAxis } from './curve.ts'
import { legendEntries } from './legend-entries.ts'
import { layOutLegend } from './legend-layout.ts'
import { curvesOver } from './measured-point.ts'
import { labelsWithRoom, scaleX } from './x-scale.ts'

const point = (x: number, median: number | null): CurvePoint => ({
  x,
  median,
  interval: median === null ? null : [median * 0.9, median * 1.1],
  count: median === null ? 0 : 1200,
})
const pipe: Curve = { key: 'pipe', name: 'pipe', kind: 'process', points: [point(1, 2000), point(64, 4000)] }
const socket: Curve = { key: 'socket', name: 'socket', kind: 'process', points: [point(1, 3000), point(64, null)] }
const queue: Curve = { key: 'queue', name: 'queue', kind: 'thread', points: [point(1, null)] }
const x: CurveXAxis = { title: 'bytes of a message', scale: 'log2', format: (bytes) => `${bytes} B` }
const y = { title: 'time for one', quantity: DURATION }
const model: CurveModel = {
  of: 'pipe',
  name: 'a + b × bytes',
  points: [{ x: 1, y: 2100 }],
  predicted: { x: 64, value: 4100, interval: [4000, 4200], score: null },
}
const plain = (words: string): string => words.replaceAll('\u202f', ' ')

describe('marksOf', () => {
  it('gives curves of one kind different shapes, none of them a diamond', () => {
    const marks = marksOf([pipe, queue, socket])
    expect([marks.get('pipe'), marks.get('socket'), marks.get('queue')]).toEqual(['circle', 'square', 'circle'])
    expect([...marks.values()]).not.toContain('diamond')
  })

  it('leaves a shape that means something', () => {
    expect(marksOf([{ ...pipe, mark: 'square' }]).get('pipe')).toBe('square')
  })
})

describe('spacingOf', () => {
  it('is logarithmic beyond two decades', () => {
    expect(spacingOf([pipe, socket], y)).toBe('linear')
    expect(spacingOf([pipe, { ...socket, points: [point(1, 300_000)] }], y)).toBe('log')
  })

  it('is as asked', () => {
    expect(spacingOf([pipe], { ...y, scale: 'log' })).toBe('log')
  })
})

describe('what is read', () => {
  it('gives the figure with its interval, and what else there is to say', () => {
    expect(plain(readPoint(pipe, { ...point(1, 2000), notes: ['2 × against queue'] }, x, y))).toBe(
      'pipe, 1 B: median 2.00 µs [1.80–2.20] · 1,200 samples · 2 × against queue',
    )
  })

  it('is in the quantity of the picture', () => {
    const figure = readPoint(pipe, point(1, 3 * 1024 ** 3), x, { title: 'bandwidth', quantity: BYTES_PER_SECOND })
    expect(plain(figure)).toContain('median 3 GiB/s [2.7–3.3]')
  })

  it('says why there is no figure', () => {
    expect(readPoint(socket, { ...point(64, null), outcome: 'Left out: no room' }, x, y)).toBe(
      'socket, 64 B: left out: no room',
    )
  })
})

describe('curvesTwin', () => {
  it('says where each curve begins and ends', () => {
    expect(plain(curvesTwin([pipe, socket, queue], x, y))).toBe(
      'Medians over bytes of a message: pipe from 2.00 µs at 1 B to 4.00 µs at 64 B; socket 3.00 µs at 1 B.',
    )
    expect(curvesTwin([queue], x, y)).toBe('No samples yet.')
  })
})

describe('axisWords', () => {
  it('says how the axes are spaced', () => {
    expect(axisWords(x, y, 'log')).toBe('bytes of a message, logarithmic · time for one, logarithmic')
    expect(axisWords({ ...x, scale: 'symlog', constant: 32 }, y, 'linear')).toBe(
      'bytes of a message: from 0 evenly, beyond 32 B logarithmic · time for one',
    )
  })
})

describe('curvesCsv', () => {
  it('says of each line whether it was measured, simulated or predicted', () => {
    const lines = curvesCsv([{ ...pipe, extrapolated: [{ x: 128, y: 8000 }] }, socket], [], x).split('\r\n')
    expect(lines[1]).toBe('MEASURED,pipe,1,2000,1800,2200,1200')
    expect(lines[3]).toBe('EXTRAPOLATED,pipe,128,8000,,,')
    expect(lines[5]).toBe('MEASURED,socket,64,,,,0')
    const modelled = curvesCsv([pipe], [model], x)
    expect(modelled).toContain('SIMULATED,pipe,1,2100,,,')
    expect(modelled).toContain('PREDICTED,pipe,64,4100,4000,4200,')
  })
})

describe('the legend', () => {
  it('has an entry for all that is drawn, and none for what is not', () => {
    expect(legendEntries([pipe], [], '').map(({ key }) => key)).toEqual(['measured'])
    const beyond = [{ ...pipe, extrapolated: [{ x: 128, y: 8000 }] }]
    expect(legendEntries(beyond, [model], '').map(({ key }) => key)).toEqual([
      'measured',
      'extrapolated',
      'simulated',
      'predicted',
    ])
  })

  it('takes a further row where one has no room left', () => {
    expect(layOutLegend([100, 100, 100], 240)).toEqual({
      places: [
        { x: 0, row: 0 },
        { x: 124, row: 0 },
        { x: 0, row: 1 },
      ],
      rows: 2,
    })
  })
})

describe('the x axis', () => {
  it('spaces powers of two evenly', () => {
    const scale = scaleX({ scale: 'log2' }, [1, 4, 16], [0, 100])
    expect([1, 4, 16].map((value) => Math.round(scale(value)))).toEqual([0, 50, 100])
  })

  it('has a place for 0 where it is symlog or linear', () => {
    expect(scaleX({ scale: 'symlog', constant: 32 }, [64, 256], [10, 100])(0)).toBe(10)
    expect(scaleX({ scale: 'linear' }, [64, 256], [10, 100])(0)).toBe(10)
  })

  it('drops labels that would touch, but not the last one', () => {
    const labels = [0, 12, 40, 45].map((place) => ({ place, width: 20 }))
    expect([...labelsWithRoom(labels, 4)].sort()).toEqual([1, 3])
  })

  it('has a place for every x of every curve', () => {
    expect(placesOf([pipe, { ...queue, extrapolated: [{ x: 128, y: 1 }] }])).toEqual([1, 64, 128])
  })
})

describe('curvesOver', () => {
  const experiment: ExperimentDescription = {
    id: 'communication',
    title: '',
    question: '',
    group: 'measure',
    method: '',
    parameters: [],
    series: [{ id: 'pipe', kind: 'process', explanation: 'One.', unsupported: null, comparedWith: null }],
    parts: [],
    budgetSeconds: { full: 30, quick: 10 },
  }
  const at = (bytes: number, placement: string) => ({ id: 'pipe', part: 'round-trip', condition: { bytes, placement } })
  const plan = [at(64, 'one-core'), at(1, 'one-core'), at(1, 'other-core')]
  const shown = { ...showPlan(experiment, [], {}), plan }

  it('has a curve for each series, the smallest x first, of the conditions that are wanted', () => {
    const curves = curvesOver(shown, 'round-trip', 'bytes', ({ condition }) => condition['placement'] === 'one-core')
    expect(curves.map(({ key, points }) => [key, points.map((one) => one.x)])).toEqual([['pipe', [1, 64]]])
  })

  it('has none for a series without the condition', () => {
    expect(curvesOver(shown, 'round-trip', 'threads')).toEqual([])
  })
})
