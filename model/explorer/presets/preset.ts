import type { Finding } from '../finding.ts'

export interface ExplorerPreset {
  id: string
  title: string
  /** What the threads are about, in a sentence or two. */
  situation: string
  /** What an adverse scheduler can bring about; null where it can do no harm. */
  goal: Finding['kind'] | null
  group: string
  source: string
}
