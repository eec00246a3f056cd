import { describe, expect, it } from 'vitest'
import type { Observation } from '../../../contract/run.ts'
import type { Ratio } from '../../../contract/series.ts'
import type { MeasuredRun } from '../experiment.ts'
import { comparisons, isSpeedUp } from './comparisons.ts'
import { findings } from './findings.ts'
import { elapsedOf } from './series.ts'

const speedUp = (id: string, workers: number, ratio: number, differs = true): Ratio => ({
  of: elapsedOf(id, 1),
  to: elapsedOf(id, workers),
  ratio,
  interval: [ratio - 0.01, ratio + 0.01],
  p: 0.01,
  rounds: 20,
  verdict: differs ? 'differs' : 'no-difference-shown',
})
const work = (facts: Observation['facts']): Observation => ({ name: 'work', facts: { cores: 2, ...facts } })
const overlap = (id: string, share: number, greatest = share): Observation => ({
  name: 'overlap',
  about: { id, condition: { workers: 2 } },
  facts: { source: 'kernel', repetitions: 5, shareWithTwoOrMoreRunning: share, greatestShare: greatest },
})

const sentences = (more: Partial<MeasuredRun>): string =>
  findings({ parameters: {}, series: [], ratios: [], predictions: [], observations: [], ...more })
    .map((sentence) => sentence.replaceAll('\u202f', ' '))
    .join('\n')

const both = [speedUp('one-core', 2, 1, false), speedUp('all-cores', 2, 1.95), speedUp('all-cores', 4, 1.96)]

describe('what a run shows', () => {
  it('is the speed-up of as many workers as cores, beside that on one core', () => {
    expect(sentences({ ratios: both, observations: [work({})] })).toContain(
      'Two workers on all 2 cores are 1.95 × [1.94–1.96] as fast as one; on one core they are as fast as one, no difference shown (1.00 ×',
    )
  })

  it('says who ran at the same time, and why none did on a busy machine', () => {
    const quiet = [work({}), overlap('one-core', 0), overlap('all-cores', 0.97)]
    expect(sentences({ ratios: both, observations: quiet })).toContain(
      'ran at the same time for 0 % of the time on one core and 97.0 % of the time on all 2 cores, by the kernel’s records of every switch in 5 repetitions',
    )
    const busy = [work({}), overlap('one-core', 0), overlap('all-cores', 0)]
    expect(sentences({ ratios: both, observations: busy })).toContain('Other programs had the other cores')
    expect(sentences({ ratios: both, observations: quiet })).not.toContain('Other programs')
  })

  it('says that more workers than cores take turns', () => {
    expect(sentences({ ratios: both, observations: [work({})] })).toContain('4 workers are more than there are cores')
  })

  it('does not take two hardware threads for two cores', () => {
    expect(sentences({ ratios: both, observations: [work({ physicalCores: 1 })] })).toContain(
      'hardware threads of one physical core',
    )
    expect(sentences({ ratios: both, observations: [work({ physicalCores: 2 })] })).not.toContain('hardware threads')
  })

  it('gives the share behind one speed-up where no law can be fitted, and only where there is a speed-up', () => {
    const facts = { workers: 2, speedUp: 1.95, serialShare: 0.0256, low: -0.01, high: 0.05 }
    const behind: Observation = { name: 'serial-share-behind', about: { id: 'all-cores' }, facts }
    const said = sentences({ ratios: both, observations: [work({}), behind], parameters: { 'serial-percent': 10 } })
    expect(said).toContain('a serial share of 2.56 % [−1.00 %–5.00 %]; 10.0 % was asked for')
    const none = [speedUp('all-cores', 2, 1.01, false)]
    expect(sentences({ ratios: none, observations: [work({}), behind] })).not.toContain('serial share')
  })

  it('tells what fits find', () => {
    const fit = (facts: Observation['facts']): Observation => ({ name: 'fit', about: { id: 'all-cores' }, facts })
    const observations = [work({}), fit({ law: 'Amdahl', serialShare: 0.1, low: 0.09, high: 0.11 })]
    expect(sentences({ ratios: both, observations })).toContain('finds a serial share of 10.0 % [9.00 %–11.0 %]')
  })
})

describe('what is put into proportion', () => {
  const series = ['one-core', 'all-cores'].flatMap((id) =>
    [1, 2].flatMap((workers) => [elapsedOf(id, workers), { ...elapsedOf(id, workers), part: 'processor' }]),
  )

  it('is one worker to several, and all cores to one with as many workers', () => {
    const named = comparisons(series).map(
      ({ of, to }) => `${of.id} ${of.condition['workers']} ${of.part} : ${to.id} ${to.condition['workers']}`,
    )
    expect(named).toEqual([
      'one-core 1 elapsed : one-core 2',
      'one-core 2 processor : one-core 1',
      'all-cores 1 elapsed : one-core 1',
      'all-cores 1 elapsed : all-cores 2',
      'all-cores 2 elapsed : one-core 2',
      'all-cores 2 processor : all-cores 1',
    ])
    expect(comparisons(series).filter(isSpeedUp)).toHaveLength(2)
  })
})
