import { formatRatio, threeDigits } from '../../../contract/figures.ts'
import type { Lane } from './lanes.ts'

/** One line of words at the right of a lane, and what follows it softly. */
export interface RatioLine {
  strong: string
  soft: string
}

/** What the column of ratios is headed; null where none of the lanes is compared. */
export function ratioHead(partners: readonly string[]): string | null {
  if (partners.length === 0) return null
  return partners.length === 1 ? `against ${partners[0]}` : 'against another'
}

/** How a lane compares, in lines; the partner is named in the lane where there are several in the picture. */
export function ratioLines({ description, ratio, view }: Lane, partners: readonly string[]): RatioLine[] {
  const soft = (words: string): RatioLine => ({ strong: '', soft: words })
  const several = partners.length > 1
  if (ratio) {
    const interval = `[${threeDigits(ratio.interval[0])}–${threeDigits(ratio.interval[1])}]`
    const against = several ? [soft(`against ${ratio.to.id}`)] : []
    if (ratio.verdict === 'no-difference-shown') {
      return [{ strong: 'no difference shown', soft: '' }, soft(`${formatRatio(ratio.ratio)} ${interval}`), ...against]
    }
    return several
      ? [{ strong: formatRatio(ratio.ratio), soft: interval }, ...against]
      : [{ strong: formatRatio(ratio.ratio), soft: '' }, soft(interval)]
  }
  if (description.comparedWith !== null || !partners.includes(description.id) || !view?.summary) return []
  return [soft(several ? 'what others are' : 'what the others are'), soft('compared with')]
}
