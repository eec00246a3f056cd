import type { Phase } from '../../../contract/measurement.ts'

const words: Record<Phase, string> = {
  preparing: 'Preparing',
  calibrating: 'Calibrating the model',
  'warming-up': 'Warming up',
  measuring: 'Measuring',
  summarising: 'Summarising',
}

/** What the lab is doing, as a person would say it. */
export function phaseWords(phase: Phase): string {
  return words[phase]
}

/** What a screen reader is told: a change of phase, and every quarter of the way. */
export function announcement(phase: Phase, fraction: number): string {
  const quarter = Math.floor(Math.min(1, fraction) * 4) * 25
  return phase === 'measuring' && quarter > 0 ? `${words[phase]}, ${quarter} %` : words[phase]
}
