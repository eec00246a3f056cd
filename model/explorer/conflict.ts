import type { Access } from './machine.ts'

/** Whether two steps that touch these cannot be swapped without a difference: they share an object that one of them writes. */
export function conflict(one: readonly Access[], other: readonly Access[]): boolean {
  for (const { object, writes } of one)
    for (const access of other) if (access.object === object && (writes || access.writes)) return true
  return false
}
