import { describe, expect, it } from 'vitest'
import type { Timeline } from '../../contract/timeline.ts'
import { exampleRun } from './fixture-run.ts'
import { exportTrace, NoTimelines } from './trace.ts'

const timeline = (which: Timeline['which'], source: Timeline['source']): Timeline => ({
  ...{ which, source, repetition: 3, tasks: ['a'] },
  slices: { task: [0], core: [1], from: [0], to: [1_001], end: [2] },
})

describe('exportTrace', () => {
  it('holds every timeline of a run, each saying how it was measured', () => {
    const run = exampleRun({ timelines: [timeline('typical', 'kernel'), timeline('latest', 'threads')] })
    const { fileName, mediaType, text } = exportTrace(run)
    expect([fileName, mediaType]).toEqual([`${run.id}.trace.json`, 'application/json'])
    const { otherData, traceEvents } = JSON.parse(text)
    expect(otherData).toMatchObject({ source: 'MEASURED', run: run.id })
    expect(traceEvents.filter(({ ph }: { ph: string }) => ph === 'X')).toHaveLength(4)
    expect(text).toContain('MEASURED, kernel’s records: typical')
    expect(text).toContain('MEASURED, threads’ own view: latest')
  })

  it.each([[undefined], [[]]])('says of a run without timelines that it has none', (timelines) => {
    const run = exampleRun(timelines ? { timelines } : {})
    expect(() => exportTrace(run)).toThrow(NoTimelines)
    expect(() => exportTrace(run)).toThrow(/holds no timelines.*workload/)
  })
})
