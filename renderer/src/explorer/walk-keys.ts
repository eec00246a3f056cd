import type { Walk } from './Walk.svelte.ts'

/** Controls in which every key means something of its own, and those in which only the arrows do. */
const WRITTEN_IN = 'input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]'
const MOVED_BY_ARROWS = '[type=radio], [role=slider]'

/** Lets a thread take a step by its number, goes back and forth, restarts. Says whether the key meant anything. */
export function walkByKey(walk: Walk, event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return false
  const isWithin = (selector: string): boolean => event.target instanceof Element && !!event.target.closest(selector)
  if (isWithin(WRITTEN_IN) || (event.key.startsWith('Arrow') && isWithin(MOVED_BY_ARROWS))) return false
  switch (event.key) {
    case 'ArrowLeft':
    case 'Backspace':
      walk.back()
      return true
    case 'ArrowRight':
      walk.redo()
      return true
    case 'r':
    case 'R':
      walk.go(0)
      return true
    default:
      return /^[1-8]$/.test(event.key) && walk.step(Number(event.key) - 1)
  }
}
