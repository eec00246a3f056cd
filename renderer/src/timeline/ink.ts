/** The window's colours as a canvas takes them. */
export type Ink = Readonly<Record<'thread' | 'process' | 'kernel' | 'attention' | 'paper' | 'ink', string>>

/** Reads the colours of the theme that is shown; a canvas cannot use custom properties. */
export function readInk(element: HTMLElement): Ink {
  const style = getComputedStyle(element)
  const before = element.style.color
  const read = (name: string): string => {
    element.style.color = `var(--${name})`
    return style.color
  }
  const ink = {
    thread: read('thread'),
    process: read('process'),
    kernel: read('kernel'),
    attention: read('attention'),
    paper: read('paper'),
    ink: read('ink'),
  }
  element.style.color = before
  return ink
}
