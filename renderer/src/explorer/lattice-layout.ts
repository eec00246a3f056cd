import type { CompiledProgram } from '../../../model/explorer/compiled-program.ts'
import type { Lattice } from './lattice.ts'

/** Where the lattice stands within its picture. */
export interface LatticeLayout {
  left: number
  top: number
  /** Distances of the columns and rows. */
  dx: number
  dy: number
  height: number
  /** Whether there is room for a number beside each crossing, and for the steps along the edges of the picture. */
  hasNumbers: boolean
  hasSteps: boolean
}

const LEGEND = 34

/** Fits the lattice into a width: as large as a thumb where it is small, as fine as can be told apart where it is not. */
export function layOutLattice({ columns, rows }: Lattice, width: number): LatticeLayout {
  const hasSteps = columns <= 8 && rows <= 14
  const left = hasSteps ? 190 : 60
  const top = hasSteps ? 46 : 34
  const right = 120
  const dx = Math.min(130, Math.max(14, (width - left - right) / Math.max(1, columns)))
  const dy = Math.min(54, Math.max(14, 420 / Math.max(1, rows)))
  const hasNumbers = dx >= 44 && dy >= 30
  return { left, top, dx, dy, height: top + rows * dy + 24 + LEGEND, hasNumbers, hasSteps }
}

/** What each step of a thread does, where that does not depend on the way; the step's number where it does. */
export function stepLabels(program: CompiledProgram, thread: number, count: number): string[] {
  const steps = program.threads[thread]?.steps ?? []
  const isStraight = steps.every(({ next, otherwise }, index) => next === index + 1 && otherwise === index + 1)
  return Array.from({ length: count }, (_, index) => {
    const text = isStraight ? steps[index]?.text : undefined
    return text ?? `step ${index + 1}`
  })
}

/** As much of a label as fits, in the face of code: a character of it is three fifths of its size wide. */
export function fitLabel(label: string, width: number): string {
  const room = Math.max(1, Math.floor(width / 7.4))
  return label.length <= room ? label : `${label.slice(0, room - 1)}…`
}
