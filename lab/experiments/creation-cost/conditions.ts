import type { ParameterValue } from '../../../contract/run.ts'
import type { Condition } from '../../../contract/series.ts'

/** What the creating process is like: one native probe is opened for each. */
export interface CreatorCondition {
  parentMiB: number
  pages: '4k' | 'huge'
  placement: 'one-core' | 'free'
}

const numbers = (value: ParameterValue | undefined): number[] =>
  Array.isArray(value) ? value.map(Number) : [Number(value)]
const words = (value: ParameterValue | undefined): string[] =>
  Array.isArray(value) ? value.map(String) : [String(value)]

/**
 * Every creator that the parameters ask for. A parent that touched no memory is measured once: page size means
 * nothing to it, and its own few pages are small ones.
 */
export function creatorConditions(parameters: Record<string, ParameterValue>): CreatorCondition[] {
  const placement = parameters['placement'] === 'free' ? 'free' : 'one-core'
  const pageSizes = words(parameters['pages']).map((pages) => (pages === 'huge' ? 'huge' : '4k'))
  return numbers(parameters['parent-mib'])
    .sort((a, b) => a - b)
    .flatMap((parentMiB) =>
      parentMiB === 0
        ? [{ parentMiB, pages: '4k' as const, placement }]
        : pageSizes.map((pages) => ({ parentMiB, pages, placement })),
    )
}

export function asCondition({ parentMiB, pages, placement }: CreatorCondition): Condition {
  return { parentMiB, pages, placement }
}
