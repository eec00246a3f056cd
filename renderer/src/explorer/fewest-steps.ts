import type { CompiledProgram } from '../../../model/explorer/compiled-program.ts'
import type { Exploration } from '../../../model/explorer/exploration.ts'
import type { Finding } from '../../../model/explorer/finding.ts'
import { isStopped } from '../../../model/explorer/machine.ts'
import { decodeSchedule } from '../../../model/explorer/replay.ts'
import type { ScheduleSpace, SpaceNode } from './schedule-space.ts'

/**
 * The fewest steps that bring about a finding of this kind; null where neither the space nor a whole search tells, as of a
 * livelock, whose code comes to the circle by a shortest way but may not go round it by one.
 */
export function fewestSteps(
  program: CompiledProgram,
  kind: Finding['kind'],
  space: ScheduleSpace | null,
  exploration: Exploration | null,
): number | null {
  if (kind === 'livelock') return null
  const searched = exploration?.search === 'states' ? stepsIn(program, kind, exploration) : null
  return searched ?? (space ? stepsTo(program, kind, space) : null)
}

/** The replay codes of a search through all states are shortest. */
function stepsIn(program: CompiledProgram, kind: Finding['kind'], { findings }: Exploration): number | null {
  const lengths = findings
    .filter(({ finding }) => finding.kind === kind)
    .flatMap(({ replay }) => {
      const decoded = decodeSchedule(program, replay)
      return decoded.ok ? [decoded.threads.length] : []
    })
  return lengths.length === 0 ? null : Math.min(...lengths)
}

/** The nodes stand in order of steps, so that the first is the nearest. */
function stepsTo(program: CompiledProgram, kind: Finding['kind'], { nodes }: ScheduleSpace): number | null {
  const shows = ({ state, ending }: SpaceNode): boolean => {
    if (kind === 'expectation') return ending === 'wrong'
    if (kind === 'deadlock') return ending === 'stuck'
    return kind === 'assertion' && program.threads.some((_, thread) => isStopped(program, state, thread))
  }
  return nodes.find(shows)?.counts.reduce((sum, count) => sum + count, 0) ?? null
}
