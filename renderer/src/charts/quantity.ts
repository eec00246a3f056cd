import {
  formatBandwidth,
  formatBandwidthInterval,
  formatBytes,
  formatFigure,
  formatFigureInterval,
} from '../../../contract/figures.ts'
import type { Interval, Unit } from '../../../contract/series.ts'

/** What an axis counts and how its values are said; pictures know no other units than these words. */
export interface Quantity {
  /** "130 µs" */
  format: (value: number) => string
  /** "130 µs [128–133]" */
  formatInterval: (value: number, interval: Interval) => string
  /** A round value as an axis names it: "20 µs". */
  tick: (value: number) => string
  /** Whether round values are powers of ten or of two. */
  base: 2 | 10
}

const DURATION_UNITS = [
  { factor: 1e9, symbol: 's' },
  { factor: 1e6, symbol: 'ms' },
  { factor: 1e3, symbol: 'µs' },
] as const

/** Nanoseconds. */
export const DURATION: Quantity = {
  format: (value) => formatFigure(value, 'ns'),
  formatInterval: (value, interval) => formatFigureInterval(value, interval, 'ns'),
  tick: (value) => {
    const { factor, symbol } = DURATION_UNITS.find((unit) => value >= unit.factor * 0.999) ?? {
      factor: 1,
      symbol: 'ns',
    }
    return `${Number((value / factor).toPrecision(3))}\u202f${symbol}`
  },
  base: 10,
}

/** Bytes, in powers of 1024. */
export const BYTES: Quantity = {
  format: formatBytes,
  formatInterval: (value, interval) => formatFigureInterval(value, interval, 'B'),
  tick: formatBytes,
  base: 2,
}

/** Bytes per second, in powers of 1024: what time and size of a message come to. */
export const BYTES_PER_SECOND: Quantity = {
  format: formatBandwidth,
  formatInterval: formatBandwidthInterval,
  tick: formatBandwidth,
  base: 2,
}

/** A share, or how many there are. */
const NUMBER: Quantity = {
  format: (value) => formatFigure(value, '1'),
  formatInterval: (value, interval) => formatFigureInterval(value, interval, '1'),
  tick: (value) => formatFigure(value, '1'),
  base: 10,
}

const QUANTITIES: Readonly<Record<Unit, Quantity>> = { ns: DURATION, B: BYTES, '1': NUMBER }

/** The quantity behind the unit of a series. */
export const quantityOf = (unit: Unit): Quantity => QUANTITIES[unit]
