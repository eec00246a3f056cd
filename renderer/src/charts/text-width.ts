let context: CanvasRenderingContext2D | null = null

/** How wide words are in the window's font, for labels that must not run into each other. */
export function textWidth(words: string, size = 12, weight = 400): number {
  context ??= document.createElement('canvas').getContext('2d')
  if (!context) return words.length * size * 0.6
  context.font = `${weight} ${size}px ${getComputedStyle(document.body).fontFamily}`
  return context.measureText(words).width
}
