import type { Condition, SeriesIdentity } from './series.ts'

/** A condition in one line, its names in alphabetical order: `pages=4k parentMiB=64 placement=one-core`. */
export function conditionKey(condition: Condition): string {
  return Object.keys(condition)
    .sort()
    .map((name) => `${name}=${condition[name]}`)
    .join(' ')
}

/** A text that is the same for the same series, part and condition, and for no other. */
export function seriesKey({ id, part, condition }: SeriesIdentity): string {
  return `${id}/${part} ${conditionKey(condition)}`.trimEnd()
}
