import type { Task } from './task.ts'
import type { Nanoseconds } from './workload.ts'

/**
 * How long a task will compute before the next operation at which it leaves its core, or may have to: what SJF and STCF
 * are told. Operations that may block count only after something has been computed, since a task that is about to take
 * a lock is not yet at the end of anything. Bodies are looked at, not run: the answer takes a time in proportion to the text.
 */
export function nextBurst(task: Task): Nanoseconds {
  const { list } = task.program
  let burst = task.left
  let at = task.at
  /** Depths of the bodies that the task is in and that this look has gone round once, a bit each. */
  let gone = 0
  for (;;) {
    const instruction = list[at]
    if (instruction === undefined || instruction.leaves) return burst
    if (instruction.mayBlock && burst > 0) return burst
    at++
    if (instruction.code === 'compute') burst += instruction.value
    const { loop } = instruction
    if (loop === null) continue
    // At `repeat` every turn is still to come. At `again` one has just ended: by the task's own counter where the task is
    // inside, otherwise by the number in the text, since only this look went in.
    let turns = instruction.value
    if (instruction.code === 'again') {
      const inside = task.at >= instruction.other && task.at < at
      if (inside) turns = (task.counters[loop.depth] ?? 0) - ((gone >> loop.depth) & 1)
      turns--
      if (inside) gone |= 1 << loop.depth
    }
    if (turns <= 0) continue
    if (!loop.mayLeave) burst += loop.computes * turns
    else if (loop.leaves || loop.computes > 0) {
      // Within one turn or two there is an operation that ends this.
      at = instruction.other
      continue
    } else if (burst > 0) return burst
    at = loop.after
  }
}
