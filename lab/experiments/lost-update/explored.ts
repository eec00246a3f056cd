import type { Observation } from '../../../contract/run.ts'
import { compileProgram } from '../../../model/explorer/compile.ts'
import { explore } from '../../../model/explorer/explore.ts'
import { EXPLORER_PRESETS } from '../../../model/explorer/presets.ts'

/** What stands for the experiment in the explorer: two threads that add one each. */
export const EXPLORED_PRESET = 'lost-update'

const MOST = { states: 10_000, depth: 100 }

/** What the model says of the same three steps, by all their schedules: in how many of them an update is lost, and how soonest. */
export function exploredRace(): Observation {
  const preset = EXPLORER_PRESETS.find(({ id }) => id === EXPLORED_PRESET)
  if (!preset) throw new Error(`the explorer has no preset ${EXPLORED_PRESET}`)
  const compiled = compileProgram(preset.source, 'statement')
  if (!compiled.ok) throw new Error(`the preset ${EXPLORED_PRESET} does not compile`)
  const { outcomes, schedules } = explore(compiled.program, { search: 'states', most: MOST })
  const wrong = outcomes.filter(({ ending }) => ending === 'wrong')
  const losing = wrong.reduce((sum, one) => sum + (one.schedules ?? 0n), 0n)
  const [shortest] = wrong.map(({ replay }) => replay).sort((a, b) => a.length - b.length)
  return {
    name: 'explored',
    facts: {
      preset: EXPLORED_PRESET,
      schedules: Number(schedules),
      losing: Number(losing),
      ...(shortest === undefined ? {} : { replay: shortest }),
    },
  }
}
