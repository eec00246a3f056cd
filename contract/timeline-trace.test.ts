import { expect, it } from 'vitest'
import { Timeline } from './timeline.ts'
import { traceOfTimeline } from './timeline-trace.ts'

const timeline = (source: 'kernel' | 'threads'): Timeline =>
  Timeline.parse({
    which: 'typical',
    repetition: 12,
    source,
    tasks: ['a', 'b'],
    slices: { task: [0, 1, 0], core: [3, 3, 1], from: [0, 5, 9], to: [5, 9, 12], end: [0, 1, 2] },
  })

it('has a track for each core and each thread, and says how it was measured and why each slice ended', () => {
  const { source, tracks, slices } = traceOfTimeline(timeline('kernel'))
  expect(source).toBe('MEASURED')
  expect(tracks.map(({ name }) => name)).toEqual(['core 1', 'core 3', 'a', 'b'])
  for (const { group } of tracks) expect(group).toContain('MEASURED, kernel’s records: typical, repetition 12')
  expect([...slices]).toEqual([
    { track: 1, name: 'a', from: 0, to: 5, args: { ended: 'preempted' } },
    { track: 2, name: 'core 3', from: 0, to: 5, args: { ended: 'preempted' } },
    { track: 1, name: 'b', from: 5, to: 9, args: { ended: 'waits' } },
    { track: 3, name: 'core 3', from: 5, to: 9, args: { ended: 'waits' } },
    { track: 0, name: 'a', from: 9, to: 12, args: { ended: 'ended' } },
    { track: 2, name: 'core 1', from: 9, to: 12, args: { ended: 'ended' } },
  ])
})

it('does not claim of threads’ own view that it tells a preemption from an interrupt', () => {
  const { tracks, slices } = traceOfTimeline(timeline('threads'))
  for (const { group } of tracks) expect(group).toContain('MEASURED, threads’ own view')
  expect([...slices][0]?.args).toEqual({ ended: 'preempted or interrupted' })
})

it('names the measurement where a run has timelines of several', () => {
  const { tracks } = traceOfTimeline({ ...timeline('kernel'), of: { id: 'crew', condition: { workers: 2 } } })
  expect(tracks[0]?.group).toContain('crew workers=2, typical')
})
