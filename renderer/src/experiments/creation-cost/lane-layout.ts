/** Where things are in the picture of lanes, in CSS pixels. */
export interface LaneLayout {
  width: number
  height: number
  /** Where the time axis begins and ends. */
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

const LABELS = 172
const RATIOS = 168
/** Room above the lanes for a heading and the ticks of the axis, repeated where the upper lanes are read. */
const TOP = 38
const AXIS_AND_LEGEND = 70
const ABSENT_LINE = 22

/** The places for a number of lanes in a width, with or without a line that names absent series. */
export function layOutLanes(width: number, lanes: number, someAbsent: boolean): LaneLayout {
  const laneHeight = 56
  const bottom = TOP + lanes * laneHeight
  const absentLine = someAbsent ? ABSENT_LINE : 0
  return {
    width,
    height: bottom + AXIS_AND_LEGEND + absentLine,
    left: LABELS,
    right: Math.max(LABELS + 120, width - RATIOS),
    top: TOP,
    bottom,
    laneHeight,
    absent: bottom + 58,
    legend: bottom + 58 + absentLine,
    ridgeTop: 7,
    ridge: 28,
  }
}
