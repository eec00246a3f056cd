import { TONES, type TimelineData, type Tone } from './timeline.ts'

/** Which tones a timeline has, for its legend; in the order of `TONES`. */
export function tonesIn({ sections }: TimelineData): Tone[] {
  const seen = new Set<number>()
  for (const { lanes } of sections) {
    for (const { spans } of lanes) {
      for (let index = 0; index < spans.count && seen.size < TONES.length; index++) seen.add(spans.tone[index] ?? 0)
    }
  }
  return TONES.filter((_, index) => seen.has(index))
}
