/** Where things are in the picture of lanes, in CSS pixels. */
export interface LaneLayout {
  width: number
  height: number
  /** Where the axis begins and ends. */
  left: number
  right: number
  /** Where the first lane begins and the last one ends. */
  top: number
  bottom: number
  laneHeight: number
  /** Baselines below the axis: the line that names absent series, and the legend. */
  absent: number
  legend: number
  /** From the top of a lane to the top of its ridge, and the ridge's own height. */
  ridgeTop: number
  ridge: number
}

interface LaneRooms {
  width: number
  lanes: number
  /** A line that names absent series. */
  someAbsent: boolean
  /** What the words at the left and at the right of the lanes need. */
  labels: number
  ratios: number
}

/** Room above the lanes for a heading and the ticks of the axis, repeated where the upper lanes are read. */
const TOP = 38
const AXIS_AND_LEGEND = 70
const ABSENT_LINE = 22
/** Words take no more than this, however long the names are. */
const LABELS = { least: 172, greatest: 260 }
const RATIOS = { least: 168, greatest: 240 }

const within = ({ least, greatest }: { least: number; greatest: number }, wanted: number): number =>
  Math.min(greatest, Math.max(least, wanted))

/** The places for a number of lanes in a width. */
export function layOutLanes({ width, lanes, someAbsent, labels, ratios }: LaneRooms): LaneLayout {
  const laneHeight = 56
  const bottom = TOP + lanes * laneHeight
  const absentLine = someAbsent ? ABSENT_LINE : 0
  const left = within(LABELS, labels)
  return {
    width,
    height: bottom + AXIS_AND_LEGEND + absentLine,
    left,
    right: Math.max(left + 120, width - within(RATIOS, ratios)),
    top: TOP,
    bottom,
    laneHeight,
    absent: bottom + 58,
    legend: bottom + 58 + absentLine,
    ridgeTop: 7,
    ridge: 28,
  }
}
