import { formatShare } from '../../../contract/figures.ts'

/** A share that may be below 0: −0.0123 → "−1.23 %". */
export function signedShare(share: number): string {
  return `${share < 0 ? '−' : ''}${formatShare(Math.abs(share))}`
}

/** The same with its interval: "−1.23 % [−2.00 %–0.500 %]". */
export function signedShareInterval(share: number, [low, high]: readonly [number, number]): string {
  return `${signedShare(share)} [${signedShare(low)}–${signedShare(high)}]`
}
