import { compileProgram } from '../../../model/explorer/compile.ts'
import type { Exploration, ExploreOptions } from '../../../model/explorer/exploration.ts'
import { explore } from '../../../model/explorer/explore.ts'
import type { Granularity } from '../../../model/explorer/program.ts'

/** What the window asks of this worker, once. It compiles anew, since a compiled program holds functions. */
export interface SearchRequest {
  source: string
  granularity: Granularity
  options: Omit<ExploreOptions, 'onProgress'>
}

export type SearchAnswer =
  | { kind: 'progress'; states: number }
  | { kind: 'done'; exploration: Exploration }
  | { kind: 'failed'; sentence: string }

const answer = (message: SearchAnswer): void => self.postMessage(message)

self.onmessage = ({ data }: MessageEvent<SearchRequest>) => {
  const { source, granularity, options } = data
  const compiled = compileProgram(source, granularity)
  if (!compiled.ok)
    return answer({ kind: 'failed', sentence: compiled.errors[0]?.message ?? 'The program has errors.' })
  const onProgress = (states: number): void => answer({ kind: 'progress', states })
  answer({ kind: 'done', exploration: explore(compiled.program, { ...options, onProgress }) })
}
