import type { Pages } from '../../contract/machine.ts'
import { readBytes, readInteger, readText, type FileRoot } from './small-file.ts'

const hugePages = 'sys/kernel/mm/transparent_hugepage'

/** The word of this runtime's architecture, in which the kernel writes the auxiliary vector. */
export type Word = { bytes: 4 | 8; littleEndian: boolean }

/** The auxiliary vector's key for the page size (AT_PAGESZ, getauxval(3)). */
const pageSizeKey = 6

/** Page sizes on Linux. */
export function readPages(from: FileRoot, word: Word): Pages {
  const vector = readBytes(from, 'proc/self/auxv')
  const enabled = chosenWord(readText(from, `${hugePages}/enabled`))
  return {
    bytes: vector === null ? null : parsePageSize(vector, word),
    transparentHuge:
      enabled === null
        ? null
        : {
            enabled,
            defrag: chosenWord(readText(from, `${hugePages}/defrag`)),
            bytes: readInteger(from, `${hugePages}/hpage_pmd_size`),
          },
  }
}

/** The page size that the kernel handed to this process when it started: pairs of key and value, each one word. */
export function parsePageSize(vector: Uint8Array, word: Word): number | null {
  const view = new DataView(vector.buffer, vector.byteOffset, vector.byteLength)
  const read = (offset: number) =>
    word.bytes === 8 ? Number(view.getBigUint64(offset, word.littleEndian)) : view.getUint32(offset, word.littleEndian)
  for (let offset = 0; offset + 2 * word.bytes <= view.byteLength; offset += 2 * word.bytes) {
    if (read(offset) === pageSizeKey) return read(offset + word.bytes)
  }
  return null
}

/** The choice in force in the kernel's `always [madvise] never`. */
export function chosenWord(text: string | null): string | null {
  return /\[([^\]]+)\]/.exec(text ?? '')?.[1] ?? null
}
