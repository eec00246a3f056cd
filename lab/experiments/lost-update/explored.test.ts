import { expect, it } from 'vitest'
import { compileProgram } from '../../../model/explorer/compile.ts'
import { EXPLORER_PRESETS } from '../../../model/explorer/presets.ts'
import { decodeSchedule } from '../../../model/explorer/replay.ts'
import { EXPLORED_PRESET, exploredRace } from './explored.ts'

it('finds that 18 of the 20 schedules lose an update, and names one', () => {
  const { facts } = exploredRace()
  expect(facts).toMatchObject({ preset: 'lost-update', schedules: 20, losing: 18 })
  const preset = EXPLORER_PRESETS.find(({ id }) => id === EXPLORED_PRESET)
  const compiled = compileProgram(preset?.source ?? '', 'statement')
  if (!compiled.ok) throw new Error('the preset does not compile')
  expect(decodeSchedule(compiled.program, String(facts['replay']))).toMatchObject({ ok: true })
})
