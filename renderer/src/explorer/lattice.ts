import { addEnds, NO_ENDS, timesEnds, type Ends } from './ends.ts'
import type { ScheduleSpace } from './schedule-space.ts'

/** A crossing of the lattice: so many steps of the first thread, so many of the second. */
export interface LatticePoint {
  x: number
  y: number
  /** In how many ways schedules get here. */
  ways: number
  /** How many whole schedules pass here, by what they end in. */
  passing: Ends
  /** Schedules that end here, by what they end in. */
  endings: Ends
}

/** One step between two crossings. */
export interface LatticeEdge {
  x: number
  y: number
  thread: 0 | 1
  passing: Ends
}

/** The schedules of two threads as the ways from the upper left to the lower right corner of a grid. */
export interface Lattice {
  columns: number
  rows: number
  points: readonly LatticePoint[]
  edges: readonly LatticeEdge[]
}

/** More steps of a thread than these cannot be told apart in a picture. */
const MOST_STEPS = 24

/** The lattice of a space of two threads; null for other numbers of threads or too many steps. */
export function latticeOf(space: ScheduleSpace): Lattice | null {
  if (space.nodes[0]?.counts.length !== 2) return null
  const points = new Map<string, LatticePoint>()
  const edges = new Map<string, LatticeEdge>()
  for (const node of space.nodes) {
    const [x = 0, y = 0] = node.counts
    const passing = timesEnds(node.ends, node.ways)
    const point = points.get(`${x} ${y}`) ?? { x, y, ways: 0, passing: NO_ENDS, endings: NO_ENDS }
    points.set(`${x} ${y}`, {
      ...point,
      ways: point.ways + node.ways,
      passing: addEnds(point.passing, passing),
      endings: node.ending === null ? point.endings : addEnds(point.endings, passing),
    })
    for (const thread of [0, 1] as const) {
      const next = space.nodes[node.next[thread] ?? -1]
      if (!next) continue
      const key = `${x} ${y} ${thread}`
      const edge = edges.get(key) ?? { x, y, thread, passing: NO_ENDS }
      edges.set(key, { ...edge, passing: addEnds(edge.passing, timesEnds(next.ends, node.ways)) })
    }
  }
  const all = [...points.values()]
  const columns = Math.max(...all.map(({ x }) => x))
  const rows = Math.max(...all.map(({ y }) => y))
  if (columns > MOST_STEPS || rows > MOST_STEPS) return null
  return { columns, rows, points: all, edges: [...edges.values()] }
}
