import type { State } from './machine.ts'

export function sameState(one: State, other: State): boolean {
  for (let word = 0; word < one.length; word++) if (one[word] !== other[word]) return false
  return true
}
