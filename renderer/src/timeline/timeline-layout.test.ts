import { describe, expect, it } from 'vitest'
import { layOut, MOST_LANES } from './timeline-layout.ts'
import { spansOf, type TimelineData } from './timeline.ts'

const lanes = (processes: (number | null)[]) =>
  processes.map((process, index) => ({ label: `lane ${index}`, process, spans: spansOf([]) }))
const dataOf = (processes: (number | null)[]): TimelineData => ({
  sections: [{ source: 'SIMULATED', title: 'Threads', lanes: lanes(processes) }],
  tasks: [],
  processes: ['p', 'q'],
  end: 1,
})

describe('layOut', () => {
  it('puts one frame around the threads of each process, and frames do not touch', () => {
    const { sections } = layOut(dataOf([0, 0, 1]), 0)
    const frames = sections[0]?.frames ?? []
    expect(frames.map(({ process }) => process)).toEqual(['p', 'q'])
    expect(frames[1]?.top).toBeGreaterThan((frames[0]?.top ?? 0) + (frames[0]?.height ?? 0))
  })

  it('draws no frame around cores', () => {
    expect(layOut(dataOf([null, null]), 0).sections[0]?.frames).toEqual([])
  })

  it('shows many lanes in portions', () => {
    const data = dataOf(Array.from({ length: 100 }, () => null))
    expect(layOut(data, 0).lanes.length).toBe(MOST_LANES)
    expect(
      layOut(data, MOST_LANES)
        .lanes.map(({ lane }) => lane.label)
        .at(0),
    ).toBe(`lane ${MOST_LANES}`)
    expect(layOut(data, MOST_LANES).lanes.length).toBe(100 - MOST_LANES)
  })
})
