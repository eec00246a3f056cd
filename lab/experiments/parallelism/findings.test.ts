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
const recorded = (id: string, facts: Observation['facts'], workers = 2): Observation => ({
  name: 'overlap',
  about: { id, condition: { workers } },
  facts: { source: 'kernel', ...facts },
})
const overlap = (id: string, share: number, workers = 2): Observation =>
  recorded(id, { repetitions: 5, shareWithTwoOrMoreRunning: share, greatestShare: share }, workers)

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

  it('says who ran at the same time', () => {
    const quiet = [work({}), overlap('one-core', 0), overlap('all-cores', 0.97)]
    expect(sentences({ ratios: both, observations: quiet })).toContain(
      'ran at the same time for 0 % of the time on one core and 97.0 % of the time on all 2 cores, by the kernel’s records of every switch in 5 repetitions',
    )
    expect(sentences({ ratios: both, observations: quiet })).not.toContain('other programs')
  })

  it('says that none ran at the same time on several cores, and claims no reason: only the workers are recorded', () => {
    const busy = [work({}), overlap('one-core', 0), overlap('all-cores', 0)]
    const said = sentences({ ratios: both, observations: busy })
    expect(said).toContain('Possible reasons: other programs, interrupts, the hypervisor, a CPU quota.')
    expect(said).not.toMatch(/other programs had/i)
  })

  it('speaks of the crew whose timeline is kept, whatever else failed', () => {
    const observations = [work({ cores: 4 }), overlap('all-cores', 0.5, 2), overlap('all-cores', 0.7, 4)]
    expect(sentences({ ratios: both, observations })).toContain(
      'Two or more of 4 workers ran at the same time for 70.0 %',
    )
    const failed = { ratios: [speedUp('all-cores', 2, 1.9)], observations }
    expect(sentences(failed)).toContain('Two or more of 4 workers ran at the same time for 70.0 %')
  })

  it('says why it is not known who ran', () => {
    const reason = 'used 20.0 ms of processor time, of which 2.00 ms were recorded'
    const none = recorded('all-cores', { repetitions: 0, incomplete: 5, reason })
    const said = sentences({ ratios: both, observations: [work({}), overlap('one-core', 0), none] })
    expect(said).toContain('ran at the same time for 0 % of the time on one core, by')
    expect(said).toContain(
      'Who had which core when two workers ran on all 2 cores is not known: 5 of 5 recorded repetitions are incomplete; one used 20.0 ms of processor time, of which 2.00 ms were recorded.',
    )
    const some = recorded('all-cores', {
      ...{ repetitions: 4, incomplete: 1, reason, shareWithTwoOrMoreRunning: 0.9, greatestShare: 1 },
    })
    expect(sentences({ ratios: both, observations: [work({}), some] })).toContain(
      '1 of 5 recorded repetitions is incomplete',
    )
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
})

describe('what the laws come to', () => {
  const law = (name: string, facts: Observation['facts']): Observation => ({ name, about: { id: 'all-cores' }, facts })
  const behind = law('serial-share-behind', { workers: 2, speedUp: 1.95, serialShare: 0.0256, low: -0.01, high: 0.05 })
  const tooFew = law('no-fit', { law: 'Amdahl', reason: '1 size of crew finds a core; choose more numbers of workers' })

  it('is the share behind one speed-up where no law can be fitted, and only where there is a speed-up', () => {
    const observations = [work({}), behind, tooFew]
    const said = sentences({ ratios: both, observations, parameters: { 'serial-percent': 10 } })
    expect(said).toContain(
      'That two workers are 1.95 × [1.94–1.96] as fast as one is by Amdahl’s law alone a serial share of 2.56 % [−1.00 %–5.00 %]; 10.0 % was asked for.',
    )
    expect(said).toContain('No law was fitted: 1 size of crew finds a core; choose more numbers of workers.')
    expect(said).not.toContain('too few cores')
    const none = [speedUp('all-cores', 2, 1.01, false)]
    expect(sentences({ ratios: none, observations })).not.toContain('serial share')
  })

  it('names the crew that the share is of, which hardware threads make another than that of the headline', () => {
    const ratios = [speedUp('all-cores', 2, 1.95), speedUp('all-cores', 4, 2.22)]
    const observations = [work({ cores: 4, physicalCores: 2 }), behind, tooFew]
    const said = sentences({ ratios, observations })
    expect(said).toContain('4 workers on all 4 cores are 2.22 ×')
    expect(said).toContain('That two workers are 1.95 × [1.94–1.96] as fast as one is')
    // Its own speed-up counts, and not that of the headline.
    const without = [speedUp('all-cores', 2, 1.95), speedUp('all-cores', 4, 1.01, false)]
    expect(sentences({ ratios: without, observations })).toContain('a serial share of 2.56 %')
    const alone = [speedUp('all-cores', 2, 1.01, false), speedUp('all-cores', 4, 2.22)]
    expect(sentences({ ratios: alone, observations })).not.toContain('serial share')
  })

  const residual = { furthestWorkers: 3, residual: -0.008, residualLow: -0.015, residualHigh: 0.002 }

  it('is what fits find, and how far the furthest speed-up is from them', () => {
    const amdahl = law('fit', { law: 'Amdahl', serialShare: 0.1, low: 0.09, high: 0.11, ...residual })
    const said = sentences({ ratios: both, observations: [work({}), amdahl] })
    expect(said).toContain(
      'finds a serial share of 10.0 % [9.00 %–11.0 %]; no serial share was asked for. The speed-up that is furthest from it, of 3 workers, is off by −0.800 % [−1.50 %–0.200 %].',
    )
    const universal = law('fit', {
      ...{ law: 'USL', contention: 0.05, contentionLow: 0.04, contentionHigh: 0.06 },
      ...{ coherency: 0.001, coherencyLow: 0.0005, coherencyHigh: 0.002, ...residual },
    })
    expect(sentences({ ratios: both, observations: [work({}), amdahl, universal] })).toContain(
      'The universal scalability law finds contention 5.00 % [4.00 %–6.00 %] and coherency 0.00100 [0.000500–0.00200].',
    )
  })

  it('is that a constant is at its bound, and no interval that has no width', () => {
    const old = law('fit', { law: 'Amdahl', serialShare: 0, low: 0, high: 0 })
    const now = law('fit', { law: 'Amdahl', serialShare: 0, serialShareAtBound: true })
    for (const fit of [old, now]) {
      const said = sentences({ ratios: both, observations: [work({}), fit] })
      expect(said).toContain('finds a serial share of 0 %, the least that it can be; no')
      expect(said).not.toContain('0 % [0')
    }
    const wide = law('fit', { law: 'Amdahl', serialShare: 0, low: 0, high: 0.01, serialShareAtBound: true })
    expect(sentences({ ratios: both, observations: [work({}), wide] })).toContain(
      'a serial share of 0 % [0 %–1.00 %], the least that it can be',
    )
    const most = law('fit', { law: 'Amdahl', serialShare: 1, serialShareAtBound: true })
    expect(sentences({ ratios: both, observations: [work({}), most] })).toContain('100 %, the most that it can be')
  })

  it('is that a law does not describe them, and none of its constants', () => {
    const reason = 'Amdahl’s law does not describe these speed-ups: that of 4 workers is off'
    const amdahl = law('no-fit', { law: 'Amdahl', reason, ...residual })
    const universal = law('no-fit', { law: 'USL', reason: 'the other law does not describe them', ...residual })
    const said = sentences({ ratios: both, observations: [work({}), behind, amdahl, universal] })
    expect(said).toContain(`${reason}. The other law does not describe them.`)
    expect(said).not.toContain('serial share of')
    expect(said).not.toContain('No law was fitted')
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
