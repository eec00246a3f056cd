import type { Condition } from '../../contract/series.ts'
import { pageTablePages } from '../fork-cost.ts'
import { cacheLines } from '../switch-cost.ts'
import type { LineRule } from './line-rule.ts'

/** Two working sets of this size fit into the cache of one core on most processors. */
const LARGEST_FITTED_KIB = 256
/** Between messages that are smaller than this, what bytes cost drowns in what a message costs. */
const LEAST_FITTED_BYTES = 4096

const numberIn = (condition: Condition, name: string): number | null => {
  const value = condition[name]
  return typeof value === 'number' ? value : null
}

export const FORK: LineRule = {
  ...{ experiment: 'creation-cost', series: 'fork', part: 'joined', unit: 'ns', along: 'parentMiB' },
  xOf: (condition) => {
    const parentMiB = numberIn(condition, 'parentMiB')
    return parentMiB === null || condition['pages'] !== '4k' ? null : pageTablePages(parentMiB)
  },
  fitted: (xs) => [...xs],
  extrapolates: true,
  points: 'figures',
  isSum: false,
  usual: { placement: 'one-core' },
  form: 'a + b × page-table pages',
  variable: 'page-table pages of the touched memory',
  fixed: { name: 'a', unit: 'ns' },
  perUnit: { name: 'b', unit: 'ns per page-table page' },
}

/** A handover by pipe on one core, over the working set. */
export function switchLine(sides: 'threads' | 'processes'): LineRule {
  return {
    ...{ experiment: 'context-switch', series: `pipe-${sides}`, part: 'handover', unit: 'ns' },
    along: 'workingSetKiB',
    xOf: (condition) => {
      const workingSetKiB = numberIn(condition, 'workingSetKiB')
      return workingSetKiB === null || condition['handover'] !== 'switch' ? null : cacheLines(workingSetKiB)
    },
    fitted: (xs) => xs.filter((x) => x <= cacheLines(LARGEST_FITTED_KIB)),
    extrapolates: true,
    points: 'figures',
    isSum: false,
    usual: { handover: 'switch', ring: 2 },
    form: 'direct + refill × cache lines',
    variable: 'cache lines of 64 bytes that each task touches at its turn',
    fixed: { name: 'direct', unit: 'ns' },
    perUnit: { name: 'refill', unit: 'ns per cache line' },
  }
}

/** One way of a message, over its size. */
export function messageLine(mechanism: string, placement: 'one-core' | 'free'): LineRule {
  return {
    ...{ experiment: 'communication', series: mechanism, part: 'latency', unit: 'ns', along: 'bytes' },
    xOf: (condition) => numberIn(condition, 'bytes'),
    fitted: (xs) => xs.filter((x) => x >= LEAST_FITTED_BYTES || x === Math.min(...xs)),
    extrapolates: false,
    points: 'figures',
    isSum: false,
    usual: { placement },
    form: 'a + b × bytes',
    variable: 'bytes of a message',
    fixed: { name: 'a', unit: 'ns' },
    perUnit: { name: 'b', unit: 'ns per byte' },
  }
}

/** What N idle units take together. A run has one N; it measured smaller ones beforehand. */
export function memoryLine(series: 'fork' | 'fork-exec' | 'thread'): LineRule {
  return {
    ...{ experiment: 'memory', series, part: 'total', unit: 'B', along: 'units' },
    xOf: (condition) => numberIn(condition, 'units'),
    fitted: (xs) => [...xs],
    extrapolates: true,
    points: 'calibration',
    isSum: true,
    usual: {},
    form: '(base + N × per unit) ÷ N',
    variable: 'the number N of idle units; fitted on what all of them take together',
    fixed: { name: 'base', unit: 'B' },
    perUnit: { name: 'per unit', unit: 'B per unit' },
  }
}
