import type { RunView } from '../../../contract/run.ts'

/** Where the figures of a run come from, in one line for pictures that leave the window. */
export function sourceWords(run: RunView): string {
  const { processor, kernel } = run.machine
  const machine = [processor.model, `${kernel.name} ${kernel.release}`].filter((words) => words !== null).join(', ')
  return `MEASURED by Thread Lab ${run.program.version} on ${machine}, ${run.startedAt.slice(0, 10)}, run ${run.id}`
}
