import { formatCount } from '../../../contract/figures.ts'
import { allEnds } from './ends.ts'
import type { Lattice, LatticePoint } from './lattice.ts'
import { endsWords } from './outcome-words.ts'

const steps = (count: number): string => (count === 1 ? '1 step' : `${count} steps`)

/** What a crossing of the lattice says. */
export function pointWords(
  { x, y, ways, passing }: LatticePoint,
  [first = '', second = '']: readonly string[],
): string {
  const where = `After ${steps(x)} of ${first} and ${y} of ${second}`
  const reached = ways === 1 ? '1 way to get here' : `${formatCount(ways)} ways to get here`
  return `${where}: ${reached}; of the ${formatCount(allEnds(passing))} schedules that pass, ${endsWords(passing)}.`
}

/** The lattice in one sentence. */
export function latticeSentence(
  { points, columns, rows }: Lattice,
  [first = '', second = '']: readonly string[],
): string {
  const start = points[0]
  if (!start) return ''
  const missing = (columns + 1) * (rows + 1) - points.length
  const kept =
    missing === 0
      ? ''
      : ` ${formatCount(missing)} crossings are missing: no schedule gets there, as when a lock keeps the threads apart.`
  return `SIMULATED: ${formatCount(allEnds(start.passing))} ways lead through ${formatCount(points.length)} crossings of up to ${columns} steps of ${first} and ${rows} of ${second}: ${endsWords(start.passing)}.${kept}`
}

/** The crossings as a table for other programs. */
export function latticeCsv({ points }: Lattice): string {
  const rows = points.map(({ x, y, ways, passing }) =>
    [x, y, ways, passing.right, passing.finished, passing.wrong, passing.stuck, passing.stopped].join(),
  )
  return ['steps_first,steps_second,ways_here,right,finished,wrong,stuck,stopped', ...rows, ''].join('\n')
}
