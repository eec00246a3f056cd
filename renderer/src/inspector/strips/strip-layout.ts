/** One core's row, in pixels from the strips' top. */
export interface StripRow {
  core: number
  top: number
  height: number
  isLabelled: boolean
}

/** Rows of all cores; the more there are, the lower. */
export function layOutStrips(cores: number): { rows: StripRow[]; height: number } {
  const [height, gap] = sizeFor(cores)
  const between = Math.max(1, Math.ceil(12 / (height + gap)))
  const rows = Array.from({ length: cores }, (_, core) => ({
    core,
    top: core * (height + gap),
    height,
    isLabelled: core % between === 0,
  }))
  return { rows, height: cores * (height + gap) }
}

function sizeFor(cores: number): readonly [height: number, gap: number] {
  if (cores <= 4) return [26, 4]
  if (cores <= 8) return [18, 3]
  if (cores <= 16) return [12, 2]
  return cores <= 32 ? [7, 1] : [4, 1]
}

/** Which row a height in the strips belongs to. */
export function rowAt(rows: readonly StripRow[], y: number): StripRow | undefined {
  return rows.find(({ top, height }, index) => y < (rows[index + 1]?.top ?? top + height + 4))
}
