import { describe, expect, it } from 'vitest'
import { compileProgram, type CompiledProgram } from '../../../model/explorer/compile.ts'
import { exploreStates } from '../../../model/explorer/states.ts'
import { EXPLORER_PRESETS } from '../../../model/explorer/presets.ts'
import { allEnds, badEnds } from './ends.ts'
import { fewestSteps } from './fewest-steps.ts'
import { latticeOf } from './lattice.ts'
import { nodeAfter, schedulesOf, spaceOf, type ScheduleSpace } from './schedule-space.ts'

function programOf(source: string): CompiledProgram {
  const compiled = compileProgram(source, 'statement')
  if (!compiled.ok) throw new Error(compiled.errors[0]?.message)
  return compiled.program
}

const preset = (id: string): CompiledProgram => programOf(EXPLORER_PRESETS.find((one) => one.id === id)?.source ?? '')

function wholeSpace(program: CompiledProgram): ScheduleSpace {
  const space = spaceOf(program)
  if (!space) throw new Error('the space is too large')
  return space
}

describe('spaceOf', () => {
  it('counts the 20 schedules of two threads with three steps, of which 2 are right', () => {
    const { schedules, nodes } = wholeSpace(preset('lost-update'))
    expect(schedules).toBe(20)
    expect(nodes[0]?.ends).toMatchObject({ right: 2, wrong: 18 })
  })

  it('agrees with the search of the model on every preset that it can hold', () => {
    let compared = 0
    for (const { source, id } of EXPLORER_PRESETS) {
      const program = programOf(source)
      const space = spaceOf(program)
      if (!space) continue
      const { schedules } = exploreStates(program, { search: 'states', most: { states: 1e6, depth: 1e4 } })
      expect([id, String(space.schedules)]).toEqual([id, String(schedules)])
      compared++
    }
    expect(compared).toBeGreaterThan(3)
  })

  it('gives up on a program that never ends', () => {
    const endless = 'shared x = 0\nthread A {\n  while 1 {\n    x = 1 - x\n  }\n}\nthread B {\n  x = 5\n}\n'
    expect(spaceOf(programOf(endless))).toBeNull()
  })

  it('says what is left to come after the first steps', () => {
    const space = wholeSpace(preset('lost-update'))
    expect(nodeAfter(space, [0, 0, 0])?.ends).toMatchObject({ right: 1, wrong: 0 })
    expect(nodeAfter(space, [0, 1])?.ends).toMatchObject({ right: 0, wrong: 6 })
    expect(nodeAfter(space, [0, 0, 0, 0])).toBeNull()
  })

  it('lists every schedule once', () => {
    const all = [...schedulesOf(wholeSpace(preset('lost-update')))]
    expect(new Set(all.map(({ threads }) => threads.join(''))).size).toBe(20)
    expect(all.filter(({ end }) => end.ending === 'right').map(({ threads }) => threads.join(''))).toEqual([
      '000111',
      '111000',
    ])
  })
})

describe('latticeOf', () => {
  it('has Pascal’s numbers at its crossings', () => {
    const lattice = latticeOf(wholeSpace(preset('lost-update')))
    const waysAt = (x: number, y: number): number | undefined =>
      lattice?.points.find((point) => point.x === x && point.y === y)?.ways
    expect([waysAt(0, 3), waysAt(1, 1), waysAt(2, 2), waysAt(3, 3)]).toEqual([1, 2, 6, 20])
    expect(lattice?.edges).toHaveLength(24)
  })

  it('leaves out the crossings that a lock forbids', () => {
    const lattice = latticeOf(wholeSpace(preset('lost-update-mutex')))
    if (!lattice) throw new Error('there is no lattice')
    expect(lattice.points.length).toBeLessThan((lattice.columns + 1) * (lattice.rows + 1))
    expect(badEnds(lattice.points[0]?.passing ?? { right: 0, wrong: 1, finished: 0, stuck: 0, stopped: 0 })).toBe(0)
  })

  it('passes every schedule through every diagonal', () => {
    const lattice = latticeOf(wholeSpace(preset('lost-update')))
    for (const steps of [1, 2, 3, 4, 5]) {
      const on = lattice?.points.filter(({ x, y }) => x + y === steps) ?? []
      expect(on.reduce((sum, { passing }) => sum + allEnds(passing), 0)).toBe(20)
    }
  })

  it('is for two threads only', () => {
    expect(latticeOf(wholeSpace(programOf('thread A[3] {\n  skip\n}\n')))).toBeNull()
  })
})

describe('fewestSteps', () => {
  it('finds the shortest way to a lost update and to a deadlock', () => {
    const lost = preset('lost-update')
    expect(fewestSteps(lost, 'expectation', wholeSpace(lost), null)).toBe(6)
    const locks = preset('two-locks')
    expect(fewestSteps(locks, 'deadlock', spaceOf(locks), null)).toBe(2)
  })

  it('does not take the code of a livelock for the fewest steps to it', () => {
    const polite = preset('two-locks-trylock')
    const exploration = exploreStates(polite, { search: 'states', most: { states: 1_000, depth: 1_000 } })
    expect(exploration.findings.map(({ finding }) => finding.kind)).toContain('livelock')
    expect(fewestSteps(polite, 'livelock', null, exploration)).toBeNull()
  })
})
