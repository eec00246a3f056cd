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
  /** From the top of a lane to the top of its ridge, and the ridge's own height. */
  ridgeTop: number
  ridge: number
}

const LABELS = 172
const RATIOS = 168
const TOP = 24
const AXIS_AND_LEGEND = 70

/** The places for a number of lanes in a width. */
export function layOutLanes(width: number, lanes: number): LaneLayout {
  const laneHeight = 56
  const bottom = TOP + lanes * laneHeight
  return {
    width,
    height: bottom + AXIS_AND_LEGEND,
    left: LABELS,
    right: Math.max(LABELS + 120, width - RATIOS),
    top: TOP,
    bottom,
    laneHeight,
    ridgeTop: 7,
    ridge: 28,
  }
}
