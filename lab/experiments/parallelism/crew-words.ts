import { formatRatio, threeDigits } from '../../../contract/figures.ts'
import type { Ratio } from '../../../contract/series.ts'

/** "1.95 × [1.94–1.96]" */
export const figures = ({ ratio, interval: [low, high] }: Ratio): string =>
  `${formatRatio(ratio)} [${threeDigits(low)}–${threeDigits(high)}]`

export const cores = (count: number): string => (count === 1 ? 'the one core' : `all ${count} cores`)
export const crew = (workers: number): string => (workers === 2 ? 'two workers' : `${workers} workers`)
export const capital = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`
