import { describe, expect, it } from 'vitest'
import type { Observation } from '../../../contract/run.ts'
import type { MeasuredRun } from '../experiment.ts'
import { findings } from './findings.ts'
import { conditionOf, type Placement } from './series.ts'

type Given = readonly [id: string, placement: Placement, races: number, lossyRaces: number, lost: number]

function runOf(given: readonly Given[], status: 'measured' | 'failed' = 'measured'): MeasuredRun {
  const of = ([id, placement]: Given) => ({ id, part: 'lost', condition: conditionOf(2, placement) })
  const observations: Observation[] = given.map((one) => {
    const [, , races, lossyRaces, lost] = one
    return { name: 'counts', about: of(one), facts: { races, lossyRaces, lost, increments: races * 1000 } }
  })
  const outcome = status === 'measured' ? { status } : { status, error: 'Broken.', advice: 'Mend it.' }
  return {
    parameters: {},
    observations,
    ratios: [],
    series: given.map((one) => ({ ...of(one), outcome })),
  } as unknown as MeasuredRun
}

describe('what a run of races shows', () => {
  it('says which share was lost, and in how many races, on several cores and on one', () => {
    expect(
      findings(
        runOf([
          ['plain', 'spread', 10, 10, 4000],
          ['plain', 'one-core', 10, 3, 50],
        ]),
      ),
    ).toEqual([
      'On all cores, 2 threads lost 40.0\u202f% of all increments in ordinary code; 10 of 10 races lost some.',
      'On one core, 2 threads lost 0.500\u202f% of all increments in ordinary code; 3 of 10 races lost some.',
    ])
  })

  it('does not take luck for a proof', () => {
    expect(findings(runOf([['plain', 'one-core', 4, 0, 0]]))).toEqual([
      'On one core, 2 threads lost none of 4,000 increments in ordinary code: that was luck, in 4 races, and proves nothing.',
    ])
  })

  it('says over how many increments the cures lost nothing', () => {
    expect(
      findings(
        runOf([
          ['mutex', 'spread', 4, 0, 0],
          ['mutex', 'one-core', 2, 0, 0],
          ['atomic-add', 'spread', 4, 0, 0],
        ]),
      ),
    ).toEqual(['Nothing was lost by atomic-add (4,000 increments), mutex (6,000 increments).'])
  })

  it('says nothing of figures that are withheld', () => {
    expect(findings(runOf([['plain', 'spread', 10, 10, 4000]], 'failed'))).toEqual([])
  })
})
