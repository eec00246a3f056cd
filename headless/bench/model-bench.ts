import { benchExplorer } from './explorer-bench.ts'
import { say } from './say.ts'
import { benchScheduler } from './scheduler-bench.ts'

const parts = ['explorer', 'scheduler']

/** The section *model*. Names of its parts leave the others out. */
export async function benchModel(wanted: readonly string[], signal: AbortSignal): Promise<void> {
  const unknown = wanted.find((name) => !parts.includes(name))
  if (unknown !== undefined) {
    say(`There is no part "${unknown}" of the model; there are ${parts.join(', ')}.`)
    process.exitCode = 2
    return
  }
  const runs = (name: string): boolean => wanted.length === 0 || wanted.includes(name)
  if (runs('explorer')) await benchExplorer(signal)
  if (runs('scheduler')) benchScheduler(say)
}
