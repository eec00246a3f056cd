import { formatCount } from '../../contract/figures.ts'
import type { Schedule } from './schedule.ts'
import type { Task } from './task.ts'

/** Who waits for what is said of so many tasks; of the others only how many they are. */
const MOST_NAMED = 8

/** How a simulation ended that was not cut off: finished, or with tasks that wait for ever. */
export function endOf(tasks: readonly Task[]): Schedule['ended'] {
  const stuck = tasks.filter(({ state }) => state === 'blocked')
  if (stuck.length > 0) return { how: 'stuck', sentence: stuckSentence(stuck) }
  const absent = tasks.filter(({ state }) => state === 'not-yet')
  if (absent.length === 0) return { how: 'finished', sentence: 'All tasks have finished.' }
  const names = listed(absent.map(({ name }) => name))
  return { how: 'finished', sentence: `All tasks that were started have finished; nobody spawned ${names}.` }
}

export function boundSentence(slices: number, mostSlices: number, operations: number, open: number): string {
  const bound = slices >= mostSlices ? `${formatCount(slices)} slices` : `${formatCount(operations)} operations`
  return `The simulation stopped at its bound of ${bound}; ${formatCount(open)} ${open === 1 ? 'task' : 'tasks'} had not finished.`
}

/** `a waits for mutex m, held by b; b waits for mutex n, held by a.` */
function stuckSentence(tasks: readonly Task[]): string {
  const parts = tasks.slice(0, MOST_NAMED).map((task) => {
    const { awaits } = task
    return `${task.name} waits for ${awaits?.called ?? 'nothing'}${holders(task, awaits?.heldBy ?? [])}`
  })
  const more = tasks.length - parts.length
  const rest = more > 0 ? `; and ${more === 1 ? '1 more task waits' : `${formatCount(more)} more tasks wait`}` : ''
  return `No task can go on: ${parts.join('; ')}${rest}.`
}

function holders(task: Task, heldBy: readonly Task[]): string {
  if (heldBy.length === 0) return ''
  const names = heldBy.map((holder) => {
    if (holder === task) return 'itself'
    return holder.state === 'gone' ? `${holder.name}, which is gone` : holder.name
  })
  return `, held by ${listed(names)}`
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMED)
  const more = names.length - shown.length
  if (more > 0) return `${shown.join(', ')} and ${formatCount(more)} more`
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.slice(-1).join('')}`
}
