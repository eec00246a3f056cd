/*
 * The constants of the laws of speed-up that fit measured speed-ups best.
 *
 * Both laws are linear in their constants once they are turned round: workers ÷ speed-up − 1 is σ (N − 1) + κ N (N − 1)
 * (Gunther, Guerrilla Capacity Planning, section 5.2). An error of the speed-up is about the same share of it everywhere,
 * so that each place has the weight (speed-up ÷ workers)². No constant is below 0.
 */

export interface Place {
  workers: number
  /** The speed-up against one worker. */
  speedUp: number
}

interface Row {
  contention: number
  coherency: number
  excess: number
}

function rowOf({ workers, speedUp }: Place): Row {
  const weight = speedUp / workers
  return {
    contention: weight * (workers - 1),
    coherency: weight * workers * (workers - 1),
    excess: weight * (workers / speedUp - 1),
  }
}

const sum = (rows: readonly Row[], of: (row: Row) => number): number => rows.reduce((total, row) => total + of(row), 0)

/** The σ that fits best with κ = 0; from 0 to 1. */
export function amdahlConstant(places: readonly Place[]): number {
  const rows = places.map(rowOf)
  const value = sum(rows, (row) => row.contention * row.excess) / sum(rows, (row) => row.contention ** 2)
  return Math.min(1, Math.max(0, value))
}

/** The σ and κ that fit best. Where one of them would be below 0, it is 0 and the other is fitted alone. */
export function universalConstants(places: readonly Place[]): { contention: number; coherency: number } {
  const rows = places.map(rowOf)
  const aa = sum(rows, (row) => row.contention ** 2)
  const ab = sum(rows, (row) => row.contention * row.coherency)
  const bb = sum(rows, (row) => row.coherency ** 2)
  const ay = sum(rows, (row) => row.contention * row.excess)
  const by = sum(rows, (row) => row.coherency * row.excess)
  const determinant = aa * bb - ab * ab
  const contention = (ay * bb - by * ab) / determinant
  const coherency = (by * aa - ay * ab) / determinant
  if (contention < 0) return { contention: 0, coherency: Math.max(0, by / bb) }
  if (coherency < 0) return { contention: amdahlConstant(places), coherency: 0 }
  return { contention, coherency }
}
