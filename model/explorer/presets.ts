import { CHECK_THEN_ACT } from './presets/check-then-act.ts'
import { LOST_UPDATE } from './presets/lost-update.ts'
import { MUTUAL_EXCLUSION } from './presets/mutual-exclusion.ts'
import { PHILOSOPHERS } from './presets/philosophers.ts'
import type { ExplorerPreset } from './presets/preset.ts'
import { READING } from './presets/reading.ts'
import { TWO_LOCKS } from './presets/two-locks.ts'
import { WAITING } from './presets/waiting.ts'

export type { ExplorerPreset } from './presets/preset.ts'
export { diningPhilosophers } from './presets/philosophers.ts'

/** Programs to begin with, each with a question that the explorer answers. Presets of one group follow each other. */
export const EXPLORER_PRESETS: readonly ExplorerPreset[] = [
  ...LOST_UPDATE,
  ...CHECK_THEN_ACT,
  ...TWO_LOCKS,
  ...PHILOSOPHERS,
  ...MUTUAL_EXCLUSION,
  ...WAITING,
  ...READING,
]
