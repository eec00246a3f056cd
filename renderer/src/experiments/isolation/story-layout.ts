import { scaleLinear, type ScaleLinear } from 'd3-scale'
import type { Panel } from './panels.ts'

/** Where one panel is in the picture, and what is where inside it, in CSS pixels. */
export interface PanelPlace {
  x: number
  y: number
  width: number
  height: number
  /** Within the panel: where the strands begin and end, and where the column of data begins. */
  left: number
  right: number
  data: number
  /** The top of the first actor's row. */
  rows: number
}

export interface StoriesLayout {
  height: number
  legend: number
  places: readonly PanelPlace[]
}

export const ROW = 26
const HEADING = 62
const AXIS = 34
const GAP = { x: 44, y: 26 }
const LABELS = 72
/** Two texts of a cell in the face of code, and the arrow between them. */
const DATA = 238
const LEGEND = 44
/** From this width on there are two columns: threads at the left, processes at the right. */
const TWO_COLUMNS = 1080

/** Panels in one column or two; a panel's row is as high as its highest. */
export function layOutStories(width: number, panels: readonly Panel[]): StoriesLayout {
  const columns = width >= TWO_COLUMNS ? 2 : 1
  const columnWidth = (width - (columns - 1) * GAP.x) / columns
  const cells = cellsOf(panels, columns)
  const places: PanelPlace[] = []
  let y = 0
  for (let row = 0; cells.some((cell) => cell.row === row); row++) {
    const inRow = cells.filter((cell) => cell.row === row)
    const height = Math.max(...inRow.map(({ panel }) => HEADING + panel.actors * ROW + AXIS))
    for (const { panel, column } of inRow) {
      places[panels.indexOf(panel)] = {
        x: column * (columnWidth + GAP.x),
        y,
        width: columnWidth,
        height,
        left: LABELS,
        right: Math.max(LABELS + 120, columnWidth - DATA - 16),
        data: Math.max(LABELS + 136, columnWidth - DATA),
        rows: HEADING,
      }
    }
    y += height + GAP.y
  }
  return { height: y + LEGEND, legend: y + 6, places }
}

/** With two columns, a panel of processes stands beside the one of threads that does the same, and else at the right. */
function cellsOf(panels: readonly Panel[], columns: number): { panel: Panel; row: number; column: number }[] {
  let row = -1
  let last = -1
  return panels.map((panel) => {
    const column = columns === 1 || panel.kind === 'thread' ? 0 : 1
    if (columns === 1 || column <= last || row < 0) row += 1
    last = column
    return { panel, row, column }
  })
}

/** The stretch of time that all panels show, in µs from the deed. */
const NOTHING_YET = [-800, 1000] as const

/** From when half of the actors were at work until as long after the deed, and until every outcome was known. */
export function timeScale(panels: readonly Panel[], { left, right }: PanelPlace): ScaleLinear<number, number> {
  const stories = panels.flatMap(({ story }) => story ?? [])
  const firsts = stories
    .flatMap(({ actors }) => actors.flatMap(({ beatsUs }) => beatsUs[0] ?? []))
    .sort((a, b) => a - b)
  const before = firsts[Math.floor(firsts.length / 2)] ?? NOTHING_YET[0]
  const known = Math.max(...stories.map(({ toldUs }) => toldUs), 0)
  const after = stories.length === 0 ? NOTHING_YET[1] : Math.max(-before * 1.25, known * 1.5)
  return scaleLinear([Math.min(before, -1), after], [left + 10, right]).clamp(true)
}
