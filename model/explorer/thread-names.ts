import type { ThreadTree } from './program-tree.ts'

/** The names of the threads that a text stands for: its own, or numbered from 0 for a group. */
export function threadNames({ name, count }: ThreadTree): string[] {
  return count === null ? [name] : Array.from({ length: count }, (_, id) => `${name}${String(id)}`)
}
