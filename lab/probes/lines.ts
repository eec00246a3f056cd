/** A line longer than this is not the protocol's: the longest honest one is a block of 10,000 samples. */
const LINE_LIMIT = 2 << 20

/** Splits a byte stream into lines. Throws RangeError for a line beyond the limit. */
export class LineSplitter {
  #pending = ''
  readonly #decoder = new TextDecoder()

  push(chunk: Uint8Array): string[] {
    const lines = (this.#pending + this.#decoder.decode(chunk, { stream: true })).split('\n')
    if (lines.some(({ length }) => length > LINE_LIMIT)) {
      throw new RangeError(`a line of more than ${LINE_LIMIT} characters`)
    }
    this.#pending = lines.pop() ?? ''
    return lines.filter((line) => line.trim() !== '')
  }
}
