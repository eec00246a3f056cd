/** Hands a file to the user, as a download. */
export function saveFile(name: string, content: Blob | string, mediaType: string): void {
  const blob = typeof content === 'string' ? new Blob([content], { type: mediaType }) : content
  const address = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // The download has its own hold on the blob once it has begun.
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}

/** So long, in milliseconds, the window may be kept from drawing. */
const PATIENCE_MS = 12

/** Hands over a file that is made piece by piece; the window goes on drawing meanwhile. */
export async function saveInPieces(name: string, pieces: Iterable<string>, mediaType: string): Promise<void> {
  const made: string[] = []
  let since = performance.now()
  for (const piece of pieces) {
    made.push(piece)
    if (performance.now() - since < PATIENCE_MS) continue
    await new Promise((resolve) => setTimeout(resolve))
    since = performance.now()
  }
  saveFile(name, new Blob(made, { type: mediaType }), mediaType)
}
