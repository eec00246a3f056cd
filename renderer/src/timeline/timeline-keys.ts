/** What a key asks of a timeline. */
export type TimelineAction =
  | { do: 'next-event' | 'previous-event' | 'start' | 'end' | 'fit' | 'lane-above' | 'lane-below' }
  /** The window, by a share of its width. */
  | { do: 'pan'; share: number }
  /** The cursor, by a share of the window. */
  | { do: 'move'; share: number }
  | { do: 'zoom'; factor: number }

export const ZOOM_STEP = 2

/** What a key asks; null for one that is left to the page. */
export function actionOf(
  event: Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'>,
): TimelineAction | null {
  if (event.ctrlKey || event.metaKey || event.altKey) return null
  switch (event.key) {
    case 'ArrowRight':
      return event.shiftKey ? { do: 'pan', share: 0.1 } : { do: 'next-event' }
    case 'ArrowLeft':
      return event.shiftKey ? { do: 'pan', share: -0.1 } : { do: 'previous-event' }
    case 'ArrowUp':
      return { do: 'lane-above' }
    case 'ArrowDown':
      return { do: 'lane-below' }
    case 'PageUp':
      return { do: 'move', share: -0.1 }
    case 'PageDown':
      return { do: 'move', share: 0.1 }
    case 'Home':
      return { do: 'start' }
    case 'End':
      return { do: 'end' }
    case '+':
    case '=':
      return { do: 'zoom', factor: 1 / ZOOM_STEP }
    case '-':
      return { do: 'zoom', factor: ZOOM_STEP }
    case '0':
      return { do: 'fit' }
    default:
      return null
  }
}

/** The same in words, for the help beneath a timeline. */
export const KEYS_IN_WORDS =
  '← → previous and next event · ↑ ↓ lane · Page ↑ ↓ a tenth · Home End · + − zoom, 0 all · Shift ← → or drag moves the view · Ctrl wheel or two fingers zoom'
