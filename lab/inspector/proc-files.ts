import { closeSync, openSync, readSync } from 'node:fs'

/** Why a file of `/proc` gave nothing. */
export const NOTHING = {
  /** Its thread or process is no more. */
  gone: 'gone',
  /** It may not be read, or not now. */
  refused: 'refused',
} as const
export type Nothing = (typeof NOTHING)[keyof typeof NOTHING]

/** A file that is read again and again. Its descriptor, where one is kept, stays with its thread: it never reads another's. */
export interface KeptFile {
  readonly path: string
  descriptor: number | null
}

/** The longest `status` is a few kilobytes; what does not fit is not asked for. */
const BUFFER_BYTES = 16 << 10

/** Reads small files of `/proc` into one buffer, and keeps some of them open. What it gives is valid until the next read. */
export class ProcFiles {
  readonly #buffer = Buffer.allocUnsafe(BUFFER_BYTES)
  readonly #most: number
  #kept = 0

  /** At most `most` descriptors are kept. */
  constructor(most: number) {
    this.#most = most
  }

  get kept(): number {
    return this.#kept
  }

  /** Through the kept descriptor; the first read keeps it where there is room. */
  readKept(file: KeptFile): Buffer | Nothing {
    if (file.descriptor !== null) return this.#read(file.descriptor)
    const opened = this.#open(file.path)
    if (typeof opened !== 'number') return opened
    const text = this.#read(opened)
    if (this.#kept < this.#most && typeof text !== 'string') {
      file.descriptor = opened
      this.#kept += 1
    } else {
      closeSync(opened)
    }
    return text
  }

  /** Opens, reads and closes. */
  readOnce(path: string): Buffer | Nothing {
    const opened = this.#open(path)
    if (typeof opened !== 'number') return opened
    try {
      return this.#read(opened)
    } finally {
      closeSync(opened)
    }
  }

  close(file: KeptFile): void {
    if (file.descriptor === null) return
    closeSync(file.descriptor)
    file.descriptor = null
    this.#kept -= 1
  }

  #open(path: string): number | Nothing {
    try {
      return openSync(path, 'r')
    } catch (error) {
      return reasonOf(error)
    }
  }

  #read(descriptor: number): Buffer | Nothing {
    try {
      return this.#buffer.subarray(0, readSync(descriptor, this.#buffer, 0, BUFFER_BYTES, 0))
    } catch (error) {
      return reasonOf(error)
    }
  }
}

/** What an error of the file system says of a file of `/proc`. */
export function reasonOf(error: unknown): Nothing {
  const code = error instanceof Error && 'code' in error ? error.code : ''
  return code === 'ENOENT' || code === 'ESRCH' || code === 'ENOTDIR' ? NOTHING.gone : NOTHING.refused
}
