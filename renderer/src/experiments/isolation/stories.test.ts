import { describe, expect, it } from 'vitest'
import type { ExperimentDescription } from '../../../../contract/experiment.ts'
import type { Observation } from '../../../../contract/run.ts'
import { showPlan, type ShownRun } from '../../measuring/shown-run.ts'
import { panelsOf, type Panel } from './panels.ts'
import { countsOf, storiesOf } from './stories.ts'
import { storiesCsv } from './story-csv.ts'
import { layOutStories, timeScale } from './story-layout.ts'
import { headingOf, readActor, titleOf, twinOf, verdictOf } from './story-words.ts'

const experiment: ExperimentDescription = {
  id: 'isolation',
  title: 'Isolation',
  question: 'Who else dies?',
  group: 'measure',
  method: '',
  parameters: [{ name: 'actors', title: '', help: '', choose: 'number', least: 2, greatest: 16, default: 3, quick: 3 }],
  series: [
    { id: 'thread-faults', kind: 'thread' as const, comparedWith: null },
    { id: 'process-faults', kind: 'process' as const, comparedWith: 'thread-faults' },
    { id: 'thread-overwrites', kind: 'thread' as const, comparedWith: null },
    { id: 'process-overwrites', kind: 'process' as const, comparedWith: 'thread-overwrites' },
    { id: 'process-overwrites-shared', kind: 'process' as const, comparedWith: 'thread-overwrites' },
  ].map((one) => ({ ...one, explanation: '', unsupported: null })),
  parts: [{ id: 'told', title: 'News', explanation: '', unit: 'ns' }],
  budgetSeconds: { full: 30, quick: 8 },
}

const story = (demonstration: string, toldNs = 150_000): Observation => ({
  name: 'story',
  facts: { demonstration, culprit: 1, actorsBefore: 3, toldNs, observerUnharmed: true },
})
const actor = (demonstration: string, number: number, more: Observation['facts'] = {}): Observation => ({
  name: 'actor',
  facts: {
    ...{ demonstration, actor: number, pid: 70, tid: 70 + number, survived: true, processEndedWith: 'status 0' },
    ...{ dataBefore: `balance ${number}000`, dataAfter: `balance ${number}000`, beatsUs: '-500.5 -100.0 300.0' },
    ...more,
  },
})
const gone = (demonstration: string, number: number): Observation => {
  const { dataAfter: _, ...facts } = actor(demonstration, number).facts
  return { name: 'actor', facts: { ...facts, survived: false, processEndedWith: 'SIGSEGV', beatsUs: '-500.5 4.5' } }
}
const counts = (id: string, facts: Observation['facts']): Observation => ({ name: 'counts', about: { id }, facts })

const faults = [story('thread-faults'), ...[1, 2, 3].map((one) => gone('thread-faults', one))]
const overwrites = [
  story('thread-overwrites', 20_000),
  actor('thread-overwrites', 1, { dataAfter: 'paid in full, wi', sawAtNeighbour: 'th many thanks' }),
  actor('thread-overwrites', 2, { dataAfter: 'th many thanks' }),
  actor('thread-overwrites', 3),
]

function shownWith(observations: readonly Observation[]): ShownRun {
  const ids = experiment.series.map(({ id }) => id)
  return { ...showPlan(experiment, ids, {}), state: 'complete', observations }
}

function panel(id: string, observations: readonly Observation[] = []): Panel {
  const found = panelsOf(shownWith(observations)).find((one) => one.id === id)
  if (!found) throw new Error(`no panel ${id}`)
  return found
}
const plain = (words: string): string => words.replaceAll('\u202f', ' ')

describe('a story', () => {
  it('is read from the observations of a run', () => {
    const read = storiesOf(overwrites).get('thread-overwrites')
    expect(read).toMatchObject({ culprit: 1, toldUs: 20, observerUnharmed: true, neighboursDataAt: null })
    expect(read?.actors.map(({ dataAfter }) => dataAfter)).toEqual([
      'paid in full, wi',
      'th many thanks',
      'balance 3000',
    ])
    expect(read?.actors[0]?.beatsUs).toEqual([-500.5, -100, 300])
  })

  it('waits until all of its actors have arrived, and is told apart from others', () => {
    expect(storiesOf(faults.slice(0, 3)).size).toBe(0)
    expect([...storiesOf([...overwrites, ...faults]).keys()]).toEqual(['thread-overwrites', 'thread-faults'])
  })

  it('has its counts once the run is over', () => {
    expect(countsOf(faults, 'thread-faults')).toBeNull()
    const counted = counts('thread-faults', { repetitions: 5, allEnded: 5, note: 'not a number' })
    expect(countsOf([counted], 'thread-faults')).toEqual({ repetitions: 5, allEnded: 5 })
  })
})

describe('the words of a panel', () => {
  it('say what will be tried before anything was', () => {
    const planned = panelsOf(showPlan(experiment, ['thread-faults', 'process-overwrites-shared'], {}))
    expect(planned.map(headingOf)).toEqual([
      'One of 3 threads writes through a null pointer',
      'One of 3 processes does so in shared memory',
    ])
    expect(planned.map(verdictOf)).toEqual(['', ''])
    expect(planned.map(twinOf)[0]).toBe('One of 3 threads writes through a null pointer: not tried yet.')
  })

  it('say what came of it, and how often the same did', () => {
    expect(verdictOf(panel('thread-faults', faults))).toBe('All 3 ended')
    const counted = [...faults, counts('thread-faults', { repetitions: 1200, allEnded: 1200 })]
    expect(verdictOf(panel('thread-faults', counted))).toBe('All 3 ended · 1,200 of 1,200 times')
    const some = [...overwrites, counts('thread-overwrites', { repetitions: 10, neighbourCorrupted: 9 })]
    expect(verdictOf(panel('thread-overwrites', some))).toBe('Neighbour’s data changed, nobody stopped · 9 of 10 times')
    expect(plain(twinOf(panel('thread-overwrites', overwrites)))).toBe(
      'One of 3 threads writes past its own data: neighbour’s data changed, nobody stopped; the outcome was known after 20.0 µs; thread 2 had “balance 2000” and reads “th many thanks”.',
    )
  })

  it('put both faults into one title once both are known', () => {
    const processes = [gone('process-faults', 1), actor('process-faults', 2), actor('process-faults', 3)]
    expect(titleOf(panelsOf(shownWith(faults)))).toBeNull()
    expect(titleOf(panelsOf(shownWith([...faults, story('process-faults'), ...processes])))).toBe(
      'A fault ended all 3 threads; of as many processes, 2 lived on',
    )
  })

  it('say of an actor when it was last heard of and what became of its data', () => {
    expect(plain(readActor(panel('thread-faults', faults), 2))).toBe(
      'thread-faults, thread 2 (tid 72 of pid 70) · ended by SIGSEGV with its process · 2 signs of life, the last 4.50 µs after the deed · its data “balance 2000” are gone with it',
    )
    expect(plain(readActor(panel('thread-overwrites', overwrites), 1))).toContain(
      'its data were “balance 1000” and are “paid in full, wi” · at its neighbour’s address it reads “th many thanks”',
    )
    expect(readActor(panel('process-faults'), 2)).toBe('process 2: not seen yet.')
  })
})

describe('the file of the stories', () => {
  it('has a line for each actor', () => {
    const lines = storiesCsv(panelsOf(shownWith([...faults, ...overwrites])))
      .trim()
      .split('\r\n')
    expect(lines).toHaveLength(7)
    expect(lines[2]).toBe('thread-faults,2,70,72,false,false,SIGSEGV,150,4.5,balance 2000,')
    expect(lines[4]).toBe('thread-overwrites,1,70,71,true,true,status 0,20,300,balance 1000,"paid in full, wi"')
  })
})

describe('the layout of the panels', () => {
  const panels = panelsOf(shownWith(faults))

  it('is one column in a narrow window', () => {
    const { places } = layOutStories(700, panels)
    expect(new Set(places.map(({ x }) => x))).toEqual(new Set([0]))
    expect(places.map(({ y }) => y)).toEqual([...places.map(({ y }) => y)].sort((a, b) => a - b))
  })

  it('puts processes beside the threads that do the same in a wide one', () => {
    const { places, height } = layOutStories(1200, panels)
    const [threads, processes, second, beside, shared] = places
    expect(processes?.y).toBe(threads?.y)
    expect(beside?.y).toBe(second?.y)
    expect(shared?.y).toBeGreaterThan(beside?.y ?? Infinity)
    expect(shared?.x).toBe(beside?.x)
    for (const { y, height: own, x, width } of places) {
      expect(y + own).toBeLessThanOrEqual(height)
      expect(x + width).toBeLessThanOrEqual(1200)
    }
  })

  it('shows the deed and the news of it, whatever the machine’s pace', () => {
    for (const toldNs of [20_000, 5_000_000]) {
      const slow = panelsOf(shownWith([story('thread-faults', toldNs), ...faults.slice(1)]))
      const [place] = layOutStories(700, slow).places
      if (!place) throw new Error('no place')
      const scale = timeScale(slow, place)
      expect(scale(0)).toBeGreaterThan(place.left)
      expect(scale(toldNs / 1000)).toBeLessThan(place.right)
    }
  })
})
