import { describe, expect, it } from 'vitest'
import type { Timeline } from '../../../../contract/timeline.ts'
import { writeTrace } from '../../../../contract/trace-events.ts'
import { comparisonOf, timelineData, traceParts } from './comparison.ts'

const comparison = comparisonOf({
  parameters: { workload: 'process p { thread a { compute 4 ms } }' },
  observations: [
    { name: 'cores', facts: { cores: '3' } },
    { name: 'prediction-basis', facts: { sliceNs: 3e6, switchNs: 0 } },
  ],
})

const timeline = (source: Timeline['source']): Timeline => ({
  ...{ which: 'typical', repetition: 2, source, tasks: ['a'] },
  slices: { task: [0], core: [3], from: [0], to: [4_100_000], end: [2] },
})

describe.each([
  ['kernel', 'kernel’s records'],
  ['threads', 'threads’ own view'],
] as const)('a timeline from the %s', (source, how) => {
  it('says so in every measured section, and in none that is simulated', () => {
    if (!comparison) throw new Error('the run says too little')
    const { sections } = timelineData(comparison, timeline(source), 'both')
    expect(sections.map((one) => [one.source, one.how])).toEqual([
      ['SIMULATED', undefined],
      ['SIMULATED', undefined],
      ['MEASURED', how],
      ['MEASURED', how],
    ])
  })

  it('says so in its trace, which holds the simulated one too', () => {
    if (!comparison) throw new Error('the run says too little')
    const text = [...writeTrace({ about: {}, parts: traceParts(comparison, timeline(source)) })].join('')
    expect(text).toContain(`MEASURED, ${how}`)
    expect(text).toContain('Cores (SIMULATED)')
  })
})
